import t from 'tap';
import {
  adjustmentsOf,
  type Revision,
  type SettledFacts,
  whyNothingDue,
} from '../../src/domain/commission-adjustment.js';

const FACTS: SettledFacts = {
  saleId: 1,
  sellerId: 7,
  productId: 3,
  valueCents: 9990,
  baseCents: 5000,
  reversed: false,
  saleMonth: '2026-05',
  executionIds: [1, 2],
};

/** As `seller before→after amount causes`, each. */
function adjusted(over: Partial<Revision>, now: Partial<SettledFacts> = {}): string[] {
  const settled = new Map([[7, 5000]]);
  const revision = { now: { ...FACTS, ...now }, last: FACTS, recordedLate: false, settled, dueCents: 6000, ...over };
  return adjustmentsOf(revision).map(
    ({ sellerId, beforeCents, afterCents, amountCents, causes, facts }) =>
      `${sellerId} ${beforeCents}→${afterCents} ${amountCents} ${causes}${facts === revision.now ? '' : ' of other facts'}`,
  );
}

t.test('an adjustment is what is due less what was settled', async (t) => {
  t.same(adjusted({}), ['7 5000→6000 1000 ']);
  t.same(adjusted({ dueCents: 4000 }), ['7 5000→4000 -1000 ']);
  t.same(adjusted({ dueCents: 5000 }), []);
  t.same(adjusted({ dueCents: null }), ['7 5000→0 -5000 '], 'a line of its own month pays it');
  t.same(adjusted({ dueCents: null, settled: new Map() }), [], 'and nobody had anything');
  t.same(adjusted({ settled: new Map() }), ['7 0→6000 6000 ']);
});

t.test('another seller gets it, and the first owes it', async (t) => {
  t.same(adjusted({}, { sellerId: 8 }), ['7 5000→0 -5000 seller', '8 0→6000 6000 seller']);
  t.same(adjusted({ dueCents: null }, { sellerId: 8 }), ['7 5000→0 -5000 seller']);
  t.same(adjusted({ dueCents: 0 }, { sellerId: 8 }), ['7 5000→0 -5000 seller']);
});

t.test('it names what differs from the last settlement', async (t) => {
  const causes = (over: Partial<Revision>, now: Partial<SettledFacts>) => adjusted(over, now)[0]?.split(' ')[3];
  t.equal(causes({ last: null, recordedLate: true }, {}), 'recorded-late');
  t.equal(causes({ last: null, recordedLate: false }, {}), 'moved');
  t.equal(causes({ recordedLate: true }, {}), '', 'only of a sale that was never settled');
  for (const [now, cause] of [
    [{ saleMonth: '2026-04' }, 'moved'],
    [{ productId: 4 }, 'product'],
    [{ valueCents: 1 }, 'value'],
    [{ baseCents: null }, 'base'],
    [{ reversed: true }, 'cancelled'],
    [{ executionIds: [1, 2, 3] }, 'executed'],
    [{ executionIds: [2] }, 'annulled'],
    [{ executionIds: [] }, 'annulled'],
    [{ executionIds: [2, 1] }, ''],
    [{ executionIds: [1, 3] }, 'executed,annulled'],
  ] as const)
    t.equal(causes({}, now), cause, JSON.stringify(now));
  t.equal(causes({ last: { ...FACTS, reversed: true } }, {}), 'restored');
  t.equal(causes({ last: { ...FACTS, reversed: true } }, { reversed: true }), '');
});

t.test('a line tells why it pays nothing whatever the sale is worth', async (t) => {
  const why = (now: Partial<SettledFacts>, kind: 'sale' | 'adjustment' = 'adjustment') =>
    whyNothingDue({ kind, sellerId: 7, facts: { ...FACTS, ...now } }, '2026-06');
  t.equal(why({}), null, 'its month is closed');
  t.equal(why({ saleMonth: '2026-06' }), 'other-month', 'a line of the same statement pays it');
  t.equal(why({ saleMonth: '2026-07' }), 'other-month');
  t.equal(why({ sellerId: 8 }), 'other-seller');
  t.equal(why({ sellerId: 8, saleMonth: '2026-07' }), 'other-seller', 'who does not get it there either');
  t.equal(why({ saleMonth: '2026-06' }, 'sale'), null);
});
