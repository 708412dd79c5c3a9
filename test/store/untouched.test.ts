import t from 'tap';
import type { Queryable } from '../../src/store/dialect.js';
import { untouched } from '../../src/store/untouched.js';
import { NOW } from '../support/app.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { originOf } from '../support/follow-ups.js';

type Touch = (trx: Queryable, survey: number, user: number) => Promise<unknown>;

/** What SPEC 2 counts as a touch, and what it does not. */
const CASES: readonly (readonly [what: string, untouched: boolean, touch: Touch])[] = [
  ['nothing', true, async () => undefined],
  ['an own operator', false, (trx, id, user) => trx('surveys').where({ id }).update({ assigned_to: user })],
  [
    'an extension',
    false,
    (trx, survey_id, user) =>
      trx('extensions').insert({ survey_id, expires_on: '2026-08-01', reason: 'x', extended_by: user, extended_at: 1 }),
  ],
  [
    'an attempt',
    false,
    (trx, survey_id, user) =>
      trx('attempts').insert({
        survey_id,
        outcome: 'busy',
        attempted_by: user,
        attempted_at: 1,
        retry_at: 1,
        form_key: `k${survey_id}`,
      }),
  ],
  [
    'a follow-up',
    false,
    async (trx, survey_id, user) => {
      const origin = await originOf(trx, survey_id);
      const opened = { opened_by: user, opened_at: 1, opened_on: '2026-07-10', owner_id: user };
      const followUp = { kind: 'doubt', priority: 2, due_on: '2026-07-12', survey_id, ...origin };
      await trx('follow_ups').insert({ ...followUp, ...opened });
    },
  ],
  ['a live claim', false, (trx, id, user) => claim(trx, id, user, NOW + 1)],
  ['a claim that is over', true, (trx, id, user) => claim(trx, id, user, NOW)],
  [
    'an end that was undone',
    false,
    (trx, survey_id, user) =>
      trx('closures').insert({
        survey_id,
        reason: 'other',
        closed_by: user,
        closed_at: 1,
        reopened_at: 2,
        reopened_by: user,
      }),
  ],
];

function claim(trx: Queryable, survey_id: number, user_id: number, expires_at: number) {
  return trx('claims').insert({ survey_id, user_id, claimed_at: 1, expires_at });
}

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const build = await fixtures(db);
  const rule = await build.rule();
  const { sql, bindings } = untouched(NOW);
  for (const [what, expected, touch] of CASES) {
    const survey = await build.survey(await build.sale(), rule);
    // One claim a user at a time.
    await db.transaction((trx) => trx('claims').delete());
    await db.transaction((trx) => touch(trx, survey, build.people.carla.id));
    const found = await db
      .read('surveys')
      .where({ id: survey })
      .whereRaw(sql, [...bindings]);
    t.equal(found.length, expected ? 1 : 0, `a survey with ${what} is ${expected ? 'untouched' : 'touched'}`);
  }
});
