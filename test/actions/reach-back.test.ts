import t from 'tap';
import { foresee, readyToApply } from '../../src/actions/reach-back.js';
import { productEffects } from '../../src/actions/record-effects.js';
import { fingerprintOf } from '../../src/domain/effect-counts.js';
import type { Queryable } from '../../src/store/dialect.js';
import { getProduct } from '../../src/store/products.js';
import { done, refused } from '../support/acting.js';
import { testApp } from '../support/app.js';
import { adminContext } from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { matchLists } from '../support/match-lists.js';

const REACH = { closedSince: '2026-07-01', planning: { kind: 'all' } } as const;

t.test('a job is given what was counted, not what it became before the save came to it', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { db, ids } = await testApp(t, engine);
    const build = await fixtures(db);
    const context = adminContext(db, ids.davi);
    const [first, second] = [await build.rule(), await build.rule()];
    const profile = await build.profile({ rules: [first] });
    const product = await build.product();
    for (let made = 0; made < 3; made += 1) await build.sale({ productId: product, closedOn: '2026-07-03' });
    const effectsOf = async (q: Queryable) => productEffects(q, await getProduct(q, product), profile, REACH);
    const asked = (shown: string) => ({ reach: REACH, shown, atOnce: 0 });
    const unseen = refused(await foresee(context, asked(''), effectsOf));
    const shown = unseen.kind === 'effects' ? fingerprintOf(unseen.preview.counts) : '';
    const foreseen = done(await foresee(context, asked(shown), effectsOf));
    t.match(foreseen, { large: true, counts: { created: 3 } });
    const ready = () =>
      db.transaction(async (trx) =>
        readyToApply(trx, context, { effects: await effectsOf(trx), foreseen, matters: true }),
      );
    matchLists(t, done(await ready()).effects, foreseen?.effects);
    await db.transaction((trx) => trx('profile_rules').insert({ profile_id: profile, rule_id: second, position: 2 }));
    t.match(refused(await ready()), { kind: 'effects', preview: { counts: { created: 6 } } });
  });
});
