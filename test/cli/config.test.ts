import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { openDatabase } from '../../src/store/connection.js';
import { runCommand } from '../support/command.js';
import { type DatabaseConfig, onBothEngines, sqlite, temporaryFolder } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

/** The file of the README: no optional key. */
const MINIMAL = {
  questions: [
    {
      text: 'Como avalia a instalação?',
      grades: [
        { label: '1', weight: -100 },
        { label: '5', weight: 100 },
      ],
    },
  ],
  rules: [
    {
      name: 'Instalação',
      startDays: 7,
      expiryDays: 10,
      note: '',
      questions: ['Como avalia a instalação?'],
      operators: ['bruno'],
    },
  ],
  profiles: [{ name: 'Fibra', note: '', rules: ['Instalação'] }],
  products: [{ code: 'F500', name: 'Fibra 500 Mega', profile: 'Fibra' }],
};

const UNCHANGED = ['questions', 'rules', 'profiles', 'products']
  .map((section) => `${section}: 0 created, 0 changed, 1 unchanged\n`)
  .concat('policies: 0 created, 0 changed, 0 unchanged\n')
  .join('');

/** Every key, and every record inactive once. */
const FULL = {
  questions: [
    {
      text: 'De 0 a 10, você nos recomendaria?',
      script: 'Pergunte devagar.\nEspere.',
      kind: 'nps',
      notApplicable: true,
      commentRequiredUpTo: 7,
      grades: Array.from({ length: 11 }, (_, i) => ({
        label: String(i),
        weight: i * 20 - 100,
        ...(i === 0 && { signal: 'complaint' }),
      })),
      active: true,
    },
    {
      text: 'O técnico foi pontual?',
      script: '',
      kind: null,
      notApplicable: false,
      commentRequiredUpTo: null,
      grades: [
        { label: 'Sim', weight: 100 },
        { label: 'Não', weight: -100 },
      ],
      active: false,
    },
  ],
  rules: [
    {
      name: 'Instalação',
      startDays: 7,
      expiryDays: 0,
      businessDays: true,
      note: 'Ligue cedo.',
      whatsAppText: 'Oi, [nome]!',
      questions: ['O técnico foi pontual?', 'De 0 a 10, você nos recomendaria?'],
      operators: ['bruno', 'carla'],
      sellerRuns: true,
      active: true,
    },
    {
      name: 'Renovação',
      startDays: 330,
      expiryDays: 20,
      businessDays: false,
      note: '',
      whatsAppText: '',
      questions: [],
      operators: [],
      sellerRuns: false,
      active: false,
    },
  ],
  profiles: [{ name: 'Fibra', note: 'Planos de fibra', rules: ['Renovação', 'Instalação'], active: false }],
  products: [
    { code: null, name: 'Combo', profile: null, commissions: always({ percent: '12.50' }), active: true },
    { code: 'F500', name: 'Fibra 500', profile: 'Fibra', commissions: always({ amount: '50.05' }), active: false },
    { code: 'R', name: 'Rádio', profile: null, commissions: [], active: true },
  ],
  policies: [],
};

function always(base: object) {
  return [{ from: null, base }];
}

async function withOperators(env: DatabaseConfig) {
  for (const login of ['bruno', 'carla']) {
    const args = ['user', 'add', '--login', login, '--name', login, '--role', 'operator', '--password-stdin'];
    const { code, stderr } = await runCommand(env, args, 'uma senha boa\n');
    if (code !== 0) throw new Error(stderr);
  }
  return env;
}

const importText = (env: DatabaseConfig, value: unknown) =>
  runCommand(env, ['config', 'import', '-'], typeof value === 'string' ? value : JSON.stringify(value));

t.test('config import and export', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const fresh = async (t: Parameters<typeof engine.freshConfig>[0]) => withOperators(await engine.freshConfig(t));

    await t.test('an export, imported into an empty database, exports the same again', async (t) => {
      const folder = temporaryFolder(t);
      const [first, second] = [await fresh(t), await fresh(t)];
      t.match(await importText(first, FULL), { code: 0, stderr: '' });
      const [a, b] = [path.join(folder, 'a.json'), path.join(folder, 'b.json')];
      t.match(await runCommand(first, ['config', 'export', a]), { code: 0 });
      t.same(JSON.parse(readFileSync(a, 'utf8')), FULL, 'with every key as it was imported');
      t.match(await runCommand(second, ['config', 'import', a]), { code: 0 });
      t.match(await runCommand(second, ['config', 'export', b]), { code: 0 });
      t.equal(readFileSync(b, 'utf8'), readFileSync(a, 'utf8'));
    });

    await t.test('the minimal file works as it is, and twice changes nothing', async (t) => {
      const env = await fresh(t);
      const file = path.join(temporaryFolder(t), 'config.json');
      writeFileSync(file, `\uFEFF${JSON.stringify(MINIMAL)}`);
      const first = await runCommand(env, ['config', 'import', file]);
      t.match(first, { code: 0, stderr: '' });
      t.match(first.stdout, 'rules: 1 created, 0 changed, 0 unchanged');
      t.same(await runCommand(env, ['config', 'import', file]), { code: 0, stdout: UNCHANGED, stderr: '' });
    });
  });
});

t.test('importing a configuration', async (t) => {
  const { dataDir } = await sqlite.freshConfig(t);
  const env = await withOperators({ databaseUrl: null, dataDir });
  await importText(env, MINIMAL);
  const db = openDatabase({ databaseUrl: null, dataDir });
  t.teardown(() => db.close());
  const everything = async () =>
    Promise.all(
      ['questions', 'question_versions', 'rules', 'profiles', 'products', 'audit'].map((name) => db.read(name)),
    );

  await t.test('an absent key leaves what stands', async (t) => {
    await importText(env, { products: [{ name: 'Fibra 500 Mega', commission: { amount: '50,00' } }] });
    const again = await importText(env, { products: [{ code: 'F500', name: 'Fibra 500 Mega' }] });
    t.match(again.stdout, 'products: 0 created, 0 changed, 1 unchanged');
    t.match(await db.read('products').first(), { code: 'F500', profile_id: 1 });
    matchLists(t, await db.read('product_commissions'), [{ in_force_from: null, cents: 5000, saved_by: null }]);
  });

  await t.test('a product is known by its code before its name', async (t) => {
    const outcome = await importText(env, { products: [{ code: 'F500', name: 'Fibra 500' }] });
    t.match(outcome.stdout, 'products: 0 created, 1 changed, 0 unchanged');
    t.same(await db.read('products').pluck('name'), ['Fibra 500']);
  });

  const refused: [string, unknown, string[]][] = [
    ['no JSON', '{', ['the file is not JSON: ']],
    ['no object', [], ['the document: expected an object, found a list']],
    ['an unknown key', { rule: [] }, ['rule: unknown key']],
    [
      'keys and types that are wrong',
      { rules: [{ nome: 'x', startDays: '7' }] },
      [
        'rules[0].nome: unknown key',
        'rules[0].name: expected a text, found nothing',
        'rules[0].startDays: expected a number, found a string',
      ],
    ],
    [
      'weights out of bounds and a scale that is too short',
      { questions: [{ text: 'a', grades: [{ label: '1', weight: 101 }] }] },
      ['questions[0].grades: Give at least 2.', 'questions[0].grades[0].weight: The largest value allowed is 100.'],
    ],
    [
      'half days',
      { rules: [{ name: 'x', startDays: 1.5, expiryDays: -1, sellerRuns: true, questions: [] }] },
      ['rules[0].startDays: Type a whole number.', 'rules[0].expiryDays: The smallest value allowed is 0.'],
    ],
    [
      'an operator who does not exist',
      { rules: [{ name: 'x', startDays: 1, expiryDays: 1, questions: [], operators: ['bruno', 'zeca'] }] },
      ['rules[0].operators[1]: There is no “zeca”.'],
    ],
    [
      'a question that does not exist',
      { rules: [{ name: 'x', startDays: 1, expiryDays: 1, questions: ['Como avalia a instalação?', 'Oi?'] }] },
      ['rules[0].questions[1]: There is no “Oi?”.'],
    ],
    [
      'a rule that nobody could run',
      { rules: [{ name: 'x', startDays: 1, expiryDays: 1 }] },
      ['rules[0].questions: ', 'rules[0].operators: '],
    ],
    [
      'a record twice',
      { products: [{ code: 'a', name: 'x' }, { code: 'A', name: 'y' }, { name: 'X ' }] },
      ['products[1].code: This value appears more than once.', 'products[2].name: This value appears more than once.'],
    ],
    [
      'a profile that does not exist',
      { products: [{ name: 'x', profile: 'y' }] },
      ['products[0].profile: There is no “y”.'],
    ],
    [
      'a commission that is none',
      { products: [{ name: 'x', commission: { amount: '1,2,3' } }] },
      ['products[0].commission: '],
    ],
    [
      'a kind that does not fit its scale',
      { questions: [{ ...MINIMAL.questions[0], text: 'nova', kind: 'nps' }] },
      ['questions[0].kind: '],
    ],
  ];
  for (const [what, value, lines] of refused)
    await t.test(`refuses ${what}, and imports nothing`, async (t) => {
      const before = await everything();
      const sound = { ...MINIMAL, questions: [{ ...MINIMAL.questions[0], text: 'sound, and first' }] };
      const file = typeof value === 'string' || Array.isArray(value) ? value : { ...sound, ...(value as object) };
      const { code, stdout, stderr } = await importText(env, file);
      t.equal(code, 1);
      t.equal(stdout, '');
      for (const line of lines) t.ok(stderr.includes(line), `says ${line}`);
      t.notMatch(stderr, /^ {4}at /m, 'without a stack');
      t.same(await everything(), before);
    });

  await t.test('a file that is not there is named', async (t) => {
    t.match(await runCommand(env, ['config', 'import', 'nowhere.json']), { code: 1, stderr: /nowhere\.json/ });
  });
});
