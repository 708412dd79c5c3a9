import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import type { Knex } from 'knex';
import t from 'tap';
import { insertAudit } from '../../src/store/audit.js';
import type { Database } from '../../src/store/connection.js';
import { onBothEngines } from './engines.js';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SYSTEM = { id: null, origin: 'system' } as const;

type Work = (trx: Knex.Transaction) => Promise<unknown>;

/** Begins the transaction in a file of that name. */
function begunIn(filename: string): (db: Database, work: Work) => Promise<unknown> {
  return new Script('(db, work) => db.transaction(work)', { filename }).runInThisContext();
}

const write = (trx: Knex.Transaction) =>
  trx('holidays').insert({ held_on: '2026-07-14', name: 'Dia', yearly: false, created_at: 1 });
const tell = (trx: Knex.Transaction, entity: 'holiday' | 'rule') =>
  insertAudit(trx, SYSTEM, 1, [{ action: 'create', entity, entityId: 1, changes: {} }]);

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const written = async () => (await db.read('holidays').where({ name: 'Dia' })).length;

  for (const file of ['build/src/actions/forgetful.js', 'src/actions/forgetful.ts'])
    for (const filename of [`${ROOT}/${file}`, pathToFileURL(`${ROOT}/${file}`).href])
      await t.test(`what ${filename.startsWith('/') ? '' : 'the address of '}${file} writes is told`, async (t) => {
        const begin = begunIn(filename);
        await t.rejects(begin(db, write), { message: 'written without an audit row: holidays' });
        await t.rejects(
          begin(db, async (trx) => [await write(trx), await tell(trx, 'rule')]),
          { message: 'written without an audit row: holidays' },
          'another record is not it',
        );
        t.equal(await written(), 0, 'nothing of it stays');
        await begin(db, async (trx) => [await write(trx), await tell(trx, 'holiday')]);
        t.equal(await written(), 1, 'what is told does');
        await t.rejects(
          begin(db, (trx) => trx('holidays').where({ name: 'Dia' }).delete()),
          { message: 'written without an audit row: holidays' },
        );
        await begin(db, (trx) => trx('holidays').where({ name: 'Nunca' }).update({ name: 'Dia' }));
        await db.transaction((trx) => trx('holidays').where({ name: 'Dia' }).delete());
        t.equal(await written(), 0, 'a row that no statement changed needs none, nor does what a test writes');
      });

  await t.test('a table of which nobody said who tells of it is asked about', async (t) => {
    const begin = begunIn(`${ROOT}/build/src/store/new.js`);
    await db.transaction((trx) => trx.schema.createTable('novelties', (table) => table.integer('id')));
    await t.rejects(
      begin(db, (trx) => trx('novelties').insert({ id: 1 })),
      { message: 'say who tells of the table novelties' },
    );
  });
});
