import t, { type Test } from 'tap';
import { claimSurvey } from '../../src/actions/claim-survey.js';
import { editSale, previewEdit } from '../../src/actions/edit-sale.js';
import { recordAttempt } from '../../src/actions/record-attempt.js';
import { recordSale } from '../../src/actions/record-sale.js';
import { insertBaseVersion } from '../../src/store/product-commissions.js';
import { acting, done, refused } from '../support/acting.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { matchLists } from '../support/match-lists.js';

const FORM = { customer: 'X', product: '1', seller: '1', closedOn: '2026-07-01', value: '1' };

/** A sale closed 2026-07-01 of a product with two rules: N = 7, M = 10 and N = 30, M = 0. */
async function soldOne(t: Test, engine: Engine) {
  const db = await engine.freshDatabase(t);
  const build = await fixtures(db);
  const rules = [await build.rule(), await build.rule({ startDays: 30, expiryDays: 0 })];
  const productId = await build.product({ profileId: await build.profile({ rules }) });
  const context = acting(db, build.people.ana);
  const form = {
    customer: 'Maria Souza',
    phone1: '11987654321',
    product: String(productId),
    seller: String(build.people.bruno.id),
    closedOn: '2026-07-01',
    value: '100',
    externalId: 'P-1',
  };
  const { id } = done(await recordSale(context, form));
  const edit = async (over: object, version?: number) => {
    const stored = await db.read('sales').where({ id }).first();
    return editSale(context, { id, version: version ?? stored.version }, { ...form, ...over });
  };
  const surveys = () => db.read('surveys').where({ sale_id: id }).orderBy('rule_id');
  return { db, build, context, rules, id, edit, surveys };
}

await onBothEngines(t, async (t, engine) => {
  await t.test('a closing date that is still to come, as imports bring them, may stay or be corrected', async (t) => {
    const { db, id, edit } = await soldOne(t, engine);
    await db.transaction((trx) => trx('sales').where({ id }).update({ closed_on: '2026-07-15' }));
    done(await edit({ closedOn: '2026-07-15', value: '120' }));
    matchLists(t, refused(await edit({ closedOn: '2026-07-16' })), {
      errors: [{ field: 'closedOn', message: 'inTheFuture' }],
    });
    done(await edit({ closedOn: '2026-07-10' }));
    matchLists(t, refused(await edit({ closedOn: '2026-07-11' })), {
      errors: [{ field: 'closedOn', message: 'inTheFuture' }],
    });
  });

  await t.test('a customer that was corrected since the editor read him is not written over', async (t) => {
    const { db, context, id, edit } = await soldOne(t, engine);
    const read = { id, version: 1, customerVersion: 1 };
    const form = { ...FORM, customer: 'Maria Souza', product: '1', externalId: 'P-1', value: '100' };
    const seller = String((await db.read('sales').where({ id }).first()).seller_id);
    done(await edit({ phone1: '1133334444' }));
    const stale = { ...form, seller, phone1: '11987654321' };
    t.same(refused(await editSale(context, read, stale)), { kind: 'stale' });
    t.equal((await db.read('customers').first()).phone1, '+551133334444');
    const untouched = { ...form, seller, phone1: '1133334444', value: '120' };
    done(await editSale(context, read, untouched));
    const versions = { id, version: 2, customerVersion: (await db.read('customers').first()).version };
    done(await editSale(context, versions, { ...untouched, phone1: '11987654321' }));
    t.equal((await db.read('customers').first()).phone1, '+5511987654321', 'who read him as he is corrects him');
  });

  await t.test('a preview refuses what saving would refuse', async (t) => {
    const { build, context, id } = await soldOne(t, engine);
    const taken = await build.product();
    await build.sale({ productId: taken, externalId: 'P-9' });
    const form = { ...FORM, seller: String(build.people.bruno.id), product: String(taken), externalId: 'P-9' };
    const cases: [over: object, field: string, message: string][] = [
      [{}, 'externalId', 'taken'],
      [{ product: '999', externalId: '' }, 'product', 'unknownValue'],
      [{ seller: '999', externalId: '' }, 'seller', 'unknownValue'],
      [{ closedOn: '2026-07-11', externalId: '' }, 'closedOn', 'inTheFuture'],
    ];
    for (const [over, field, message] of cases) {
      matchLists(t, refused(await previewEdit(context, id, { ...form, ...over })), [{ field, message }], field);
      const saved = refused(await editSale(context, { id, version: 1 }, { ...form, ...over }));
      matchLists(t, saved, { kind: 'invalid', errors: [{ field, message }] });
    }
  });

  await t.test('a corrected closing date re-dates every open survey by the days that its rule had', async (t) => {
    const { db, rules, edit, surveys } = await soldOne(t, engine);
    await db.transaction((trx) => trx('rules').update({ start_days: 1, expiry_days: 1 }));
    const [first] = await surveys();
    await db.transaction(async (trx) => {
      // The second, which a manager granted later, reaches further.
      const granted = { survey_id: first.id, reason: 'férias', extended_by: 1, extended_at: 1 };
      await trx('extensions').insert(['2026-07-21', '2026-07-25'].map((expires_on) => ({ ...granted, expires_on })));
      await trx('surveys').where({ id: first.id }).update({ expires_on: '2026-07-25' });
    });
    t.same(done(await edit({ closedOn: '2026-07-05' })), { redated: 2, removed: 0, planned: 0 });
    matchLists(t, await surveys(), [
      { rule_id: rules[0], closed_on: '2026-07-05', opens_on: '2026-07-12', original_expires_on: '2026-07-22' },
      { opens_on: '2026-08-04', expires_on: '2026-08-04', original_expires_on: '2026-08-04' },
    ]);
    t.equal((await surveys())[0].expires_on, '2026-07-25', 'the extension reaches further');
    done(await edit({ closedOn: '2026-07-09' }));
    t.match((await surveys())[0], { original_expires_on: '2026-07-26', expires_on: '2026-07-26' });
  });

  await t.test('an expiry that was moved to a business day moves again, from where the rule had put it', async (t) => {
    const { db, build, rules, edit, surveys } = await soldOne(t, engine);
    const [other = 0] = rules;
    const rule = await build.rule({ startDays: 7, expiryDays: 3, businessDays: true });
    const product = await build.product({ profileId: await build.profile({ rules: [rule, other] }) });
    // 2026-07-01 + 10 is a Saturday.
    done(await edit({ product: String(product) }));
    const ours = async () => (await surveys()).find((survey) => survey.rule_id === rule);
    t.match(await ours(), { opens_on: '2026-07-08', expires_on: '2026-07-13', business_expiry_days: 3 });
    await db.transaction(async (trx) => {
      await trx('rules').where({ id: rule }).update({ business_days: false, expiry_days: 9 });
      await trx('holidays').insert({ held_on: '2026-07-10', name: 'Aniversário', yearly: false, created_at: 1 });
    });
    t.match(await ours(), { expires_on: '2026-07-13' }, 'a holiday moves nothing by itself');
    done(await edit({ closedOn: '2026-07-02', product: String(product) }));
    t.match(
      await ours(),
      { opens_on: '2026-07-09', expires_on: '2026-07-13', original_expires_on: '2026-07-13' },
      'a Sunday',
    );
    done(await edit({ closedOn: '2026-06-30', product: String(product) }));
    t.match(await ours(), { opens_on: '2026-07-07', expires_on: '2026-07-13', business_expiry_days: 3 }, 'the holiday');
    done(await edit({ closedOn: '2026-06-29', product: String(product) }));
    t.match(await ours(), { opens_on: '2026-07-06', expires_on: '2026-07-09' }, 'a Thursday');
    t.match(
      (await surveys()).find((survey) => survey.rule_id === other),
      { business_expiry_days: null },
    );
  });

  await t.test('what is settled keeps its dates', async (t) => {
    const { db, edit, surveys } = await soldOne(t, engine);
    const [first] = await surveys();
    await db.transaction((trx) => trx('surveys').where({ id: first.id }).update({ settled_at: 5, outcome: 'closed' }));
    t.equal(done(await edit({ closedOn: '2026-06-01' })).redated, 1);
    t.match(
      (await surveys())[0],
      { opens_on: '2026-07-08', closed_on: '2026-06-01' },
      'only the copy of the sale follows',
    );
  });

  await t.test('another product removes untouched surveys and plans the missing ones', async (t) => {
    const { db, build, rules, edit, surveys } = await soldOne(t, engine);
    const [shared = 0, own = 0] = rules;
    const added = await build.rule({ startDays: 2 });
    const other = await build.product({ profileId: await build.profile({ rules: [shared, added] }) });
    t.same(done(await edit({ product: String(other) })), { redated: 0, removed: 1, planned: 1 });
    t.same(
      (await surveys()).map((row) => [row.rule_id, row.product_id]),
      [
        [shared, other],
        [added, other],
      ],
    );

    const carla = build.people.carla.id;
    await db.transaction((trx) => trx('surveys').where({ rule_id: added }).update({ assigned_to: carla }));
    const bare = await build.product();
    t.same(done(await edit({ product: String(bare) })), { redated: 0, removed: 1, planned: 0 });
    t.same(
      (await surveys()).map((row) => row.rule_id),
      [added],
      'a touched survey stays',
    );
    t.not(own, added);
  });

  await t.test('a survey stays whose rule the new profile has, though it is deactivated', async (t) => {
    const { db, build, rules, edit, surveys } = await soldOne(t, engine);
    const [shared = 0] = rules;
    const profileId = await build.profile({ rules: [shared] });
    const deactivated = (table: string, id: number) =>
      db.transaction((trx) => trx(table).where({ id }).update({ deactivated_at: 1 }));
    const ruleIds = async () => (await surveys()).map((row) => row.rule_id);
    const [one, two] = [await build.product({ profileId }), await build.product({ profileId })];
    await deactivated('rules', shared);
    t.same(done(await edit({ product: String(one) })), { redated: 0, removed: 1, planned: 0 });
    t.same(await ruleIds(), [shared]);
    await deactivated('profiles', profileId);
    t.same(done(await edit({ product: String(two) })), { redated: 0, removed: 0, planned: 0 });
    t.same(await ruleIds(), [shared]);
  });

  await t.test('a survey that was tried or is being run is touched, one whose claim is over is not', async (t) => {
    const { db, build, context, edit, surveys } = await soldOne(t, engine);
    await db.transaction((trx) => trx('surveys').update({ opens_on: '2026-07-08', expires_on: '2026-09-01' }));
    const [tried, claimed] = (await surveys()).map((row) => row.id);
    done(await recordAttempt(context, tried, { outcome: 'busy', formKey: 'once' }));
    done(await claimSurvey(context, claimed));
    const remaining = async () => (await surveys()).map((row) => row.id);
    done(await edit({ product: String(await build.product()) }));
    t.same(await remaining(), [tried, claimed]);
    await db.transaction((trx) => trx('claims').update({ claimed_at: 1, expires_at: context.now }));
    done(await edit({ product: String(await build.product()) }));
    t.same(await remaining(), [tried]);
  });

  await t.test('another seller reaches the copies, and the customer is corrected', async (t) => {
    const { db, build, edit, surveys } = await soldOne(t, engine);
    done(await edit({ seller: String(build.people.carla.id), customer: 'Maria S. Souza', phone1: '' }));
    t.same(new Set((await surveys()).map((row) => row.seller_id)), new Set([build.people.carla.id]));
    t.match(await db.read('customers').first(), {
      name: 'Maria S. Souza',
      phone1: null,
      search_text: 'maria s. souza',
    });
    const [entry] = await db.read('audit').where({ entity: 'sale', action: 'change' });
    t.same(JSON.parse(entry.changes), { sellerId: [build.people.bruno.id, build.people.carla.id] });
  });

  await t.test('the commission base follows the value, but not a later change of the product', async (t) => {
    const { db, edit, id } = await soldOne(t, engine);
    const { product_id } = await db.read('sales').where({ id }).first();
    const version = { from: null, base: { kind: 'rate', basisPoints: 1000 }, savedBy: null, savedAt: 0 } as const;
    await db.transaction((trx) => insertBaseVersion(trx, product_id, version));
    const base = async () => (await db.read('sales').where({ id }).first()).commission_base_cents;
    done(await edit({ closedOn: '2026-07-02' }));
    t.equal(await base(), null);
    done(await edit({ value: '200' }));
    t.equal(await base(), 2000);
  });

  await t.test('a save over another save, a cancelled sale and wrong fields are refused', async (t) => {
    const { db, build, edit, id } = await soldOne(t, engine);
    done(await edit({ value: '120' }));
    t.same(refused(await edit({ value: '130' }, 1)), { kind: 'stale' });
    matchLists(t, refused(await edit({ closedOn: '2026-07-11' })), {
      errors: [{ field: 'closedOn', message: 'inTheFuture' }],
    });
    const taken = (field: string) => ({ errors: [{ field, message: 'taken' }] });
    await build.customer({ document: '52998224725' });
    matchLists(t, refused(await edit({ document: '52998224725' })), taken('document'));
    const other = await build.product();
    await build.sale({ productId: other, externalId: 'P-1' });
    matchLists(t, refused(await edit({ product: String(other) })), taken('externalId'));
    await db.transaction((trx) =>
      trx('sales').where({ id }).update({ cancelled_on: '2026-07-02', cancelled_at: 1, commission_reversed: true }),
    );
    t.same(refused(await edit({})), { kind: 'cancelled' });
    await t.rejects(editSale(acting(db, build.people.ana), { id: 999, version: 1 }, FORM), { name: 'NotFoundError' });
  });
});
