import t, { type Test } from 'tap';
import { recordSale } from '../../src/actions/record-sale.js';
import { fingerprintOfSales } from '../../src/store/standing-sales.js';
import { acting, done, refused } from '../support/acting.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { matchLists } from '../support/match-lists.js';

/** A product with two rules: one of N = 7, M = 10 and one of N = 90, M = 0. */
async function shop(t: Test, engine: Engine) {
  const db = await engine.freshDatabase(t);
  const build = await fixtures(db);
  const rules = [await build.rule(), await build.rule({ startDays: 90, expiryDays: 0 })];
  const profileId = await build.profile({ rules });
  const productId = await build.product({ profileId });
  const form = {
    customer: 'Maria  Souza',
    phone1: '(11) 98765-4321',
    product: String(productId),
    seller: String(build.people.bruno.id),
    closedOn: '01/07/2026',
    value: '1.234,50',
    externalId: 'P-1',
  };
  const context = acting(db, build.people.ana);
  return {
    db,
    build,
    rules,
    productId,
    form,
    context,
    record: (over = {}) => recordSale(context, { ...form, ...over }),
  };
}

await onBothEngines(t, async (t, engine) => {
  await t.test('a sale is recorded with its customer, its surveys and its audit', async (t) => {
    const { db, rules, record, productId, build } = await shop(t, engine);
    const { id, surveyCount } = done(await record());
    t.equal(surveyCount, 2);
    const sale = await db.read('sales').where({ id }).first();
    t.match(sale, { external_id: 'P-1', product_id: productId, seller_id: build.people.bruno.id, origin: 'form' });
    t.match(sale, { closed_on: '2026-07-01', value_cents: 123450, commission_base_cents: null, cancelled_at: null });
    t.match(await db.read('customers').where({ id: sale.customer_id }).first(), {
      name: 'Maria Souza',
      phone1: '+5511987654321',
      search_text: 'maria souza +5511987654321',
    });
    matchLists(t, await db.read('surveys').orderBy('rule_id'), [
      { rule_id: rules[0], opens_on: '2026-07-08', expires_on: '2026-07-18', outcome: null, closed_on: '2026-07-01' },
      { rule_id: rules[1], opens_on: '2026-09-29', expires_on: '2026-09-29', original_expires_on: '2026-09-29' },
    ]);
    const audit = await db.read('audit').orderBy('id');
    matchLists(t, audit, [
      { entity: 'customer', action: 'create', actor_id: build.people.ana.id },
      { entity: 'sale', action: 'create', entity_id: id },
    ]);
    t.notMatch(audit[0].changes, /Maria/, 'names stand only in the erasable side table');
    t.match((await db.read('audit_personal').first()).changes, /Maria Souza/);
  });

  await t.test('of a sale typed late, the choice says which surveys are planned', async (t) => {
    const { record } = await shop(t, engine);
    const count = async (over: object) =>
      done(await record({ externalId: '', closedOn: '2026-04-10', ...over })).surveyCount;
    t.equal(await count({}), 0, 'none that would be overdue at birth');
    t.equal(await count({ planning: 'upcoming', closedOn: '2026-04-11' }), 1, 'due until today');
    t.equal(await count({ planning: 'since', planningSince: '2026-07-09' }), 1);
    t.equal(await count({ planning: 'since', planningSince: '2026-07-10' }), 0);
    t.equal(await count({ planning: 'all' }), 2);
  });

  await t.test('the commission base is copied onto the sale', async (t) => {
    const { db, build, record } = await shop(t, engine);
    const amount = await build.product({ commission: { kind: 'amount', cents: 5000 } });
    const rate = await build.product({ commission: { kind: 'rate', basisPoints: 1250 } });
    const base = async (product: number) => {
      const { id } = done(await record({ product: String(product), value: '99,96' }));
      return (await db.read('sales').where({ id }).first()).commission_base_cents;
    };
    t.equal(await base(amount), 5000);
    t.equal(await base(rate), 1250, 'R$ 12,495 rounded half up');
  });

  await t.test('a product without profile, or deactivated rules and profiles, plan nothing', async (t) => {
    const { build, record } = await shop(t, engine);
    const idle = await build.profile({ rules: [await build.rule({ active: false })] });
    for (const product of [await build.product(), await build.product({ profileId: idle })])
      t.equal(done(await record({ product: String(product) })).surveyCount, 0);
  });

  await t.test('a refused sale writes nothing and names the fields', async (t) => {
    const { db, record, context, form } = await shop(t, engine);
    const fields = async (over: object) => {
      const refusal = refused(await record(over));
      return refusal.kind === 'invalid' ? refusal.errors.map(({ field, message }) => `${field} ${message}`) : refusal;
    };
    t.same(await fields({ closedOn: '11/07/2026' }), ['closedOn inTheFuture']);
    t.same(await fields({ customer: ' ', value: 'x', planning: 'since' }), [
      'customer required',
      'value notMoney',
      'planningSince required',
    ]);
    t.same(await fields({ product: '999', seller: '999' }), ['product unknownValue', 'seller unknownValue']);
    t.equal((await db.read('sales')).length + (await db.read('customers')).length, 0);
    done(await recordSale(context, form));
    t.same(await fields({}), ['externalId taken']);
    await db.transaction((trx) => trx('products').update({ deactivated_at: 1 }));
    await db.transaction((trx) => trx('users').update({ deactivated_at: 1 }));
    t.same(await fields({ externalId: 'P-2' }), ['product inactive', 'seller inactive']);
  });

  await t.test('an external id may repeat in another product: a combo', async (t) => {
    const { build, record } = await shop(t, engine);
    done(await record());
    done(await record({ product: String(await build.product()) }));
  });

  await t.test('a known customer is recognised and filled in, a homonym is not', async (t) => {
    const { db, record } = await shop(t, engine);
    done(await record({ externalId: '1', email: 'maria@example.com' }));
    done(await record({ externalId: '2', customer: 'MARIA SOUZA', phone1: '11 3333-4444', phone2: '11987654321' }));
    done(await record({ externalId: '3', phone1: '', city: 'Campinas' }));
    const customers = await db.read('customers').orderBy('id');
    matchLists(t, customers, [
      { name: 'MARIA SOUZA', phone1: '+551133334444', phone2: '+5511987654321', email: 'maria@example.com' },
      { name: 'Maria Souza', phone1: null, city: 'Campinas', city_key: 'campinas' },
    ]);
    t.equal(customers.length, 2);
    done(await record({ externalId: '4', document: '529.982.247-25' }));
    done(await record({ externalId: '5', phone1: '', customer: 'Maria S. Lima', document: '52998224725' }));
    done(await record({ externalId: '6', document: '111.444.777-35' }));
    const names = (await db.read('customers').orderBy('id')).map((row) => `${row.name} ${row.document}`);
    t.same(names, ['Maria S. Lima 52998224725', 'Maria Souza null', 'Maria Souza 11144477735']);
  });

  await t.test('a sale like one that stands is refused once, and recorded when that one was shown', async (t) => {
    const { form, context, build } = await shop(t, engine);
    const bare = { ...form, externalId: '' };
    const type = (over: object, alikeShown: readonly number[] = []) =>
      recordSale(context, { ...bare, ...over }, { key: null, alikeShown: fingerprintOfSales(alikeShown) });
    const first = done(await type({ externalId: 'P-1' })).id;
    t.same(refused(await type({})), { kind: 'alike', saleIds: [first] });
    t.same(refused(await type({ customer: 'MARIA SOUZA', value: '1,00' }, [first + 1])), {
      kind: 'alike',
      saleIds: [first],
    });
    done(await type({ externalId: 'P-2' })); // The ERP tells them apart.
    const other = {
      closedOn: '02/07/2026',
      seller: String(build.people.carla.id),
      product: String(await build.product()),
    };
    for (const [field, value] of Object.entries(other)) done(await type({ [field]: value }));
    done(await type({ phone1: '(11) 91234-5678' })); // A homonym who is somebody else.
    t.match(
      refused(await type({ phone1: '' })),
      { kind: 'alike', saleIds: { length: 3 } },
      'a name alone is nobody else',
    );
    const second = done(await type({}, [first, first + 1])).id;
    matchLists(t, refused(await type({}, [first, first + 1])), { kind: 'alike', saleIds: [first, first + 1, second] });
    await context.db.transaction((trx) =>
      trx('sales').update({ cancelled_on: '2026-07-10', cancelled_at: 1, commission_reversed: true }),
    );
    done(await type({}));
  });

  await t.test('the same sale sent twice at once is recorded once', async (t) => {
    const { db, record } = await shop(t, engine);
    const results = await Promise.all([record(), record(), record()]);
    t.equal(results.filter((result) => result.ok).length, 1);
    t.equal((await db.read('sales')).length, 1);
    t.equal((await db.read('customers')).length, 1);
  });
});
