import t from 'tap';
import { migrations } from '../../migrations/index.js';
import { openDatabase } from '../../src/store/connection.js';
import { migrate } from '../../src/store/migrate.js';
import { listBaseVersions } from '../../src/store/product-commissions.js';
import { onBothEngines } from '../support/engines.js';

t.test('what products had becomes their first base', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const config = await engine.emptyConfig(t);
    const own = migrations.findIndex(({ name }) => name.endsWith('product_commissions'));
    await migrate(config, { known: migrations.slice(0, own) });
    const before = openDatabase(config);
    const product = (name: string, commission: object) => ({ name, name_key: name, created_at: 7, ...commission });
    await before.transaction(async (trx) => {
      await trx('products').insert(product('a', { commission_cents: 5000 }));
      await trx('products').insert(product('b', { commission_rate: 1250 }));
      await trx('products').insert(product('c', {}));
      await trx('products').where({ name: 'c' }).update({ version: 9 });
    });
    await before.close();
    await migrate(config);
    const db = openDatabase(config);
    t.teardown(() => db.close());
    const versions = await listBaseVersions(db.read, 'all');
    t.same(
      [...versions],
      [
        [1, [{ from: null, base: { kind: 'amount', cents: 5000 }, savedBy: null, savedAt: 7 }]],
        [2, [{ from: null, base: { kind: 'rate', basisPoints: 1250 }, savedBy: null, savedAt: 7 }]],
      ],
    );
    const [a, , c] = await db.read('products').orderBy('id');
    t.match(c, { id: 3, name: 'c', version: 9 });
    t.notOk('commission_cents' in a || 'commission_rate' in a);
    await t.rejects(
      db.transaction((trx) => trx('products').insert(product('a', {}))),
      'names are unique still',
    );
    t.equal((await db.transaction((trx) => trx('products').insert(product('d', {})).returning('id')))[0].id > 3, true);
  });
});
