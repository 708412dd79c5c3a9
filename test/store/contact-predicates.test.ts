import fc from 'fast-check';
import t from 'tap';
import { OUTCOMES } from '../../src/domain/attempt.js';
import { heldByOther, holds } from '../../src/domain/claim.js';
import { isTriedWithoutWait, standingCallBack, waitingOf } from '../../src/domain/waiting.js';
import { listAttemptsOf } from '../../src/store/attempts.js';
import { listClaimsOn } from '../../src/store/claims.js';
import type { Database } from '../../src/store/connection.js';
import {
  isCallable,
  isCallBackDue,
  isHeldBy,
  isHeldByOther,
  isTriedWithoutWait as triedWithoutWait,
} from '../../src/store/contact-predicates.js';
import type { Queryable } from '../../src/store/dialect.js';
import type { Predicate } from '../../src/store/predicate.js';
import { onBothEngines } from '../support/engines.js';
import { NOW, type SurveyWorld, surveyWorld } from '../support/survey-world.js';

const SURVEYS = 80;
/** Of what was sold since then, the seller runs nothing. */
const BLOCKED = [{ from: '2026-07-01', until: null }];

/** A few instants around now, so that ends and beginnings meet. */
const instant = fc.integer({ min: -4, max: 4 });
const attempts = fc.array(
  fc.record({ outcome: fc.constantFrom(...OUTCOMES), cooldown: fc.nat(5), callBack: fc.option(instant) }),
  { maxLength: 4 },
);
const contact = fc.record({
  attempts,
  phone: fc.boolean(),
  own: fc.boolean(),
  old: fc.boolean(),
  claimEnds: fc.option(instant),
});

await onBothEngines(t, async (t, engine) => {
  await t.test('what the domain says of a survey that waits is what the predicates find', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const contacts = fc.sample(contact, { numRuns: SURVEYS, seed: 20_260_710 });
    const ids = await world.surveys(
      contacts.map(({ phone, own, old }) => ({
        phone: phone ? '+5511987654321' : null,
        ...(own && { sellerId: world.bruno.id }),
        closedOn: old ? '2026-06-30' : '2026-07-01',
      })),
    );
    for (const [index, one] of contacts.entries()) await touch(db, world, ids[index] ?? 0, one);
    const [attempts, claims] = [await listAttemptsOf(db.read, ids), await listClaimsOn(db.read, ids)];
    const counted = { callable: 0, waiting: 0, called: 0, held: 0, tried: 0 };
    for (const now of [NOW - 1, NOW, NOW + 1, NOW + 9]) {
      const found = async (where: Predicate) => new Set(await idsWhere(db, where));
      for (const { id: user } of [world.bruno, world.carla]) {
        const callable = await found(isCallable(user, now, BLOCKED));
        const [mine, others] = [await found(isHeldBy(user, now)), await found(isHeldByOther(user, now))];
        const due = await found(isCallBackDue(now));
        const tried = await found(triedWithoutWait(now - 4));
        for (const [index, id] of ids.entries()) {
          const hasPhone = contacts[index]?.phone ?? false;
          const { own, old } = contacts[index] ?? { own: false, old: false };
          const ownSale = own && !old && user === world.bruno.id;
          const facts = { attempts: attempts.get(id) ?? [], claim: claims.get(id) ?? null, hasPhone, ownSale };
          const waiting = waitingOf(facts, user, now);
          t.equal(callable.has(id), waiting === null, `${id} at ${now - NOW}: ${waiting?.kind}`);
          t.equal(mine.has(id), holds(facts.claim, user, now));
          t.equal(others.has(id), heldByOther(facts.claim, user, now) !== null);
          const at = standingCallBack(facts.attempts);
          t.equal(due.has(id), at !== null && at <= now);
          t.equal(tried.has(id), isTriedWithoutWait(facts.attempts, now - 4));
        }
        counted.callable += callable.size;
        counted.waiting += ids.length - callable.size;
        counted.called += due.size;
        counted.held += mine.size;
        counted.tried += tried.size;
      }
    }
    for (const [what, count] of Object.entries(counted)) t.ok(count > 0, `${count} ${what}`);
  });
});

type Contact = typeof contact extends fc.Arbitrary<infer C> ? C : never;

/** Attempts a millisecond apart, the last at the instant before now; live claims by bruno and carla first. */
async function touch(db: Database, world: SurveyWorld, surveyId: number, { attempts, claimEnds }: Contact) {
  await db.transaction(async (trx) => {
    for (const [index, { outcome, cooldown, callBack }] of attempts.entries()) {
      const at = NOW - 1 - attempts.length + index;
      const call_back = callBack === null ? {} : { call_back_on: '2026-07-10', call_back_at: NOW + callBack };
      await trx('attempts').insert({
        survey_id: surveyId,
        outcome,
        attempted_by: world.bruno.id,
        attempted_at: at,
        retry_at: at + cooldown,
        form_key: `${surveyId}-${index}`,
        ...call_back,
      });
    }
    if (claimEnds === null) return;
    const taken: number[] = await trx('claims').pluck('user_id');
    const free = claimEnds > 0 && [world.bruno.id, world.carla.id].find((id) => !taken.includes(id));
    await trx('claims').insert({
      survey_id: surveyId,
      user_id: free || (await someUser(trx, surveyId)),
      claimed_at: NOW - 99,
      expires_at: NOW + claimEnds,
    });
  });
}

async function someUser(trx: Queryable, number: number): Promise<number> {
  const user = { name: `Operador ${number}`, name_key: `operador ${number}`, role: 'operator', created_at: NOW };
  const [{ id }] = await trx('users').insert(user).returning('id');
  return id;
}

async function idsWhere(db: Database, { sql, bindings }: Predicate): Promise<number[]> {
  return db
    .read('surveys')
    .whereRaw(sql, [...bindings])
    .pluck('id');
}
