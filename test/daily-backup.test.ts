import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import SqliteConnection from 'better-sqlite3';
import t from 'tap';
import { startDailyBackups, takeDailyBackup } from '../src/daily-backup.js';
import { dateAt } from '../src/domain/civil-date.js';
import { sqliteFile } from '../src/store/connection.js';
import { sqlite, temporaryFolder } from './support/engines.js';
import { startServer } from './support/process.js';

t.test('the daily backup', async (t) => {
  const { dataDir } = await sqlite.freshConfig(t);
  const folder = path.join(dataDir, 'backups');
  mkdirSync(folder);
  const march = (day: number) => `posvenda-2026-03-${String(day).padStart(2, '0')}.sqlite`;
  for (let day = 1; day <= 20; day += 1) writeFileSync(path.join(folder, march(day)), '');
  writeFileSync(path.join(folder, 'before-20261123_000001.sqlite'), '');

  await t.test('is a sound copy under the day’s name', async (t) => {
    const file = (await takeDailyBackup(dataDir, '2026-03-21')) ?? '';
    t.equal(file, path.join(folder, march(21)));
    const copy = new SqliteConnection(file, { readonly: true });
    t.equal(copy.pragma('integrity_check', { simple: true }), 'ok');
    t.equal(copy.prepare('select count(*) from settings').pluck().get(), 1);
    copy.close();
  });

  await t.test('leaves the last 14, and copies made before migrating', async (t) => {
    const kept = Array.from({ length: 14 }, (_, index) => march(index + 8));
    t.same(readdirSync(folder).sort(), ['before-20261123_000001.sqlite', ...kept]);
  });

  await t.test('is taken once a day', async (t) => {
    t.equal(await takeDailyBackup(dataDir, '2026-03-21'), null);
    t.not(await takeDailyBackup(dataDir, '2026-03-22'), null);
  });

  await t.test('that fails leaves no file, and can be tried again', async (t) => {
    const empty = temporaryFolder(t);
    await t.rejects(takeDailyBackup(empty, '2026-03-21'));
    t.notOk(existsSync(path.join(empty, 'backups', march(21))));
    writeFileSync(sqliteFile(empty), '');
    t.not(await takeDailyBackup(empty, '2026-03-21'), null);
  });
});

t.test('the day of a copy is the company’s, not that of Greenwich', async (t) => {
  const { dataDir } = await sqlite.freshConfig(t);
  const taken = await new Promise<string>((resolve, reject) =>
    startDailyBackups({
      dataDir,
      clock: { now: () => Date.parse('2026-07-10T22:30:00-03:00') },
      timeZone: async () => 'America/Sao_Paulo',
      log: { info: (context) => resolve(JSON.stringify(context)), error: (context) => reject(context) },
    }),
  );
  t.match(taken, 'posvenda-2026-07-10.sqlite');
});

t.test('a server takes the backup of its day at the start', async (t) => {
  const DATA_DIR = temporaryFolder(t);
  const before = today();
  const server = await startServer(t, { DATA_DIR });
  await server.printed(/daily backup taken/);
  // By the clock of the system, which may pass midnight meanwhile.
  const expected = [before, today()].map((day) => `posvenda-${day}.sqlite`);
  const [taken = '', ...others] = readdirSync(path.join(DATA_DIR, 'backups'));
  t.ok(expected.includes(taken), taken);
  t.same(others, []);
  await server.stop();
});

function today(): string {
  return dateAt(Date.now(), 'America/Sao_Paulo');
}
