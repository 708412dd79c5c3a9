import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { openDatabase } from '../../src/store/connection.js';
import { runCommand } from '../support/command.js';
import { type DatabaseConfig, onBothEngines, sqlite, temporaryFolder } from '../support/engines.js';

const HEADER = 'pedido;data;cliente;fone;plano;vendedor;valor;situacao';
const SOUND = [
  'A1;01/07/2026;Maria Souza;(11) 98765-4321;Fibra 500;Edu;1.234,56;ok',
  'A2;20/06/2026;João Dias;(11) 98765-4322;Fibra 500;Edu;99,90;ok',
  'A3;02/07/2026;Rita Reis;(11) 98765-4323;Fibra 500;Edu;99,90;CANCELADO',
];
const MAP = [
  'externalId=pedido',
  'closedOn=data',
  'customer=cliente',
  'phone1=fone',
  'product=plano',
  'seller=vendedor',
];
const OPTIONS = [...MAP, 'value=valor', 'status=situacao'].flatMap((pair) => ['--map', pair]);

const CONFIGURATION = {
  questions: [
    {
      text: 'Tudo bem?',
      grades: [
        { label: 'Sim', weight: 100 },
        { label: 'Não', weight: -100 },
      ],
    },
  ],
  rules: [{ name: 'Instalação', startDays: 7, expiryDays: 3, questions: ['Tudo bem?'], sellerRuns: true }],
  profiles: [{ name: 'Fibra', rules: ['Instalação'] }],
  products: [{ code: 'F500', name: 'Fibra 500', profile: 'Fibra' }],
};

async function configured(config: DatabaseConfig): Promise<DatabaseConfig> {
  const { code, stderr } = await runCommand(config, ['config', 'import', '-'], JSON.stringify(CONFIGURATION));
  if (code !== 0) throw new Error(stderr);
  return config;
}

const importLines = (config: DatabaseConfig, lines: readonly string[], ...options: string[]) => {
  const text = [HEADER, ...lines].join('\r\n');
  return runCommand(config, ['import', 'sales', '-', ...OPTIONS, '--cancelled', 'cancelado', ...options], text);
};

const counts = async (config: DatabaseConfig) =>
  JSON.parse((await runCommand(config, ['surveys', 'count', '--json'])).stdout);

t.test('import sales', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    // On 2026-07-10 the first sale's survey is due, the second one's overdue.
    const plans: [options: string[], expected: object][] = [
      [[], { due: 1, inconsistent: 0, cancelled: 1 }],
      [['--plan', 'upcoming'], { due: 1, inconsistent: 0, cancelled: 1 }],
      [['--plan', 'all'], { due: 1, inconsistent: 1, cancelled: 1 }],
      [['--plan', 'since=2026-07-01'], { due: 1, inconsistent: 0, cancelled: 1 }],
      [['--plan', 'since=30/06/2026'], { due: 1, inconsistent: 1, cancelled: 1 }],
      [['--today', '2026-07-20'], { due: 0, inconsistent: 0, cancelled: 0 }],
    ];
    for (const [options, expected] of plans)
      await t.test(`plans what ${options.join(' ') || 'the default'} says`, async (t) => {
        const config = await configured(await engine.freshConfig(t));
        const dry = await importLines(config, SOUND, ...options, '--dry-run');
        t.match(await counts(config), { pending: 0 }, 'a dry run writes nothing');
        const { code, stdout, stderr } = await importLines(config, SOUND, ...options);
        t.equal(code, 0, stderr);
        t.match(await counts(config), expected);
        t.equal(dry.stdout, `${stdout}nothing was written\n`, 'and says what will be done');
      });

    await t.test('twice changes nothing', async (t) => {
      const config = await configured(await engine.freshConfig(t));
      await importLines(config, SOUND);
      const db = openDatabase(config);
      t.teardown(() => db.close());
      const everything = () =>
        Promise.all(['sales', 'customers', 'users', 'surveys', 'audit'].map((name) => db.read(name)));
      const before = await everything();
      t.match(await importLines(config, SOUND), { code: 0, stdout: /3 read, 0 added .*, 3 unchanged/ });
      t.same(await everything(), before);
    });
  });
});

t.test('import sales refuses', async (t) => {
  const config = await configured(await sqlite.freshConfig(t));

  await t.test('a file with wrong lines, and names each with its field', async (t) => {
    const wrong = [...SOUND, 'A4;31/02/2026;Eva;;Fibra 500;Edu;1;ok', 'A5;01/07/2026;;;Fibra 500;Edu;abc;ok'];
    const { code, stdout, stderr } = await importLines(config, wrong);
    t.equal(code, 1);
    t.equal(stdout, '');
    t.match(stderr, /^line 5: closedOn: /m);
    t.match(stderr, /^line 6: customer: /m);
    t.match(stderr, /^line 6: value: /m);
    t.match(stderr, /^nothing was imported$/m);
    const db = openDatabase(config);
    t.teardown(() => db.close());
    t.same([await db.read('sales'), await db.read('customers')], [[], []], 'and imports none of it');
  });

  await t.test('the same sale twice in a file', async (t) => {
    t.match(await importLines(config, [...SOUND, SOUND[0] ?? '']), { code: 1, stderr: /^line 5: externalId: /m });
  });

  await t.test('a column that the file lacks, and a mapping that lacks a field', async (t) => {
    const file = path.join(temporaryFolder(t), 'sales.csv');
    writeFileSync(file, [HEADER, ...SOUND].join('\n'));
    const run = (...map: string[]) =>
      runCommand(config, ['import', 'sales', file, ...map.flatMap((m) => ['--map', m])]);
    t.match(await run('closedOn=dia', 'customer=cliente', 'product=plano', 'seller=vendedor'), {
      code: 1,
      stderr: /^--map closedOn=dia: /,
    });
    t.match(await run('closedOn=data', 'customer=cliente', 'product=plano'), { code: 1, stderr: /^--map seller=: / });
  });

  await t.test('an empty file, and one that is not there', async (t) => {
    t.match(await importLines(config, []), { code: 1, stderr: /^line 1: there are no sales/ });
    t.match(await runCommand(config, ['import', 'sales', 'nowhere.csv']), { code: 1, stderr: /nowhere\.csv/ });
  });

  const usage: [option: string[], stderr: RegExp][] = [
    [['--map', 'data'], /--map data: expected FIELD=COLUMN/],
    [['--map', 'dia=data'], /there is no field dia/],
    [['--map', 'value=outro'], /value is mapped twice/],
    [['--plan', 'some'], /--plan some: expected upcoming, all or since/],
    [['--plan', 'since=2026-02-30'], /expected upcoming, all or since/],
    [['--today', '20/08/2018'], /--today "20\/08\/2018" is not a date/],
  ];
  for (const [option, stderr] of usage)
    await t.test(`${option.join(' ')} as a wrong call`, async (t) => {
      t.match(await importLines(config, SOUND, ...option), { code: 64, stdout: '', stderr });
    });
});

t.test('a telephone that is none is a warning, and left out', async (t) => {
  const config = await configured(await sqlite.freshConfig(t));
  const line = 'A1;01/07/2026;Maria Souza;123;Fibra 500;Edu;99,90;ok';
  t.match(await importLines(config, [line]), { code: 0, stderr: /^warning: line 2: phone1: / });
});

t.test('a sale that looks recorded already is a warning, before it is imported and when it is', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const config = await configured(await engine.freshConfig(t));
    const [first = ''] = SOUND;
    await importLines(config, [first]);
    const bare = first.replace('A1', '');
    for (const options of [['--dry-run'], []]) {
      const { code, stderr } = await importLines(config, [bare, bare], ...options);
      t.equal(code, 0, stderr);
      t.match(stderr, /^warning: line 2: sale: .*\nwarning: line 3: sale: .*$/m, options.join());
    }
  });
});
