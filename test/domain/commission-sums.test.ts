import fc from 'fast-check';
import t from 'tap';
import { commissionOf, effectOfQuality } from '../../src/domain/commission.js';
import { type CommissionPolicy, DEFAULT_POLICY } from '../../src/domain/commission-policy.js';
import { centsOfSummed, SCORE_PARTS } from '../../src/domain/commission-sums.js';
import { MAX_CENTS } from '../../src/domain/money.js';
import type { Score } from '../../src/domain/score.js';

interface Sold {
  readonly base: number;
  readonly scores: readonly Score[];
}

/** As the database adds a sale up. */
function summed(sales: readonly Sold[]) {
  return {
    baseCents: sales.map(({ base }) => base),
    executions: sales.map(({ scores }) => scores.length),
    scoreParts: sales.map(({ scores }) => scores.reduce((all, { sum, count }) => all + sum * (SCORE_PARTS / count), 0)),
  };
}

/** Sale by sale. */
function oneByOne(sales: readonly Sold[], policy: CommissionPolicy) {
  const each = sales.map(({ base, scores }) => {
    const executions = scores.map((score, id) => ({ id, executedBy: 2, score }));
    const facts = { sellerId: 1, baseCents: base, reversed: false, executions };
    const commission = commissionOf(facts, policy);
    return { cents: commission.cents ?? 0, effect: effectOfQuality(facts, commission) };
  });
  const sum = (some: readonly number[]) => Number(some.reduce((all, one) => all + BigInt(one), 0n));
  return { linesCents: sum(each.map(({ cents }) => cents)), effectCents: sum(each.map(({ effect }) => effect)) };
}

t.test('sales are added up as a pencil does', async (t) => {
  const example = { base: 5000, scores: ['60', '-20'].map((sum) => ({ sum: Number(sum), count: 1 })) };
  const bad = { base: 5000, scores: [{ sum: -300, count: 3 }] };
  for (const [sales, policy, linesCents, effectCents] of [
    [[], {}, 0, 0],
    [[example], {}, 5200, 200],
    [[example, { base: 700, scores: [] }], {}, 5900, 200],
    [[example, bad], {}, 9200, -800],
    [[example, bad], { bonusOnly: true }, 10_200, 200],
    [[example, bad], { k: 0 }, 10_000, 0],
    [[example, bad], { k: 10_000 }, 6000, -4000],
    [[{ base: 0, scores: [{ sum: 100, count: 1 }] }], {}, 0, 0],
    // Half a centavo goes up, above the base and below it.
    [[{ base: 5, scores: [{ sum: 50, count: 1 }] }], {}, 6, 1],
    [[{ base: 5, scores: [{ sum: -50, count: 1 }] }], {}, 5, 0],
    // Each line is rounded by itself: 5.005 three times.
    [Array(3).fill({ base: 1001, scores: [{ sum: -25_000, count: 500 }] }), {}, 2703, -300],
  ] as const)
    t.same(centsOfSummed(summed(sales), { ...DEFAULT_POLICY, ...policy }), { linesCents, effectCents });
});

t.test('every number of answers up to 12 divides the parts of a score', async (t) => {
  for (let count = 1; count <= 12; count += 1) t.equal(SCORE_PARTS % count, 0, String(count));
});

t.test('the sum is that of the commissions, whatever the sales and the policy', async (t) => {
  const score = fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: -100, max: 100 }), fc.nat(11))
    .map(([count, mean, more]) => ({ sum: Math.max(-100 * count, mean * count - more), count }));
  const base = fc.oneof(fc.nat(20_000), fc.nat(MAX_CENTS));
  const sales = fc.array(fc.record({ base, scores: fc.array(score, { maxLength: 5 }) }), { maxLength: 6 });
  const policies = fc.record({
    k: fc.nat(10_000),
    bonusOnly: fc.boolean(),
    ownSurvey: fc.constant('allow' as const),
  });
  const property = fc.property(sales, policies, (some, policy) => {
    t.same(centsOfSummed(summed(some), policy), oneByOne(some, policy));
  });
  fc.assert(property, { numRuns: 2_000 });
});
