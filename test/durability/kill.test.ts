import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import SqliteConnection from 'better-sqlite3';
import t, { type Test } from 'tap';
import { hashPassword } from '../../src/actions/passwords.js';
import { addDays, dateAt } from '../../src/domain/civil-date.js';
import { openDatabase, sqliteFile } from '../../src/store/connection.js';
import { migrate } from '../../src/store/migrate.js';
import { updatePassword } from '../../src/store/users.js';
import { Browser, PASSWORD } from '../support/browser.js';
import { temporaryFolder } from '../support/engines.js';
import { overHttp } from '../support/http.js';
import { type Server, startServer } from '../support/process.js';
import { surveyWorld } from '../support/survey-world.js';

// SPEC 10: every acknowledged write survives kill -9. A real server is killed in the middle of a load of executions, again
// and again; what it had answered with 303 by then must be there, once and whole.

const ROUNDS = 20;
const SURVEYS = 60;
const CLIENTS = ['bruno', 'ana', 'bruno', 'ana'] as const;

interface Prepared {
  readonly file: string;
  readonly surveyIds: readonly number[];
  readonly versionIds: readonly number[];
}

/** An execution that the server has confirmed, and the comment that came with it. */
interface Acknowledged {
  readonly surveyId: number;
  readonly comment: string;
}

// Each round starts a server; on a machine that is busy with other tests that takes its time.
t.setTimeout(300_000);

t.test(`no acknowledged execution is lost in ${ROUNDS} rounds of kill -9`, async (t) => {
  t.setTimeout(300_000);
  const prepared = await prepare(t);
  let total = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const folder = path.join(temporaryFolder(t), 'data');
    mkdirSync(folder);
    copyFileSync(prepared.file, sqliteFile(folder));
    const server = await startServer(t, { DATA_DIR: folder, LOG_LEVEL: 'info' });
    const acknowledged = await loadUntilKilled(server, prepared, 1 + Math.floor(Math.random() * 25));
    total += acknowledged.length;
    const problems = inspect(folder, acknowledged);
    t.same(problems, [], `round ${round}: ${acknowledged.length} acknowledged`);
  }
  t.ok(total > ROUNDS, `${total} executions were acknowledged in all`);
});

/** A database with many surveys that are due today by the system's clock, which is the server's. */
async function prepare(t: Test): Promise<Prepared> {
  const config = { databaseUrl: null, dataDir: temporaryFolder(t) };
  await migrate(config);
  const db = openDatabase(config);
  const world = await surveyWorld(db);
  const hash = await hashPassword(PASSWORD);
  await db.transaction(async (trx) => {
    for (const { id } of [world.ana, world.bruno]) await updatePassword(trx, id, hash);
  });
  const closedOn = addDays(dateAt(Date.now(), 'America/Sao_Paulo'), -8);
  const surveyIds: number[] = [];
  for (let n = 1; n <= SURVEYS; n += 1) surveyIds.push(await world.survey({ customer: `Cliente ${n}`, closedOn }));
  await db.close();
  return { file: sqliteFile(config.dataDir), surveyIds, versionIds: world.versionIds };
}

/** Several clients run surveys at once; after `enough` confirmations the server is killed under them. */
async function loadUntilKilled(server: Server, prepared: Prepared, enough: number): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  let dead: Promise<void> | null = null;
  const confirm = (execution: Acknowledged) => {
    acknowledged.push(execution);
    // Not at the very answer, but somewhere in the requests that follow it.
    if (acknowledged.length >= enough) dead ??= pause(Math.random() * 15).then(() => server.stop('SIGKILL'));
  };
  await Promise.all(CLIENTS.map((login, index) => runSurveys(server, login, index, prepared, confirm)));
  await (dead ?? server.stop('SIGKILL'));
  return acknowledged;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** One client: signs in and runs every survey that nobody ran yet, until the server does not answer any more. */
async function runSurveys(
  server: Server,
  login: string,
  index: number,
  { surveyIds, versionIds }: Prepared,
  confirm: (execution: Acknowledged) => void,
): Promise<void> {
  try {
    const browser = await new Browser(overHttp(server.url)).signIn(login);
    // Each begins elsewhere, so that clients also meet on the same survey.
    const from = Math.floor((index * SURVEYS) / CLIENTS.length);
    for (const surveyId of [...surveyIds.slice(from), ...surveyIds.slice(0, from)]) {
      const [, key] = /name="key" value="([^"]+)"/.exec((await browser.get(`/surveys/${surveyId}`)).body) ?? [];
      if (key === undefined) continue;
      const comment = `${index} ${surveyId}`;
      const answers = versionIds.flatMap((id) => [
        [`answers.${id}.answer`, '1'],
        [`answers.${id}.comment`, comment],
      ]);
      const post = () => browser.post(`/surveys/${surveyId}/execution`, { key, ...Object.fromEntries(answers) });
      // Every third one is clicked twice.
      const replies = await Promise.all(surveyId % 3 === 0 ? [post(), post()] : [post()]);
      for (const { status } of replies) if (status === 303) confirm({ surveyId, comment });
    }
  } catch (error) {
    if (!isCutOff(error)) throw error;
  }
}

/** What fetch throws when the server is gone: before the answer, or within it. */
function isCutOff(error: unknown): boolean {
  return error instanceof TypeError && /fetch failed|terminated/.test(error.message);
}

/** Everything in the database that should not be so; opening it recovers it, as a restart does. */
function inspect(folder: string, acknowledged: readonly Acknowledged[]): string[] {
  const db = new SqliteConnection(sqliteFile(folder));
  const problems: string[] = [];
  const expectNone = (what: string, sql: string) => {
    for (const row of db.prepare(sql).all()) problems.push(`${what}: ${JSON.stringify(row)}`);
  };
  if (db.pragma('integrity_check', { simple: true }) !== 'ok') problems.push('integrity_check fails');
  expectNone('a broken reference', 'select * from pragma_foreign_key_check');
  expectNone(
    'an execution of an open survey',
    `select e.id from executions e join surveys s on s.id = e.survey_id
    where s.outcome is not 'executed' or s.settled_at is null`,
  );
  expectNone(
    'a settled survey without its one execution',
    `select s.id from surveys s where outcome = 'executed'
    and (select count(*) from executions where survey_id = s.id) <> 1`,
  );
  expectNone(
    'an execution without all its answers',
    `select e.id from executions e
    where (select count(*) from answers where execution_id = e.id and state = 'graded') <> 2`,
  );
  expectNone(
    'an execution without its one audit row',
    `select e.id from executions e where (select count(*) from audit
    where action = 'execute' and entity = 'survey' and entity_id = e.survey_id) <> 1`,
  );
  const stored = db.prepare(`select count(*) from executions e join answers a on a.execution_id = e.id
    where e.survey_id = ? and a.comment = ? and e.annulled_at is null`);
  for (const { surveyId, comment } of acknowledged)
    if (stored.pluck().get(surveyId, comment) !== 2)
      problems.push(`survey ${surveyId} was acknowledged and is not stored`);
  db.close();
  return problems;
}
