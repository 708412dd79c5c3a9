import t from 'tap';
import { countSalesWithoutRules, summarise } from '../../src/domain/import-summary.js';
import type { ProductPlanning } from '../../src/domain/product-planning.js';
import { known, LINE, plan } from './import-lines.js';

t.test('an import is summed up by what it does to sales, and to what they name', async (t) => {
  const line = (externalId: string, over = {}) => ({ ...LINE, externalId, ...over });
  const standing = (id: number, over = {}) => known({ id, externalId: `P-${id}`, ...over });
  const read = (id: number, over = {}) => plan([line(`P-${id}`, over)]).sales[0]?.imported ?? null;
  const ended = { status: 'cancelado' };
  const sales = [
    standing(1, { lastImported: read(1) }),
    standing(2, { lastImported: read(2) }),
    standing(3, { lastImported: read(3, ended), cancelledOn: '2026-07-05' }),
    standing(4, { lastImported: read(4, ended), cancelledOn: '2026-07-05' }),
    standing(5, { lastImported: read(5) }),
  ];
  const planned = plan(
    [
      line('P-1'),
      line('P-2', ended),
      line('P-3'),
      line('P-4', { ...ended, value: '90' }),
      line('P-5', { value: '90' }),
      line('P-6', { customer: 'Rita', seller: 'Vera' }),
      line('P-7', { ...ended, customer: 'José', product: 'Rádio' }),
      line('P-8', { customer: 'Davi', product: 'Sem fio' }),
      line('P-9', { city: 'Itu' }),
    ],
    { sales },
  );
  t.same(summarise(planned), {
    lines: 9,
    added: 4,
    addedCancelled: 1,
    updated: 4,
    cancelled: 1,
    restored: 1,
    unchanged: 1,
    products: 2,
    sellers: 1,
    customers: 3,
    customersChanged: 1,
  });
  const spelled = plan([line('P-1', { seller: 'BRUNO' })], { sales });
  t.match(summarise(spelled), { lines: 1, updated: 0, unchanged: 1 }, 'what is only noted is no change');
});

t.test('sales that stand and whose product gives no rule get no surveys whatever the choice', async (t) => {
  const rule = { id: 1, startDays: 7, expiryDays: 3, businessDays: false };
  const product = (id: number, activeRules = [rule], active = true): [number, ProductPlanning] => {
    return [id, { id, name: 'Fibra', active, profile: { active: true, activeRules }, commissions: [] }];
  };
  const products = new Map([product(5), product(6, []), product(7, [rule], false)]);
  const [sold] = plan([LINE]).sales;
  if (sold === undefined) throw new Error('the line is no sale');
  for (const [what, over, without] of [
    ['one rule', { product: 5 }, 0],
    ['no rule', { product: 6 }, 1],
    ['deactivated', { product: 7 }, 1],
    ['added by the import', { product: -1 }, 1],
    ['cancelled', { product: 6, cancelledOn: '2026-07-05' }, 0],
  ] as const)
    t.equal(countSalesWithoutRules([{ ...sold, ...over }], products), without, what);
});
