import t from 'tap';
import { matchLists } from '../support/match-lists.js';
import { known, LINE, plan, read, TODAY } from './import-lines.js';

t.test('a line that nothing knows is a new sale, with whom and what it names', async (t) => {
  const added = plan([LINE, { ...LINE, externalId: 'P-2', customer: 'Rita', product: 'Rádio', seller: 'Vera' }]);
  matchLists(t, added.sales, [
    { line: 2, externalId: 'P-1', customer: 3, seller: 1, product: 5, valueCents: 10000, cancelledOn: null },
    { line: 3, customer: -1, seller: -1, product: -1, closedOn: '2026-07-01' },
  ]);
  matchLists(t, added.customers, [{ name: 'Rita' }]);
  t.same(added.products, [{ name: 'Rádio', code: null }]);
  t.same(added.sellers, [{ name: 'Vera', code: null }]);
  t.same([added.saleChanges, added.unchanged, added.kept, added.errors], [[], 0, [], []]);
});

t.test('a cancelled sale ends today, or on the closing date that is still to come', async (t) => {
  for (const [closedOn, cancelledOn] of [
    ['2026-07-01', TODAY],
    [TODAY, TODAY],
    ['2026-07-11', '2026-07-11'],
  ] as const) {
    const line = { ...LINE, closedOn, status: 'Cancelado' };
    matchLists(t, plan([line]).sales, [{ cancelledOn }], `new, closed ${closedOn}`);
    matchLists(t, plan([line], { sales: [known()] }).saleChanges, [{ cancelledOn }], `known, closed ${closedOn}`);
  }
  const before = known({ cancelledOn: '2026-07-05' });
  t.equal(plan([{ ...LINE, status: 'Cancelado' }], { sales: [before] }).saleChanges[0]?.cancelledOn, '2026-07-05');
});

t.test('of a known sale changes what differs from what was read last, and what was corrected stays', async (t) => {
  const corrected = { closedOn: '2026-07-02', valueCents: 20000, sellerId: 2, productId: 6, cancelledOn: '2026-07-03' };
  const asItWas = { seller: 1, closedOn: '2026-07-01', valueCents: 10000, cancelledOn: null };
  const asCorrected = { seller: 2, closedOn: '2026-07-02', valueCents: 20000, cancelledOn: '2026-07-03' };
  for (const [what, line, by, expected, kept] of [
    ['closing', { closedOn: '2026-06-30' }, {}, { ...asItWas, closedOn: '2026-06-30' }, []],
    ['value', { value: '90' }, {}, { ...asItWas, valueCents: 9000 }, []],
    ['seller', { seller: 'Carla' }, {}, { ...asItWas, seller: 2 }, []],
    ['a new seller', { seller: 'Vera' }, {}, { ...asItWas, seller: -1 }, []],
    ['status', { status: 'cancelado' }, {}, { ...asItWas, cancelledOn: TODAY }, []],
    [
      'closing of one corrected in all',
      { closedOn: '2026-06-30' },
      corrected,
      { ...asCorrected, closedOn: '2026-06-30' },
      ['product', 'value', 'seller', 'status'],
    ],
    [
      'value of one corrected in all',
      { value: '90' },
      corrected,
      { ...asCorrected, valueCents: 9000 },
      ['product', 'closedOn', 'seller', 'status'],
    ],
    [
      'seller of one corrected in all',
      { seller: 'Vera' },
      corrected,
      { ...asCorrected, seller: -1 },
      ['product', 'closedOn', 'value', 'status'],
    ],
  ] as const) {
    const planned = plan([{ ...LINE, ...line }], { sales: [known(by)] });
    matchLists(t, planned.saleChanges, [{ line: 2, ...expected, visible: true }], what);
    t.same(
      planned.kept,
      kept.map((field) => ({ line: 2, saleId: 9, externalId: 'P-1', field })),
      what,
    );
    t.same([planned.sales, planned.unchanged], [[], 0], what);
  }
});

t.test('a file that says the same again changes nothing', async (t) => {
  const again = plan([LINE], { sales: [known()] });
  t.same([again.saleChanges, again.sales, again.unchanged, again.kept], [[], [], 1, []]);
  const spelled = plan([{ ...LINE, seller: 'BRUNO' }], { sales: [known()] });
  matchLists(t, spelled.saleChanges, [{ visible: false, seller: 1 }], 'what was read is noted, nothing else');
  t.equal(spelled.unchanged, 1);
});

t.test(
  'a file that lacks a column leaves what was read of it, so that a correction survives the next that has it',
  async (t) => {
    const { value: _, status: __, ...narrow } = LINE;
    const corrected = known({ valueCents: 55500, cancelledOn: '2026-07-03' });
    const without = plan([{ ...narrow, closedOn: '2026-06-30' }], { sales: [corrected] }).saleChanges[0];
    t.same(without?.imported, { ...read(LINE).imported, closedOn: '2026-06-30' });
    const sales = [{ ...corrected, closedOn: '2026-06-30', lastImported: without?.imported ?? null }];
    const again = plan([{ ...LINE, closedOn: '2026-06-30' }], { sales });
    t.same(
      again.kept.map(({ field }) => field),
      ['value', 'status'],
    );
    t.same([again.saleChanges, again.unchanged], [[], 1]);
    const news = plan([{ ...LINE, closedOn: '2026-06-30', value: '90' }], { sales });
    matchLists(t, news.saleChanges, [{ valueCents: 9000, cancelledOn: '2026-07-03' }]);
  },
);

t.test('a column that is not mapped leaves what stands, and keeps nothing that it never said', async (t) => {
  const { value: _, status: __, ...narrow } = LINE;
  const before = known({ valueCents: 55500, cancelledOn: '2026-07-03', lastImported: read(narrow).imported });
  const again = plan([narrow], { sales: [before] });
  t.same([again.saleChanges, again.unchanged, again.kept], [[], 1, []]);
});

t.test('a sale typed by hand takes all that the file says of it', async (t) => {
  const typed = known({ lastImported: null, valueCents: 1, sellerId: 2, cancelledOn: '2026-07-03' });
  const planned = plan([LINE], { sales: [typed] });
  matchLists(t, planned.saleChanges, [{ seller: 1, valueCents: 10000, cancelledOn: null, visible: true }]);
  t.same(planned.kept, []);
  const { value: _, status: __, ...narrow } = LINE;
  const partly = plan([narrow], { sales: [typed] }).saleChanges;
  matchLists(t, partly, [{ seller: 1, valueCents: 1, cancelledOn: '2026-07-03' }], 'and nothing that it does not say');
});

t.test("the seller's id in the ERP names him as his name does", async (t) => {
  const withId = (sellerExternalId: string, name = 'Bruno') => ({ ...LINE, seller: name, sellerExternalId });
  const before = known({ lastImported: read(withId('V1')).imported });
  const other = plan([withId('V2')], { sales: [before] });
  matchLists(t, other.saleChanges, [{ seller: 2, visible: true }]);
  t.same(other.kept, [], 'what changes is not kept');
  const byHand = plan([withId('V1')], { sales: [{ ...before, sellerId: 2 }] });
  matchLists(t, byHand.kept, [{ field: 'seller' }]);
  t.same(byHand.saleChanges, []);
});

t.test('the same sale twice in one file is an error of the later line, and is planned once', async (t) => {
  const twice = plan([LINE, { ...LINE, value: '1' }]);
  t.same(twice.errors, [{ line: 3, field: 'externalId', message: 'duplicate' }]);
  t.equal(twice.sales.length, 1);
  const known_ = plan([LINE, { ...LINE, value: '1' }], { sales: [known()] });
  t.same([known_.errors.map(({ line }) => line), known_.saleChanges, known_.unchanged], [[3], [], 1]);
  const combo = plan([LINE, { ...LINE, product: 'Fibra 600' }]);
  t.same([combo.errors, combo.sales.map((sale) => sale.product)], [[], [5, 6]], 'a combo repeats the id');
});

t.test('lines without an id mean as many sales as were imported alike, each once', async (t) => {
  const { externalId: _, ...bare } = LINE;
  const sales = [1, 2].map((id) => known({ id, externalId: null, lastImported: read(bare).imported }));
  const planned = plan([bare, bare, bare], { sales });
  t.same([planned.unchanged, planned.sales.length, planned.errors], [2, 1, []]);
  const others = plan([{ ...bare, value: '1' }, bare], { sales });
  t.same([others.unchanged, others.sales.length, others.errors], [1, 1, []], 'what is not alike is another sale');
});

t.test('a line means the sale that it made, though its product was corrected or renamed since', async (t) => {
  const coded = { ...LINE, productCode: 'F5' };
  for (const [what, line, sale] of [
    ['corrected by hand', LINE, known({ productId: 6 })],
    ['by its name without regard to case', { ...LINE, product: 'FIBRA 500' }, known({ productId: 6 })],
    [
      'renamed, by its code',
      { ...coded, product: 'Outro nome' },
      known({ productId: 6, lastImported: read(coded).imported }),
    ],
    [
      'never imported, by the product that it has',
      { ...LINE, product: 'Fibra 600' },
      known({ productId: 6, lastImported: null }),
    ],
  ] as const)
    t.same(plan([line], { sales: [sale] }).sales, [], what);
  t.equal(
    plan([{ ...LINE, product: 'Fibra 600' }], { sales: [known()] }).sales.length,
    1,
    'another product, another sale',
  );
});

t.test('a product that the file names is one, whatever its code', async (t) => {
  const recoded = plan([{ ...LINE, product: 'Fibra 600', productCode: 'X6' }]);
  t.same([recoded.sales[0]?.product, recoded.products], [6, []]);
});

t.test('the first of two sales that one line made is the one that it means', async (t) => {
  const moved = known({ id: 1, productId: 6 });
  const [change] = plan([{ ...LINE, value: '90' }], { sales: [moved, known({ id: 2 })] }).saleChanges;
  t.equal(change?.before.id, 1);
});
