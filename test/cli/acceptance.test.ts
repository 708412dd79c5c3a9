import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { openDatabase } from '../../src/store/connection.js';
import { sqlite, temporaryFolder } from '../support/engines.js';
import { command } from '../support/process.js';

const FILE = path.resolve('../shared/data/sales-erp-export.csv');
const TODAY = '2018-08-20';
const [START_DAYS, EXPIRY_DAYS] = [7, 10];

const MAPPING = [
  'externalId=pedido',
  'closedOn=data fechamento',
  'customer=cliente',
  'city=cidade',
  'state=uf',
  'product=produto',
  'seller=vendedor',
  'value=valor',
  'status=situacao',
];
const IMPORT = ['import', 'sales', FILE, ...MAPPING.flatMap((pair) => ['--map', pair]), '--cancelled', 'canceled'];

/** The rows of the file, cut by hand: no cell of it is quoted. */
function rows(): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(FILE, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const names = header.split(';');
  return lines.map((line) => Object.fromEntries(line.split(';').map((cell, index) => [names[index], cell])));
}

/** What the counters must be, from the raw file alone and with the arithmetic of Date in UTC. */
function expectedCounts() {
  const counts = { scheduled: 0, due: 0, inconsistent: 0, executed: 0, closed: 0, cancelled: 0, pending: 0 };
  const day = 86_400_000;
  const today = Date.parse(TODAY);
  for (const row of rows()) {
    const [d, m, y] = (row['data fechamento'] ?? '').split('/').map(Number);
    const opens = Date.UTC(y ?? 0, (m ?? 0) - 1, d) + START_DAYS * day;
    if (row.situacao === 'canceled') counts.cancelled += 1;
    else if (today < opens) counts.scheduled += 1;
    else if (today <= opens + EXPIRY_DAYS * day) counts.due += 1;
    else counts.inconsistent += 1;
  }
  return { ...counts, pending: counts.scheduled + counts.due + counts.inconsistent };
}

/** One rule on every product of the file. */
function configuration() {
  const products = [...new Set(rows().map((row) => row.produto))];
  const grades = [1, 2, 3, 4, 5].map((grade) => ({ label: String(grade), weight: grade * 50 - 150 }));
  const rule = { name: 'Satisfação', startDays: START_DAYS, expiryDays: EXPIRY_DAYS, note: '' };
  return {
    questions: [{ text: 'Como avalia a compra?', grades }],
    rules: [{ ...rule, questions: ['Como avalia a compra?'], operators: ['bruno'] }],
    profiles: [{ name: 'Todos', note: '', rules: ['Satisfação'] }],
    products: products.map((name, index) => ({ code: `P${index + 1}`, name, profile: 'Todos' })),
  };
}

t.test('the real file, by command', { skip: !existsSync(FILE) && `${FILE} is not on this machine` }, async (t) => {
  const { dataDir } = await sqlite.freshConfig(t);
  const env = { DATA_DIR: dataDir };
  const config = path.join(temporaryFolder(t), 'config.json');
  writeFileSync(config, JSON.stringify(configuration()));
  const bruno = ['user', 'add', '--login', 'bruno', '--name', 'Bruno', '--role', 'operator', '--password-stdin'];
  t.match(await command(bruno, env, 'uma senha boa\n'), { code: 0 });
  t.match(await command(['config', 'import', config], env), { code: 0, stderr: '' });
  const counts = ['surveys', 'count', '--today', TODAY, '--json'];

  t.match(await command([...IMPORT, '--plan', 'all', '--today', TODAY, '--dry-run'], env), {
    code: 0,
    stdout: /surveys: 140 scheduled, 170 due, 4641 inconsistent, 15 cancelled\nnothing was written/,
  });
  t.match((await command(counts, env)).stdout, '"pending":0', 'a dry run writes nothing');

  const imported = await command([...IMPORT, '--plan', 'all', '--today', TODAY], env);
  t.match(imported, { code: 0, stdout: /^sales: 4966 read, 4966 added \(15 cancelled\), 0 changed/ });

  const known = { scheduled: 140, due: 170, inconsistent: 4641, executed: 0, closed: 0, cancelled: 15, pending: 4951 };
  const counted = await command(counts, env);
  t.equal(counted.stdout, `${JSON.stringify(known)}\n`);
  t.same(expectedCounts(), known, 'as the raw file says');

  const db = openDatabase({ databaseUrl: null, dataDir });
  t.teardown(() => db.close());
  const value = rows().reduce((sum, row) => sum + Number((row.valor ?? '').replace(/[.,]/g, '')), 0);
  t.equal((await db.read('sales').sum({ total: 'value_cents' }).first())?.total, value, 'to the centavo');

  const again = await command([...IMPORT, '--plan', 'all', '--today', TODAY], env);
  t.match(again, { code: 0, stdout: /^sales: 4966 read, 0 added \(0 cancelled\), 0 changed .*, 4966 unchanged\n/ });
  t.equal((await command(counts, env)).stdout, counted.stdout, 'the same file twice changes nothing');
});
