import t from 'tap';
import { matchLists } from '../support/match-lists.js';
import { known, LINE, MARIA, plan, read } from './import-lines.js';

t.test('of a customer comes through what is news, and what was corrected stays', async (t) => {
  const full = { ...LINE, city: 'Campinas', email: 'maria@exemplo.com.br' };
  const standing = { ...MARIA, city: 'Campinas', email: 'maria@exemplo.com.br' };
  const sales = [known({ lastImported: read(full).imported })];
  for (const [what, line, stands, changes, kept] of [
    ['news', { city: 'Santos' }, {}, { city: 'Santos' }, []],
    ['emptied by the file', { city: '' }, {}, { city: null }, []],
    ['corrected', {}, { city: 'Itu' }, null, ['city']],
    ['corrected, and news', { city: 'Santos' }, { city: 'Itu' }, { city: 'Santos' }, []],
    ['corrected, and other news', { city: 'Santos' }, { email: null }, { city: 'Santos', email: null }, ['email']],
    ['the news stands already', { city: 'Itu' }, { city: 'Itu' }, null, []],
  ] as const) {
    const planned = plan([{ ...full, ...line }], { sales, customers: [{ ...standing, ...stands }] });
    matchLists(
      t,
      planned.customerChanges.map(({ after }) => after),
      changes === null ? [] : [changes],
      what,
    );
    t.same(
      planned.kept.map(({ field }) => field),
      kept,
      what,
    );
    t.equal(planned.unchanged, changes === null ? 1 : 0, what);
  }
});

t.test('of a customer who was never imported only gaps are filled', async (t) => {
  const full = { ...LINE, city: 'Santos', email: 'maria@exemplo.com.br' };
  const { customerChanges } = plan([full], { customers: [{ ...MARIA, city: 'Campinas' }] });
  matchLists(t, customerChanges, [
    { before: { city: 'Campinas', email: null }, after: { city: 'Campinas', email: 'maria@exemplo.com.br' } },
  ]);
  const lastOfCustomers = new Map([[3, read({ ...full, city: 'Campinas' }).imported]]);
  const moved = plan([full], { customers: [{ ...MARIA, city: 'Itu' }], lastOfCustomers });
  matchLists(t, moved.customerChanges, [{ after: { city: 'Santos', email: null } }]);
});

t.test("another customer's document and id are not taken over", async (t) => {
  const rita = { ...MARIA, id: 4, name: 'Rita', phone1: null, document: '52998224725', externalId: 'C-4' };
  const line = { ...LINE, document: '529.982.247-25', customerExternalId: 'C-4', city: 'Itu' };
  const planned = plan([line], { sales: [known()], customers: [MARIA, rita] });
  matchLists(t, planned.customerChanges, [
    { before: { id: 3 }, after: { document: null, externalId: null, city: 'Itu' } },
  ]);
  t.same(planned.kept, [], 'news that is not taken is no correction');
  const own = plan([line], { sales: [known()] });
  matchLists(t, own.customerChanges, [{ after: { document: '52998224725', externalId: 'C-4' } }]);
});

t.test('who is added by one line is recognised by the next, and learns from it', async (t) => {
  const first = { ...LINE, customer: 'Rita', phone1: '11911112222', document: '529.982.247-25' };
  const second = { ...first, externalId: 'P-2', city: 'Itu' };
  const planned = plan([first, second]);
  t.same(
    planned.sales.map(({ customer }) => customer),
    [-1, -1],
  );
  matchLists(t, planned.customers, [{ name: 'Rita', city: 'Itu' }]);
  t.same(planned.customerChanges, []);
});

t.test('a file that lacks a column leaves what stands of the customer, and says nothing of it', async (t) => {
  const sales = [known({ lastImported: read({ ...LINE, city: 'Campinas' }).imported })];
  for (const city of ['Campinas', 'Itu', null]) {
    const planned = plan([LINE], { sales, customers: [{ ...MARIA, city }] });
    t.same([planned.customerChanges, planned.kept], [[], []], String(city));
  }
});

t.test('a column that is read for the first time fills gaps of a known customer', async (t) => {
  const line = { ...LINE, city: 'Santos' };
  t.same(plan([line], { sales: [known()], customers: [{ ...MARIA, city: 'Itu' }] }).customerChanges, []);
  matchLists(t, plan([line], { sales: [known()] }).customerChanges, [{ after: { city: 'Santos' } }]);
});

t.test('homonyms without a phone are two people', async (t) => {
  const rita = { ...LINE, customer: 'Rita', phone1: '' };
  const planned = plan([rita, { ...rita, externalId: 'P-2' }]);
  t.same(
    planned.sales.map(({ customer }) => customer),
    [-1, -2],
  );
  const known = { ...MARIA, phone1: null };
  t.equal(plan([{ ...LINE, phone1: '' }], { customers: [known] }).sales[0]?.customer, -1);
});
