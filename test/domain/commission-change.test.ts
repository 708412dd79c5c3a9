import t from 'tap';
import { type Claim, claimChanges } from '../../src/domain/commission-change.js';

const SALE: Claim = { kind: 'sale', sellerId: 1, month: '2026-07', cents: 5000 };
const of = ({ cents: _cents, ...claim }: Claim) => claim;

t.test('what stays is left out, and what changes is named by month and seller', async (t) => {
  const adjustment: Claim = { kind: 'adjustment', sellerId: 1, month: '2026-06', cents: -5000 };
  const other = { ...SALE, sellerId: 2 };
  const cases: [string, Claim[], Claim[], unknown[]][] = [
    ['nothing', [], [], []],
    ['the same', [SALE, adjustment], [adjustment, SALE], []],
    [
      'another amount',
      [SALE],
      [{ ...SALE, cents: 1 }],
      [{ ...of(SALE), before: { cents: 5000 }, after: { cents: 1 } }],
    ],
    [
      'no base any more',
      [SALE],
      [{ ...SALE, cents: null }],
      [{ ...of(SALE), before: { cents: 5000 }, after: { cents: null } }],
    ],
    [
      'another seller',
      [SALE],
      [other],
      [
        { ...of(SALE), before: { cents: 5000 }, after: null },
        { ...of(other), before: null, after: { cents: 5000 } },
      ],
    ],
    [
      'the earlier month first',
      [SALE],
      [adjustment],
      [
        { ...of(adjustment), before: null, after: { cents: -5000 } },
        { ...of(SALE), before: { cents: 5000 }, after: null },
      ],
    ],
  ];
  for (const [name, before, after, changes] of cases) t.same(claimChanges(before, after), changes, name);
});
