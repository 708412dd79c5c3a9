import fc from 'fast-check';
import t from 'tap';
import {
  type CommissionFacts,
  commissionOf,
  effectOfQuality,
  factorOf,
  qualityOf,
  type ScoredExecution,
} from '../../src/domain/commission.js';
import { type CommissionPolicy, DEFAULT_POLICY, OWN_SURVEY_RULES } from '../../src/domain/commission-policy.js';

const SELLER = 7;

interface Example {
  readonly what: string;
  readonly base: number | null;
  /** Each as sum/count, by somebody else than the seller unless it ends with `own`. */
  readonly scores: readonly string[];
  readonly policy?: Partial<CommissionPolicy>;
  readonly reversed?: true;
  readonly cents: number | null;
  /** Q as numerator/denominator in lowest terms. */
  readonly q: string | null;
}

const EXAMPLES: readonly Example[] = [
  { what: 'the example of SPEC 7', base: 5000, scores: ['60/1', '-20/1'], cents: 5200, q: '20/1' },
  { what: 'nothing executed pays the base', base: 5000, scores: [], cents: 5000, q: null },
  { what: 'the best', base: 5000, scores: ['100/1'], cents: 6000, q: '100/1' },
  { what: 'the worst', base: 5000, scores: ['-200/2'], cents: 4000, q: '-100/1' },
  { what: 'a mean of means, not of answers', base: 5000, scores: ['300/3', '0/1'], cents: 5500, q: '50/1' },
  { what: 'thirds', base: 10_000, scores: ['100/3', '0/2', '-50/7'], cents: 10_175, q: '550/63' },
  { what: 'half a centavo goes up', base: 5, scores: ['50/1'], policy: { k: 2000 }, cents: 6, q: '50/1' },
  { what: 'half a centavo below goes up too', base: 5, scores: ['-50/1'], policy: { k: 2000 }, cents: 5, q: '-50/1' },
  { what: 'just below half goes down', base: 1, scores: ['49/1'], policy: { k: 10_000 }, cents: 1, q: '49/1' },
  { what: 'just above half goes up', base: 1, scores: ['51/1'], policy: { k: 10_000 }, cents: 2, q: '51/1' },
  {
    what: 'k = 0: quality changes nothing',
    base: 5000,
    scores: ['-100/1'],
    policy: { k: 0 },
    cents: 5000,
    q: '-100/1',
  },
  {
    what: 'k = 1: the worst pays nothing',
    base: 5000,
    scores: ['-100/1'],
    policy: { k: 10_000 },
    cents: 0,
    q: '-100/1',
  },
  {
    what: 'k = 1: the best pays twice',
    base: 5000,
    scores: ['100/1'],
    policy: { k: 10_000 },
    cents: 10_000,
    q: '100/1',
  },
  { what: 'one ten-thousandth', base: 1_000_000, scores: ['100/1'], policy: { k: 1 }, cents: 1_000_100, q: '100/1' },
  { what: 'bonus only, below', base: 5000, scores: ['-1/1'], policy: { bonusOnly: true }, cents: 5000, q: '-1/1' },
  { what: 'bonus only, above', base: 5000, scores: ['50/1'], policy: { bonusOnly: true }, cents: 5500, q: '50/1' },
  { what: 'bonus only, at zero', base: 5000, scores: ['0/4'], policy: { bonusOnly: true }, cents: 5000, q: '0/1' },
  { what: 'an execution without a score is left out', base: 5000, scores: ['0/0', '100/1'], cents: 6000, q: '100/1' },
  { what: 'only executions without a score', base: 5000, scores: ['0/0', '0/0'], cents: 5000, q: null },
  { what: 'his own counts', base: 5000, scores: ['100/1 own', '0/1'], cents: 5500, q: '50/1' },
  {
    what: 'his own is left out',
    base: 5000,
    scores: ['100/1 own', '0/1'],
    policy: { ownSurvey: 'leave-out' },
    cents: 5000,
    q: '0/1',
  },
  {
    what: 'his own, recorded before it was blocked, counts',
    base: 5000,
    scores: ['100/1 own'],
    policy: { ownSurvey: 'block' },
    cents: 6000,
    q: '100/1',
  },
  { what: 'cancelled with estorno', base: 5000, scores: ['100/1'], reversed: true, cents: 0, q: '100/1' },
  { what: 'without a base', base: null, scores: ['100/1'], cents: null, q: '100/1' },
  { what: 'without a base, cancelled with estorno', base: null, scores: [], reversed: true, cents: 0, q: null },
  { what: 'a base of nothing', base: 0, scores: ['100/1'], cents: 0, q: '100/1' },
  {
    what: 'the largest amount',
    base: 10 ** 12,
    scores: ['100/1'],
    policy: { k: 10_000 },
    cents: 2 * 10 ** 12,
    q: '100/1',
  },
];

t.test('worked examples', async (t) => {
  for (const example of EXAMPLES) {
    const { quality, cents } = commissionOf(factsOf(example), { ...DEFAULT_POLICY, ...example.policy });
    t.equal(cents, example.cents, example.what);
    t.equal(quality && `${quality.numerator}/${quality.denominator}`, example.q, `${example.what}: Q`);
  }
});

function factsOf({
  base,
  scores,
  reversed = false,
}: Omit<Example, 'reversed'> & { readonly reversed?: boolean }): CommissionFacts {
  const executions = scores.map((text, index): ScoredExecution => {
    const [, sum, count, own] = /^(-?\d+)\/(\d+)( own)?$/.exec(text) ?? [];
    const executedBy = own === undefined ? SELLER + 1 : SELLER;
    return { id: index + 1, executedBy, score: { sum: Number(sum), count: Number(count) } };
  });
  return { sellerId: SELLER, baseCents: base, reversed, executions };
}

t.test('the executions that count are named', async (t) => {
  const facts = factsOf({ what: '', base: 100, scores: ['1/1', '0/0', '5/1 own'], cents: 0, q: null });
  t.same(commissionOf(facts, DEFAULT_POLICY).counted, [1, 3]);
  t.same(commissionOf(facts, { ...DEFAULT_POLICY, ownSurvey: 'leave-out' }).counted, [1]);
});

t.test('a factor is a ratio in lowest terms', async (t) => {
  const twenty = { numerator: 20n, denominator: 1n };
  t.same(factorOf(twenty, DEFAULT_POLICY), { numerator: 26n, denominator: 25n }, '1.04');
  t.same(factorOf(null, DEFAULT_POLICY), { numerator: 1n, denominator: 1n });
  t.same(factorOf({ numerator: -100n, denominator: 1n }, { ...DEFAULT_POLICY, k: 10_000 }), {
    numerator: 0n,
    denominator: 1n,
  });
});

t.test('the effect of quality is the difference to the base', async (t) => {
  const effect = (example: Partial<Example>) => {
    const facts = factsOf({ what: '', base: 5000, scores: ['-20/1'], cents: 0, q: null, ...example });
    return effectOfQuality(facts, commissionOf(facts, DEFAULT_POLICY));
  };
  t.equal(effect({}), -200);
  t.equal(effect({ scores: ['20/1'] }), 200);
  t.equal(effect({ base: null }), 0);
  t.equal(effect({ reversed: true }), 0, 'an estorno is no effect of quality');
});

const scores = fc
  .array(fc.integer({ min: -100, max: 100 }), { maxLength: 12 })
  .map((weights) => ({ sum: weights.reduce((a, b) => a + b, 0), count: weights.length }));
const policies: fc.Arbitrary<CommissionPolicy> = fc.record({
  k: fc.integer({ min: 0, max: 10_000 }),
  bonusOnly: fc.boolean(),
  ownSurvey: fc.constantFrom(...OWN_SURVEY_RULES),
});
const executions = fc
  .array(fc.record({ executedBy: fc.integer({ min: 6, max: 8 }), score: scores }), { maxLength: 6 })
  .map((some) => some.map((one, index) => ({ id: index + 1, ...one })));
const facts: fc.Arbitrary<CommissionFacts> = fc.record({
  sellerId: fc.constant(SELLER),
  baseCents: fc.option(fc.integer({ min: 0, max: 10 ** 12 }), { freq: 20 }),
  reversed: fc.boolean(),
  executions,
});

t.test('the order of executions does not matter', async () => {
  const shuffled = executions.chain((some) =>
    fc.tuple(fc.constant(some), fc.shuffledSubarray([...some], { minLength: some.length })),
  );
  fc.assert(
    fc.property(facts, policies, shuffled, (sale, policy, [some, others]) => {
      const [a, b] = [some, others].map((executions) => commissionOf({ ...sale, executions }, policy));
      return a?.cents === b?.cents && a?.quality?.numerator === b?.quality?.numerator;
    }),
  );
});

t.test('what was not executed never lowers a commission', async () => {
  const nothing = { score: { sum: 0, count: 0 }, executedBy: 1, id: 99 };
  fc.assert(
    fc.property(facts, policies, (sale, policy) => {
      const { cents } = commissionOf(sale, policy);
      const none = commissionOf({ ...sale, executions: [] }, policy).cents;
      const unanswered = commissionOf({ ...sale, executions: [...sale.executions, nothing] }, policy).cents;
      return unanswered === cents && none === (sale.reversed ? 0 : sale.baseCents);
    }),
  );
});

t.test('a commission is the real number rounded half up, and inside what k allows', async () => {
  fc.assert(
    fc.property(facts, policies, (sale, policy) => {
      const { cents, quality } = commissionOf(sale, policy);
      if (sale.reversed || sale.baseCents === null || cents === null) return true;
      const base = BigInt(sale.baseCents);
      const [n, d] = quality === null ? [0n, 1n] : [quality.numerator, quality.denominator];
      const k = BigInt(policy.bonusOnly && n < 0n ? 0 : policy.k);
      // cents − ½ ≤ base × (10⁶ d + k n) / (10⁶ d) < cents + ½, all times 2 × 10⁶ d
      const exact = 2n * base * (1_000_000n * d + k * n);
      const unit = 1_000_000n * d;
      const twice = 2n * BigInt(cents);
      return (twice - 1n) * unit <= exact && exact < (twice + 1n) * unit && cents >= 0 && cents <= 2 * sale.baseCents;
    }),
    { numRuns: 1000 },
  );
});

t.test('Q lies between −100 and 100 and in lowest terms', async (t) => {
  t.equal(qualityOf([]), null);
  fc.assert(
    fc.property(
      fc.array(
        scores.filter(({ count }) => count > 0),
        { minLength: 1, maxLength: 8 },
      ),
      (some) => {
        const quality = qualityOf(some);
        if (quality === null) return false;
        const { numerator, denominator } = quality;
        return denominator > 0n && numerator <= 100n * denominator && numerator >= -100n * denominator;
      },
    ),
  );
});
