import fc from 'fast-check';
import t from 'tap';
import { OUTCOMES } from '../../src/domain/attempt.js';
import { claimUntil, heldByOther, holds, isLive, refusalToFinish } from '../../src/domain/claim.js';
import {
  type ContactFacts,
  isTriedWithoutWait,
  type PastAttempt,
  standingCallBack,
  waitingOf,
} from '../../src/domain/waiting.js';

const ME = 1;
const OTHER = 2;
const NOW = 1_000_000;

function attempt(attemptedAt: number, cooldown = 0, callBackAt: number | null = null): PastAttempt {
  return { outcome: 'no-answer', attemptedAt, retryAt: attemptedAt + cooldown, callBackAt };
}

const CALLABLE: ContactFacts = { attempts: [], claim: null, hasPhone: true, ownSale: false };
const facts = (over: Partial<ContactFacts>): ContactFacts => ({ ...CALLABLE, ...over });
const claimOf = (userId: number, expiresAt: number) => ({ userId, claimedAt: NOW - 10, expiresAt });
const kindOf = (over: Partial<ContactFacts>) => waitingOf(facts(over), ME, NOW)?.kind ?? null;

t.test('a survey that was never tried, with a phone and nobody’s, is callable', async (t) => t.equal(kindOf({}), null));

t.test('why a survey waits', async (t) => {
  const cases: [string, Partial<ContactFacts>, string | null][] = [
    ['with somebody else', { claim: claimOf(OTHER, NOW + 1) }, 'claimed'],
    ['whose claim is over', { claim: claimOf(OTHER, NOW) }, null],
    ['with the user himself', { claim: claimOf(ME, NOW + 1) }, null],
    ['of his own sale', { ownSale: true, hasPhone: false }, 'own-sale'],
    ['without a phone', { hasPhone: false }, 'without-phone'],
    ['cooling down', { attempts: [attempt(NOW - 5, 6)] }, 'cooling-down'],
    ['cooled down', { attempts: [attempt(NOW - 5, 5)] }, null],
    ['after a later attempt with a shorter cool-down', { attempts: [attempt(NOW - 9, 99), attempt(NOW - 5, 5)] }, null],
    ['before a call-back', { attempts: [attempt(NOW - 5, 0, NOW + 1)] }, 'call-back'],
    ['at its call-back', { attempts: [attempt(NOW - 5, 0, NOW)] }, null],
    ['at its call-back, cool-down or not', { attempts: [attempt(NOW - 5, 99, NOW)] }, 'cooling-down'],
    ['tried before its call-back', { attempts: [attempt(NOW - 9, 0, NOW + 5), attempt(NOW - 5)] }, 'call-back'],
    ['whose call-back was moved', { attempts: [attempt(NOW - 9, 0, NOW + 5), attempt(NOW - 5, 0, NOW)] }, null],
  ];
  for (const [what, over, kind] of cases) t.equal(kindOf(over), kind, what);
});

t.test('who has it is said before all else, a missing phone before the attempts', async (t) => {
  const attempts = [attempt(NOW - 5, 99, NOW + 5)];
  t.equal(kindOf({ attempts, hasPhone: false, claim: claimOf(OTHER, NOW + 1) }), 'claimed');
  t.equal(kindOf({ attempts, hasPhone: false }), 'without-phone');
  t.equal(kindOf({ attempts }), 'call-back');
});

t.test('a call-back stands until another replaces it or an attempt is made at its time', async (t) => {
  t.equal(standingCallBack([]), null);
  t.equal(standingCallBack([attempt(1, 0, 50)]), 50);
  t.equal(standingCallBack([attempt(1, 0, 50), attempt(49)]), 50);
  t.equal(standingCallBack([attempt(1, 0, 50), attempt(50)]), null);
  t.equal(standingCallBack([attempt(1, 0, 50), attempt(2, 0, 40)]), 40);
  t.equal(standingCallBack([attempt(1, 0, 50), attempt(60, 0, 90), attempt(70)]), 90);
});

t.test('what was tried today and does not wait comes after the others', async (t) => {
  const tried = (...attempts: PastAttempt[]) => isTriedWithoutWait(attempts, NOW);
  t.notOk(tried(), 'not tried');
  t.ok(tried(attempt(NOW)));
  t.notOk(tried(attempt(NOW - 1)), 'yesterday');
  t.notOk(tried(attempt(NOW, 1)), 'its cool-down was waited for');
  t.notOk(tried(attempt(NOW), attempt(NOW + 1, 5)));
  t.ok(tried(attempt(NOW, 5), attempt(NOW + 6)));
});

t.test('a claim lasts 30 minutes, its end excluded', async (t) => {
  t.equal(claimUntil(NOW), NOW + 1_800_000);
  const claim = claimOf(ME, claimUntil(NOW));
  t.ok(isLive(claim, NOW + 1_799_999));
  t.notOk(isLive(claim, NOW + 1_800_000));
  t.ok(holds(claim, ME, NOW) && !holds(claim, OTHER, NOW) && !holds(null, ME, NOW));
  t.notOk(holds(claim, ME, claim.expiresAt), 'who had it holds it no more at its end');
  t.equal(heldByOther(claim, OTHER, NOW), claim);
  t.equal(heldByOther(claim, ME, NOW), null);
  t.equal(heldByOther(claim, OTHER, claim.expiresAt), null);
});

t.test('who has a survey may finish it past its expiry, but nothing else changes', async (t) => {
  const dates = { opensOn: '2026-07-08', expiresOn: '2026-07-11', originalExpiresOn: '2026-07-11' };
  const reason = (today: string, claimed: boolean, outcome: 'executed' | 'closed' | 'cancelled' | null = null) =>
    refusalToFinish({ ...dates, outcome }, today, claimed);
  t.equal(reason('2026-07-11', false), null);
  t.equal(reason('2026-07-12', false), 'expired');
  t.equal(reason('2026-07-12', true), null);
  t.equal(reason('2026-07-07', true), 'not-yet-open');
  for (const outcome of ['executed', 'closed', 'cancelled'] as const)
    t.equal(reason('2026-07-12', true, outcome), outcome);
});

t.test('time alone makes every survey with a phone callable, and a reason never comes twice', async () => {
  const pasts = fc
    .array(
      fc.record({
        outcome: fc.constantFrom(...OUTCOMES),
        pause: fc.integer({ min: 0, max: 50 }),
        cooldown: fc.integer({ min: 0, max: 80 }),
        callBack: fc.option(fc.integer({ min: 1, max: 120 })),
      }),
      { maxLength: 6 },
    )
    .map((made) => {
      let at = 0;
      return made.map(({ outcome, pause, cooldown, callBack }): PastAttempt => {
        at += pause;
        const callBackAt = callBack === null ? null : at + callBack;
        return { outcome, attemptedAt: at, retryAt: at + cooldown, callBackAt };
      });
    });
  fc.assert(
    fc.property(pasts, fc.option(fc.integer({ min: 1, max: 500 })), (attempts, expiresAt) => {
      const last = attempts.at(-1)?.attemptedAt ?? 0;
      const all = facts({ attempts, claim: expiresAt === null ? null : claimOf(OTHER, last + expiresAt) });
      const kinds = Array.from({ length: 700 }, (_, passed) => waitingOf(all, ME, last + passed)?.kind ?? null);
      const changes = kinds.filter((kind, index) => kind !== kinds[index - 1]);
      return kinds.at(-1) === null && new Set(changes).size === changes.length;
    }),
  );
});
