import t from 'tap';
import { migrations } from '../../migrations/index.js';
import { openDatabase } from '../../src/store/connection.js';
import { migrate } from '../../src/store/migrate.js';
import { findDefaultFilter, listSavedFilters } from '../../src/store/saved-filters.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('the filters that were saved for the panel stay, and others may have their names', async (t) => {
    const config = await engine.emptyConfig(t);
    const own = migrations.findIndex(({ name }) => name.endsWith('shared_filters'));
    await migrate(config, { known: migrations.slice(0, own) });
    const db = openDatabase(config);
    t.teardown(() => db.close());
    const user = { role: 'manager', created_at: 1 };
    const filter = { name: 'Minha', name_key: 'minha', tab: 'pending', search: 'q=a', created_at: 5 };
    await db.transaction(async (trx) => {
      for (const name of ['Ana', 'Bia']) {
        const [{ id }] = await trx('users')
          .insert({ ...user, name, name_key: name.toLowerCase() })
          .returning('id');
        await trx('saved_filters').insert({ ...filter, user_id: id, is_default: true });
      }
      await trx('saved_filters').insert({ ...filter, user_id: 1, name: 'Fora', name_key: 'fora', is_default: false });
      await trx('saved_filters').where({ name: 'Fora' }).delete();
    });
    await migrate(config);
    const kept = { name: 'Minha', list: 'panel', tab: 'pending', search: 'q=a', isDefault: true, isShared: false };
    matchLists(t, await listSavedFilters(db.read, 1, 'panel'), [{ ...kept, id: 1 }]);
    t.match(await findDefaultFilter(db.read, 2, 'panel'), { ...kept, id: 2 });
    const add = (row: object) =>
      db.transaction((trx) =>
        trx('saved_filters')
          .insert({ ...filter, user_id: 1, ...row })
          .returning('id'),
      );
    const [{ id }] = await add({ list: 'follow-ups', tab: null, is_default: true });
    t.equal(id, 4, 'an id that was given once is never given again');
    await add({ list: 'signals', tab: null, is_default: true });
    await t.rejects(add({ list: 'signals', tab: 'pending', name_key: 'aba' }), 'signals have no tabs');
    await add({ list: 'panel', tab: 'past', name_key: 'passadas' });
    await t.rejects(add({ list: 'panel', tab: 'future', name_key: 'futuras' }), 'no other tab');
    await t.rejects(add({ list: 'panel' }), 'a name is taken in its list');
    await t.rejects(add({ list: 'panel', name_key: 'outra', is_default: true }), 'one opens first');
    await t.rejects(add({ list: 'follow-ups', name_key: 'aba' }), 'a list without tabs has none');
    await t.rejects(add({ list: 'panel', name_key: 'aba', tab: null }), 'a list of the panel has one');
    await t.rejects(add({ list: 'sales', name_key: 'vendas', tab: null }), 'no other list');
  });

  await t.test('a search that was shared is its owner’s alone again', async (t) => {
    const config = await engine.emptyConfig(t);
    const own = migrations.findIndex(({ name }) => name.endsWith('shared_searches'));
    await migrate(config, { known: migrations.slice(0, own) });
    const db = openDatabase(config);
    t.teardown(() => db.close());
    const searches = { first: 'q=a', last: 'late=1&q=Fulano+Secreto', like: 'city=a%26q%3Db', none: '' };
    await db.transaction(async (trx) => {
      await trx('users').insert({ name: 'Ana', name_key: 'ana', role: 'manager', created_at: 1 });
      const row = { user_id: 1, tab: 'pending', is_default: false, is_shared: true, created_at: 5 };
      for (const [name, search] of Object.entries(searches))
        await trx('saved_filters').insert({ ...row, name, name_key: name, search });
    });
    await migrate(config);
    const kept = await listSavedFilters(db.read, 1, 'panel');
    t.same(
      kept.map(({ name, search, isShared }) => [name, search, isShared]),
      Object.entries(searches).map(([name, search]) => [name, search, name === 'like' || name === 'none']),
    );
  });
});
