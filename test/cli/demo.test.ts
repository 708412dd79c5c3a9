import { writeFileSync } from 'node:fs';
import path from 'node:path';
import SqliteConnection from 'better-sqlite3';
import t from 'tap';
import { Browser } from '../support/browser.js';
import { runCommand } from '../support/command.js';
import { sqlite, temporaryFolder } from '../support/engines.js';
import { overHttp } from '../support/http.js';
import { command, startServer, startServing } from '../support/process.js';

// Filling takes its time on a machine that is busy with other tests.
t.setTimeout(240_000);

t.test('demo serves an ISP with a year behind it', async (t) => {
  t.setTimeout(240_000);
  const DATA_DIR = path.join(temporaryFolder(t), 'data-demo');
  const server = await startServing(t, ['demo'], { DATA_DIR });
  const [, login = '', password = ''] = await server.printed(/^ {2}(ana) +(\S+) +Gestor/m);
  await server.printed(/^ {2}diego/m);

  await t.test('prints the address and the logins, and no set-up token', async (t) => {
    t.ok(await server.printed(new RegExp(`http://localhost:${new URL(server.url).port}`)));
    for (const name of ['davi', 'ana', 'bruno', 'carla', 'diego'])
      t.ok(await server.printed(new RegExp(`^  ${name} +posvenda-demo`, 'm')));
  });

  await t.test('its manager signs in and sees the panel', async (t) => {
    const ana = await new Browser(overHttp(server.url)).signIn(login, password);
    t.match((await ana.get('/panel/executed')).text, 'Serra Fibra');
  });

  const db = new SqliteConnection(path.join(DATA_DIR, 'posvenda.sqlite'), { readonly: true });
  t.teardown(() => db.close());
  const one = (sql: string) => db.prepare(sql).pluck().get() as number;

  await t.test('every status occurs, and every way to get there', (t) => {
    const facts: Record<string, string> = {
      sales: 'select count(*) from sales',
      'cancelled sales': 'select count(*) from sales where cancelled_on is not null',
      'open surveys': 'select count(*) from surveys where settled_at is null',
      'closed surveys': "select count(*) from surveys where outcome = 'closed'",
      'cancelled surveys': "select count(*) from surveys where outcome = 'cancelled'",
      'executions on time': `select count(*) from executions e join surveys s on s.id = e.survey_id
        where e.annulled_at is null and e.executed_on <= s.original_expires_on`,
      'late executions': `select count(*) from executions e join surveys s on s.id = e.survey_id
        where e.annulled_at is null and e.executed_on > s.original_expires_on`,
      'annulled executions': 'select count(*) from executions where annulled_at is not null',
      'executions after attempts': "select count(*) from surveys where outcome = 'executed' and attempt_count > 1",
      'executions at once': "select count(*) from surveys where outcome = 'executed' and attempt_count = 0",
      'call-backs': "select count(*) from attempts where outcome = 'call-back'",
      extensions: 'select count(*) from extensions',
      'reopened surveys': 'select count(*) from closures where reopened_at is not null',
      comments: "select count(*) from answers where comment <> ''",
      'closed months': 'select count(*) - 3 from commission_months',
      'paid statements': 'select count(*) from commission_payments',
      'unpaid statements of a closed month': `select count(*) from commission_statements s where not exists
        (select 1 from commission_payments p where p.month = s.month and p.seller_id = s.seller_id)`,
      'frozen adjustments': "select count(*) from commission_lines where kind = 'adjustment'",
      'adjustments of other causes than reversals': `select count(*) from commission_lines
        where kind = 'adjustment' and causes <> 'cancelled'`,
      'what the last closed month left to be taken off': `select count(*) from commission_statements
        where carried_out_cents < 0 and month = (select max(month) from commission_months)`,
      'sales without surveys': 'select count(*) from sales where id not in (select sale_id from surveys)',
    };
    for (const [what, sql] of Object.entries(facts)) t.ok(one(sql) > 0, `${what}: ${one(sql)}`);
    t.equal(one('select count(*) from sales'), 1500);
    t.end();
  });

  await t.test('nothing happened after now, nor before the sale', (t) => {
    const now = Date.now();
    t.equal(one(`select count(*) from audit where at > ${now}`), 0);
    t.equal(one(`select count(*) from executions where finished_at > ${now} or started_at > finished_at`), 0);
    t.equal(
      one('select count(*) from executions e join surveys s on s.id = e.survey_id where e.executed_on < s.opens_on'),
      0,
    );
    t.end();
  });

  await t.test('surveys are due today, by the command that counts them', async (t) => {
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Sao_Paulo' }).format(Date.now());
    const args = ['surveys', 'count', '--json', '--today', today];
    const counts = JSON.parse((await runCommand({ databaseUrl: null, dataDir: DATA_DIR }, args)).stdout);
    for (const status of ['scheduled', 'due', 'inconsistent', 'executed', 'closed', 'cancelled'])
      t.ok(counts[status] > 0, `${status}: ${counts[status]}`);
  });

  await t.test('a port in use is named, and the command ends', async (t) => {
    await server.stop();
    const blocker = await startServer(t, { DATA_DIR: temporaryFolder(t) });
    const { port } = new URL(blocker.url);
    const { code, stderr } = await command(['demo'], { DATA_DIR, PORT: port, HOST: '127.0.0.1' });
    t.equal(code, 1);
    t.match(stderr, `posvenda demo: PORT=${port} is not usable`);
  });

  await t.test('a second start serves what is there', async (t) => {
    const again = await startServing(t, ['demo'], { DATA_DIR });
    t.equal((await fetch(`${again.url}/healthz`)).status, 200);
    t.equal(one('select count(*) from sales'), 1500);
    await again.stop();
  });
});

t.test('demo never touches another database', async (t) => {
  const config = await sqlite.freshConfig(t);
  const ana = ['user', 'add', '--login', 'ana', '--name', 'Ana', '--role', 'manager', '--password-stdin'];
  await runCommand(config, ana, 'uma senha boa');
  t.match(await runCommand(config, ['demo']), { code: 1, stderr: /holds a database that is no demonstration/ });
  t.match(await runCommand(config, ['user', 'list']), { stdout: 'ana\tmanager\tactive\tAna\n' });
  const elsewhere = { dataDir: temporaryFolder(t), databaseUrl: 'postgresql://posvenda@localhost/posvenda' };
  t.match(await runCommand(elsewhere, ['demo']), { code: 1, stderr: /unset DATABASE_URL/ });
  writeFileSync(path.join(config.dataDir, 'demo.json'), '{"demo":');
  t.match(await runCommand(config, ['demo']), { code: 1 }, 'nor when its mark cannot be read');
  t.match(await runCommand(config, ['user', 'list']), { stdout: 'ana\tmanager\tactive\tAna\n' });
});
