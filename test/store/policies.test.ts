import t from 'tap';
import { insertPolicy, listPolicies, policyOf } from '../../src/store/policies.js';
import { insertPersonas, NOW } from '../support/app.js';
import { onBothEngines } from '../support/engines.js';

t.test('versions of the policy are kept, and none is ever changed', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const db = await engine.freshDatabase(t);
    const { davi } = await insertPersonas(db);
    t.same(await policyOf(db.read, '2026-07'), { k: 2000, bonusOnly: false, ownSurvey: 'allow' }, 'the default');
    const block = { k: 5000, bonusOnly: true, ownSurvey: 'block', fromMonth: '2026-08' } as const;
    const id = await db.transaction((trx) => insertPolicy(trx, block, { by: davi, at: NOW }));
    t.same(await policyOf(db.read, '2026-07'), { k: 2000, bonusOnly: false, ownSurvey: 'allow' });
    t.same(await policyOf(db.read, '2026-08'), { ...block, id, savedBy: davi, savedAt: NOW });
    t.equal((await listPolicies(db.read)).length, 1);
    await t.rejects(
      db.transaction((trx) => trx('commission_policies').update({ k: 0 })),
      /never changed/,
    );
    await t.rejects(
      db.transaction((trx) => trx('commission_policies').delete()),
      /never changed/,
    );
    t.equal((await policyOf(db.read, '2026-09')).k, 5000);
  });
});
