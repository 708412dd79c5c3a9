import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { nameKey, searchText } from '../../src/domain/text.js';
import type { Database } from '../../src/store/connection.js';
import type { Queryable } from '../../src/store/dialect.js';
import { allOf, type Predicate } from '../../src/store/predicate.js';
import { countSales, listSales } from '../../src/store/sale-list.js';
import { countEach } from '../../src/store/survey-counts.js';
import { matches } from '../../src/store/survey-filter.js';
import { listSurveys } from '../../src/store/survey-list.js';
import { hasAnyStatus, hasStatus } from '../../src/store/survey-predicates.js';
import { listedOn } from '../../src/store/survey-tabs.js';
import { byTextIndex } from '../../src/store/text-search.js';
import { onBothEngines } from '../support/engines.js';
import { surveyWorld, TODAY } from '../support/survey-world.js';

/** Few words, that they meet; with what the languages of SQL and of the indexes give a meaning to. */
const NAMES = [
  'José',
  'JOSEFA',
  "d'Ávila",
  'Ana',
  'Anã-Maria',
  'da',
  'a',
  'x%y',
  'x_y',
  'xzy',
  '"or"',
  'c\\d',
  'ÇELİK',
  '李',
];
const IDS = ['2024-001', '2024001', 'É-7', 'PED*', 'ped', '98', 'a b', '100%'];
const PHONES = ['+5511987654321', '+5567999887766', '3232'];
const DOCUMENTS = ['12345678909', '12ABC34501DE35'];

const sale = fc.record({
  customer: fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
  phone: fc.option(fc.constantFrom(...PHONES)),
  document: fc.constant(null),
  externalId: fc.option(fc.constantFrom(...IDS)),
});

/** Whole words, pieces of them, and phones and documents as people type them. */
const typed = fc.oneof(
  fc.constantFrom('(11) 98765-4321', '11 98765', '123.456.789-09', '12.abc.345/01DE-35', '2024 001', '2024/001', '  '),
  fc.string({ maxLength: 4 }),
  fc
    .array(
      fc
        .tuple(fc.constantFrom(...NAMES, ...IDS, ...PHONES, ...DOCUMENTS), fc.nat(4), fc.integer({ min: 1, max: 14 }))
        .map(([word, start, length]) => word.slice(start, start + length)),
      { minLength: 1, maxLength: 3 },
    )
    .map((words) => words.join(' ')),
);

interface Known {
  readonly id: number;
  readonly text: string;
}

/** The definition: all words, each anywhere, short ones where a word begins; or the number that they are together. */
function isFound(text: string, query: string): boolean {
  const words = nameKey(query).split(' ').filter(Boolean);
  const has = (word: string) => ` ${text}`.includes([...word].length < 3 ? ` ${word}` : word);
  const number = words.join('').replace(/[().\-/+]/g, '');
  return words.every(has) || (/^(\d{3,}|[0-9a-z]{12}\d{2})$/.test(number) && has(number));
}

await onBothEngines(t, async (t, engine) => {
  await t.test('lists and counters find exactly the sales that have each word of the text', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const outcomes = [null, null, 'executed', 'closed'] as const;
    const specs = [
      ...fc.sample(sale, { numRuns: 150, seed: 11 }),
      ...DOCUMENTS.map((document) => ({ customer: 'Rui', phone: null, document, externalId: null })),
    ].map((spec, index) => ({ ...spec, externalId: spec.externalId && unique(spec.externalId, index) }));
    const ids = await world.surveys(specs.map((spec, index) => ({ ...spec, outcome: outcomes[index % 4] ?? null })));
    const sales = await salesOf(db.read, ids);
    const texts = specs.map((one) => ({
      text: `${nameKey(one.externalId ?? '')} ${searchText([one.customer, one.phone, one.document])}`,
    }));
    const known: Known[] = texts.map((one, index) => ({ ...one, id: ids[index] ?? 0 }));
    await fc.assert(
      fc.asyncProperty(typed, async (query) => {
        const expected = known.filter(({ text }) => isFound(text, query)).map(({ id }) => id);
        const everywhere = matches({ text: query });
        deepEqual(await idsWhere(db.read, everywhere), expected, `each row for itself: ${query}`);
        deepEqual(await idsWhere(db.read, await byTextIndex(db.read, everywhere)), expected, `by the index: ${query}`);
        const open = expected.filter((id) => outcomes[ids.indexOf(id) % 4] === null);
        const where = listedOn('pending', {
          userId: world.ana.id,
          today: TODAY,
          filter: { text: query },
          chips: ['scheduled', 'due', 'inconsistent'],
        });
        deepEqual(await listed(db, where), open, `listed: ${query}`);
        const statuses = allOf([hasAnyStatus(['due', 'closed'], TODAY), everywhere]);
        const counts = { where, statuses, executed: allOf([hasStatus('executed', TODAY), everywhere]) };
        deepEqual(await countEach(db.read, counts), {
          where: open.length,
          statuses: expected.filter((id) => outcomes[ids.indexOf(id) % 4] !== 'executed').length,
          executed: expected.filter((id) => outcomes[ids.indexOf(id) % 4] === 'executed').length,
        });
        const filter = { text: query };
        const request = { filter, situation: 'all', sort: 'closing', descending: false, key: null, size: 500 } as const;
        const found = (await listSales(db.read, request)).rows.map(({ id }) => id).sort((a, b) => a - b);
        deepEqual(
          found,
          sales.filter((_, index) => expected.includes(ids[index] ?? 0)),
          `sales: ${query}`,
        );
        equal((await countSales(db.read, filter)).all, expected.length);
      }),
      { numRuns: 120, seed: 5 },
    );
  });

  await t.test('what a sale is found by follows its own id and its customer', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const [id = 0] = await world.surveys([{ customer: 'Maria Souza', externalId: 'P-1' }]);
    const found = async (text: string) =>
      (await listed(db, await byTextIndex(db.read, matches({ text })))).length === 1;
    t.ok(await found('souza p-1'));
    const [saleId] = await salesOf(db.read, [id]);
    await db.transaction((trx) => trx('customers').update({ search_text: 'joana dark', city_key: 'natal' }));
    t.ok((await found('joana p-1')) && !(await found('souza')), 'the customer was corrected');
    await db.transaction((trx) => trx('sales').where({ id: saleId }).update({ external_key: 'q-2' }));
    t.ok((await found('q-2 dark')) && !(await found('p-1')), 'the sale’s id was corrected');
    await db.transaction(async (trx) => {
      await trx('surveys').delete();
      await trx('sales').where({ id: saleId }).delete();
    });
    t.equal((await countSales(db.read, { text: 'q-2' })).all, 0, 'a sale that is gone is not found');
  });
});

/** The id that the sale's product does not have yet, and that begins as wanted. */
function unique(externalId: string, index: number): string {
  return `${externalId}${'~'.repeat(index)}`;
}

async function idsWhere(q: Queryable, { sql, bindings }: Predicate): Promise<number[]> {
  return q('surveys')
    .whereRaw(sql, [...bindings])
    .orderBy('id')
    .pluck('id');
}

async function listed(db: Database, where: Predicate): Promise<number[]> {
  const page = await listSurveys(db.read, where, { sort: 'expiry', descending: false, size: 500, key: null });
  return page.rows.map(({ id }) => id);
}

/** The surveys' sales, in their order. */
async function salesOf(q: Queryable, ids: readonly number[]): Promise<number[]> {
  const rows = await q('surveys')
    .whereIn('id', [...ids])
    .orderBy('id');
  return rows.map(({ sale_id }) => sale_id);
}
