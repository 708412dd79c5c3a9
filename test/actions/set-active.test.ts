import t from 'tap';
import { setActive } from '../../src/actions/set-active.js';
import { findState } from '../../src/store/configuration.js';
import { NotFoundError } from '../../src/store/not-found.js';
import { addProduct, addProfile, addQuestion, addRule, adminContext } from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';

t.test('activating and deactivating', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const db = await engine.freshDatabase(t);
    const context = adminContext(db);
    const question = await addQuestion(context);
    const records = [
      ['question', question],
      ['rule', await addRule(context, { questions: [question], sellerRuns: true })],
      ['profile', await addProfile(context)],
      ['product', await addProduct(context)],
    ] as const;
    for (const [kind, id] of records)
      await t.test(`a ${kind} goes off and on, each time with an audit row`, async (t) => {
        const done = { ok: true, value: null };
        t.same(await setActive(context, kind, { id, version: 1 }, true), done, 'what is so already stays so');
        t.same(await setActive(context, kind, { id, version: 1 }, false), done);
        t.same(await findState(db.read, kind, id), { active: false, version: 2 });
        const stale = { ok: false, refusal: { kind: 'stale' } };
        t.same(await setActive(context, kind, { id, version: 1 }, true), stale);
        t.same(await setActive(context, kind, { id, version: 2 }, true), done);
        t.same(await findState(db.read, kind, id), { active: true, version: 3 });
        const rows = await db.read('audit').where({ entity: kind, entity_id: id }).orderBy('id');
        t.same(
          rows.map((row) => row.action),
          ['create', 'deactivate', 'activate'],
        );
        t.same(JSON.parse(rows[1].changes), { active: [true, false] });
        await t.rejects(setActive(context, kind, { id: 999, version: 1 }, false), NotFoundError);
      });
  });
});
