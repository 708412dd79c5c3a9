import t from 'tap';
import { onBothEngines, sqlite } from '../support/engines.js';

t.test('what is committed is on the disk, and no row refers to nothing (SPEC 10)', async (t) => {
  const db = await sqlite.freshDatabase(t);
  const pragma = (name: string) =>
    db.transaction(async (trx) => Object.values((await trx.raw(`pragma ${name}`))[0])[0]);
  t.equal(await pragma('journal_mode'), 'wal');
  t.equal(await pragma('synchronous'), 2, 'FULL');
  t.equal(await pragma('foreign_keys'), 1);
});

t.test('the connection that reads cannot write', async (t) => {
  const db = await sqlite.freshDatabase(t);
  await t.rejects(db.read('settings').update({ company_name: 'Outra' }), /readonly/);
  t.not((await db.read('settings').first()).company_name, 'Outra');
});

t.test('a transaction that fails leaves nothing, and the next one is not hindered', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const db = await engine.freshDatabase(t);
    const name = async () => (await db.read('settings').first()).company_name;
    const before = await name();
    const broken = db.transaction(async (trx) => {
      await trx('settings').update({ company_name: 'Meia' });
      throw new Error('in the midst of it');
    });
    await t.rejects(broken, /in the midst/);
    t.equal(await name(), before);
    await db.transaction((trx) => trx('settings').update({ company_name: 'Inteira' }));
    t.equal(await name(), 'Inteira');
  });
});
