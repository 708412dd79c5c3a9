import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { importSales } from '../../src/actions/import-sales.js';
import { type ImportPreview, previewImport } from '../../src/actions/preview-import.js';
import { stageImport } from '../../src/actions/stage-import.js';
import type { PlanningChoice } from '../../src/domain/planning.js';
import type { Database } from '../../src/store/connection.js';
import type { MappedImport } from '../../src/store/imports.js';
import { countByStatus, type StatusCounts } from '../../src/store/survey-counts.js';
import { acting, done } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { everyRow } from '../support/every-row.js';
import { HEADER, MAPPING, provider } from '../support/provider.js';
import { undone } from '../support/undone.js';

const TODAY = '2026-07-10';
const SINCE = '2026-06-01';
const CANCELLED = ['Cancelado'];

/** What ERPs write: mostly right, in more than one way, now and then not. */
const cells = [
  fc.constantFrom('P-1', 'P-2', 'P-3', 'P-4', 'P-5', 'P-6', 'P-7', '', ''),
  fc.constantFrom('01/07/2026', '2026-06-20', '5/1/2026', '25/06/2026', '10/07/2026', '15/07/2026', 'ontem'),
  fc.constantFrom('Maria Souza', 'MARIA  SOUZA', 'João Lima', 'joao lima', 'Rita Dias'),
  fc.constantFrom('(11) 98765-4321', '11987654321', '(19) 3333-4444', '', '123'),
  fc.constantFrom('Campinas', 'Santos', ''),
  fc.constantFrom('Fibra 500', 'FIBRA 500', 'Rádio'),
  fc.constantFrom('Bruno Operador', 'bruno operador', 'Vera'),
  fc.constantFrom('99,90', '1.234,56', '1234.56', '0'),
  fc.constantFrom('ativo', 'ativo', 'Cancelado', 'CANCELADO'),
];
const lines = fc.tuple(...cells).map((line) => line.join(';'));
const files = (maxLength: number) => fc.array(lines, { minLength: 1, maxLength });
const choices: fc.Arbitrary<PlanningChoice> = fc.constantFrom(
  { kind: 'upcoming' },
  { kind: 'since', date: SINCE },
  { kind: 'all' },
);

/** Sales that come, stay as they are, change and are cancelled: drawn files may all be refused. */
const KEPT = 'P-1;01/07/2026;Maria Souza;(11) 98765-4321;Campinas;Fibra 500;Bruno Operador;99,90;ativo';
const CHANGED = 'P-2;2026-06-20;João Lima;(19) 3333-4444;Santos;Rádio;bruno operador;1.234,56;ativo';
const ADDED = 'P-3;10/07/2026;Rita Dias;11987654321;Campinas;FIBRA 500;Bruno Operador;0;ativo';
const APPLIED: [string[], string[], PlanningChoice] = [
  [KEPT, CHANGED],
  [KEPT, CHANGED.replace(/ativo$/, 'Cancelado'), ADDED],
  { kind: 'all' },
];

t.test('an import does what its preview says, and its file again does nothing (SPEC 8)', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { db, context } = await provider(t, engine);
    let applied = 0;
    await fc.assert(
      fc.asyncProperty(files(4), files(6), choices, async (before, file, choice) =>
        undone(db, async (world) => {
          const own = acting(world, context.actor);
          const bring = (some: readonly string[]) => importSales(own, { ...source(some), choice });
          await bring(before);
          const preview = await foresee(world, context.actor, file);
          const [stood, counts] = [await everyRow(world, []), await countByStatus(world.read, TODAY)];
          const result = await bring(file);
          equal(result.ok, preview.errors.count === 0, 'it is refused where the preview shows an error');
          if (!result.ok) return deepEqual(await everyRow(world, []), stood, 'and then nothing is written');
          applied += 1;
          const foreseen = { ...preview.summary, surveys: preview.surveys[choice.kind] };
          deepEqual({ ...result.value, ...foreseen }, result.value);
          equal(result.value.kept.length, preview.kept.count);
          deepEqual(result.value.newProducts, preview.products.first);
          equal(await added(world, counts), sum(preview.surveys[choice.kind]), 'as many surveys came as were foreseen');
          const after = await everyRow(world, []);
          const again = done(await bring(file));
          deepEqual({ ...again, added: 0, updated: 0, customersChanged: 0, unchanged: file.length }, again);
          return deepEqual(await everyRow(world, []), after, 'the same file again changes nothing');
        }),
      ),
      { numRuns: engine.dialect === 'sqlite' ? 60 : 10, examples: [APPLIED] },
    );
    t.ok(applied > 0, `${applied} were applied`);
  });
});

function source(some: readonly string[]) {
  return { content: [HEADER, ...some].join('\n'), mapping: MAPPING, cancelledValues: CANCELLED };
}

async function foresee(
  world: Database,
  actor: Parameters<typeof acting>[1],
  file: readonly string[],
): Promise<ImportPreview> {
  const content = Buffer.from(source(file).content);
  const id = done(await stageImport(acting(world, actor), { name: 'vendas.csv', content }));
  const mapping = { columns: MAPPING, cancelledValues: CANCELLED, statusValues: [] };
  return done(
    await previewImport({ read: world.read, today: TODAY }, { id, mapping } as unknown as MappedImport, SINCE),
  );
}

async function added(world: Database, before: StatusCounts): Promise<number> {
  return sum(await countByStatus(world.read, TODAY)) - sum(before);
}

/** Of all statuses, what is counted twice left out. */
function sum({ pending: _pending = 0, ...counts }: Partial<StatusCounts>): number {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}
