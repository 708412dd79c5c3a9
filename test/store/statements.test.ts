import t from 'tap';
import { select } from '../../src/store/statements.js';
import { onBothEngines } from '../support/engines.js';
import { surveyWorld } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a prepared select gives what the query builder gives', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const id = await world.survey({ assignedTo: world.carla.id, outcome: 'closed' });
    await db.transaction((trx) => trx('surveys').where({ id }).update({ settled_at: Number.MAX_SAFE_INTEGER }));
    const columns = ['id', 'opens_on', 'settled_at', 'outcome', 'assigned_to'] as const;
    const built = await db.read('surveys').where({ id }).select(columns);
    const text = `select ${columns.join(', ')} from surveys where id = ? and outcome = ?`;
    for (const time of ['first', 'second', 'third'])
      t.same(await select(db.read, text, [id, 'closed']), built, `dates, instants and nulls, the ${time} time`);
    t.same(await select(db.read, text, [id, 'executed']), [], 'with other values, other rows');
    t.same(await db.transaction((trx) => select(trx, text, [id, 'closed'])), built, 'inside a transaction too');
    t.same(await select(db.read, 'select seller_runs from rules'), await db.read('rules').select('seller_runs'));
    t.same(
      await select(db.read, 'select id from rules where seller_runs = ?', [false]),
      await db.read('rules').where({ seller_runs: false }).select('id'),
      'a truth value is a value',
    );
  });

  await t.test('a prepared select sees what was committed, and only that', async (t) => {
    const db = await engine.freshDatabase(t);
    const companies = () => select<{ company_name: string }>(db.read, 'select company_name from settings');
    t.same(await companies(), [{ company_name: '' }]);
    await db.transaction(async (trx) => {
      await trx('settings').update({ company_name: 'Rede Sul' });
      t.same(await companies(), [{ company_name: '' }]);
      t.same(await select(trx, 'select company_name from settings'), [{ company_name: 'Rede Sul' }]);
    });
    t.same(await companies(), [{ company_name: 'Rede Sul' }]);
  });

  await t.test('more texts than are kept, and a column that is added, do no harm', async (t) => {
    const db = await engine.freshDatabase(t);
    const texts = Array.from({ length: 450 }, (_, index) => `select id + ${index} as moved from settings where id = ?`);
    for (const [index, text] of [...texts, ...texts.slice(0, 5)].entries())
      t.same(await select(db.read, text, [1]), [{ moved: 1 + (index % 450) }]);
    await db.transaction((trx) => trx.raw('alter table settings add column motto text'));
    t.same(await select(db.read, texts[0] ?? '', [1]), [{ moved: 1 }]);
  });

  await t.test('a statement that fails says so, and the next one runs', async (t) => {
    const db = await engine.freshDatabase(t);
    await t.rejects(select(db.read, 'select nothing from settings'));
    t.same(await select(db.read, 'select id from settings'), [{ id: 1 }]);
  });

  await t.test('who listens to the reader’s queries hears of prepared ones', async (t) => {
    const db = await engine.freshDatabase(t);
    const heard: string[] = [];
    db.read.on('query', ({ sql }: { sql: string }) => heard.push(sql));
    await select(db.read, 'select id from settings');
    t.same(heard, ['select id from settings']);
  });
});
