import t, { type Test } from 'tap';
import { closeMonths } from '../../src/actions/close-months.js';
import { correctBase } from '../../src/actions/correct-base.js';
import { saveProduct } from '../../src/actions/save-product.js';
import type { CommissionBase } from '../../src/domain/product.js';
import { listBaseCorrections } from '../../src/store/base-corrections.js';
import type { Queryable } from '../../src/store/dialect.js';
import { enlisted } from '../../src/store/enlisted.js';
import { getProduct } from '../../src/store/products.js';
import { getSale } from '../../src/store/sales.js';
import { commissionWorld } from '../support/commission-world.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

async function worldOf(t: Test, engine: Engine) {
  const db = await engine.freshDatabase(t);
  const world = await commissionWorld(db);
  const [productId = 0] = world.productIds;
  const baseOf = async (id: number) => (await getSale(db.read, id)).commissionBaseCents;
  const save = async (
    commission: CommissionBase | null,
    commissionFrom?: string,
    over: { readonly today?: string; readonly name?: string; readonly commissionShownOn?: string } = {},
  ) => {
    const { name, code, profileId, version } = await getProduct(db.read, productId);
    const { today = '2026-07-10', ...changes } = over;
    const context = world.context(today);
    const product = { name, code, profileId, commission, ...(commissionFrom && { commissionFrom }), ...changes };
    const result = await saveProduct(context, { id: productId, version }, product);
    if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  };
  return { db, world, productId, baseOf, save };
}

/** Returns once somebody waits for a lock in the transaction's database. */
async function untilAwaited(trx: Queryable): Promise<void> {
  // Not pg_stat_activity, of which a transaction goes on seeing what it saw first.
  const awaited = `select 1 from pg_locks join pg_database on pg_database.oid = pg_locks.database
    where not granted and datname = current_database()`;
  while ((await trx.raw(awaited)).rows.length === 0);
}

await onBothEngines(t, async (t, engine) => {
  await t.test('the first base goes to the sales that waited for one in open months', async (t) => {
    const { db, world, productId, baseOf, save } = await worldOf(t, engine);
    const late = await world.sale({ commissionBaseCents: null });
    await world.close('2026-05');
    const waiting = await world.sale({ closedOn: '2026-06-01', commissionBaseCents: null, valueCents: 9996 });
    const other = await world.sale({
      closedOn: '2026-06-01',
      commissionBaseCents: null,
      productId: world.productIds[1] ?? 0,
    });
    const based = await world.sale({ closedOn: '2026-06-01', commissionBaseCents: 1 });
    await save({ kind: 'rate', basisPoints: 1250 });
    t.same(
      await Promise.all([late, waiting, other, based].map(baseOf)),
      [null, 1250, null, 1],
      '1249.5 rounded half up',
    );
    t.same((await db.read('commission_touched')).length, 0, 'no closed month is concerned');
    const [entry] = await db.read('audit').where({ entity: 'product' }).orderBy('id', 'desc').limit(1);
    matchLists(t, JSON.parse(entry.changes), { basedSales: [null, 1] });
    const later = await world.sale({ closedOn: '2026-06-02', commissionBaseCents: null });
    await save({ kind: 'amount', cents: 700 });
    t.equal(await baseOf(later), null, 'only the first one');
    matchLists(t, (await getProduct(db.read, productId)).commissions, [
      { from: null, base: { basisPoints: 1250 } },
      { from: '2026-07-10', base: { cents: 700 } },
    ]);
  });

  await t.test('the first base does not reach a month that is closing', async (t) => {
    const { db, world, baseOf, save } = await worldOf(t, engine);
    const may = await world.sale({ commissionBaseCents: null });
    const june = await world.sale({ closedOn: '2026-06-01', commissionBaseCents: null });
    const saved = await db.transaction(async (trx) => {
      t.ok((await closeMonths({ ...world.context('2026-06-10'), db: enlisted(trx) }, '2026-05')).ok);
      if (db.dialect === 'sqlite') return null;
      const saving = save({ kind: 'amount', cents: 700 });
      await untilAwaited(trx);
      return { saving };
    });
    // SQLite has one writer: there it can only come after.
    await (saved?.saving ?? save({ kind: 'amount', cents: 700 }));
    t.same([await baseOf(may), await baseOf(june)], [null, 700]);
    t.same(await db.read('commission_touched'), [], 'and nothing of May is to be adjusted');
  });

  await t.test('a form left open over midnight does not undo the base planned for the next day', async (t) => {
    const { db, productId, save } = await worldOf(t, engine);
    const versions = async () =>
      (await getProduct(db.read, productId)).commissions.map(({ from, base }) => [from, base]);
    const [fifty, sixty, seventy] = [5000, 6000, 7000].map((cents) => ({ kind: 'amount', cents }) as const);
    const nextDay = { today: '2027-01-01', commissionShownOn: '2026-12-31' };
    const planned = [
      [null, fifty],
      ['2027-01-01', sixty],
    ];
    await save(fifty ?? null);
    await save(sixty ?? null, '2027-01-01');
    await save(fifty ?? null, undefined, { ...nextDay, name: 'Fibra 600' });
    t.equal((await getProduct(db.read, productId)).name, 'Fibra 600');
    t.same(await versions(), planned);
    await save(sixty ?? null, undefined, nextDay);
    t.same(await versions(), planned, 'nor is what holds by now saved again');
    await save(seventy ?? null, undefined, nextDay);
    t.same((await versions()).at(-1), ['2027-01-01', seventy], 'what was typed holds');
    await save(fifty ?? null, '2027-02-01', nextDay);
    t.same((await versions()).at(-1), ['2027-02-01', fifty], 'as does the old one from a day that was typed');
  });

  await t.test('a base is compared with the one in force on its own day', async (t) => {
    const { db, productId, save } = await worldOf(t, engine);
    const versions = async () =>
      (await getProduct(db.read, productId)).commissions.map(({ from, base }) => [from, base]);
    const [fifty, sixty] = [5000, 6000].map((cents) => ({ kind: 'amount', cents }) as const);
    await save(fifty ?? null, '2026-09-01');
    t.same(await versions(), [[null, fifty]], 'the first holds from always');
    await save(sixty ?? null, '2027-01-01');
    await save(fifty ?? null);
    t.same(
      await versions(),
      [
        [null, fifty],
        ['2027-01-01', sixty],
      ],
      'saving what holds today adds nothing',
    );
    await save(null, '2026-12-01');
    t.same((await versions()).at(-1), ['2026-12-01', null]);
  });

  await t.test('a later base begins in an open month, the first one always', async (t) => {
    const { db, world, productId, save } = await worldOf(t, engine);
    await world.sale();
    await world.close('2026-05');
    await save({ kind: 'amount', cents: 5000 }, '2026-05-31');
    const refusal = {
      kind: 'invalid',
      errors: [{ field: 'commissionFrom', message: 'monthClosed', params: { month: '2026-05' } }],
    };
    for (const base of [{ kind: 'amount', cents: 6000 } as const, null])
      await t.rejects(save(base, '2026-05-31'), { message: JSON.stringify(refusal) });
    await save({ kind: 'amount', cents: 5000 }, '2026-05-31', { name: 'Fibra 600' });
    t.equal((await getProduct(db.read, productId)).name, 'Fibra 600', 'what changes no base is saved');
    await save({ kind: 'amount', cents: 6000 }, '2026-06-01');
    t.same(
      (await getProduct(db.read, productId)).commissions.map(({ from }) => from),
      [null, '2026-06-01'],
    );
  });

  await t.test('a base is corrected with a reason while its month is open', async (t) => {
    const { db, world, baseOf } = await worldOf(t, engine);
    const id = await world.sale();
    const context = world.context('2026-06-10');
    const correct = (form: object, version: number) => correctBase(context, { id, version }, form);
    matchLists(t, await correct({ base: 'x', reason: '' }, 1), {
      refusal: { kind: 'invalid', errors: [{ field: 'base' }, { field: 'reason', message: 'required' }] },
    });
    t.ok((await correct({ base: '70,00', reason: 'combinado' }, 1)).ok);
    t.equal(await baseOf(id), 7000);
    t.match(await correct({ base: '80', reason: 'x' }, 1), { refusal: { kind: 'stale' } });
    t.ok((await correct({ base: '70', reason: 'de novo' }, 2)).ok, 'the same changes nothing');
    t.ok((await correct({ base: '', reason: 'sem comissão' }, 2)).ok);
    t.equal(await baseOf(id), null);
    matchLists(t, await listBaseCorrections(db.read, id), [
      { fromCents: 7000, toCents: null, reason: 'sem comissão', byName: 'Ana Gestora' },
      { fromCents: 5000, toCents: 7000 },
    ]);
    const entries = await db.read('audit').where({ action: 'correct-base' });
    t.equal(entries.length, 2);
    t.same(JSON.parse(entries[0].changes), { commissionBaseCents: [5000, 7000], reason: null });
    await world.close('2026-05');
    t.match(await correct({ base: '90', reason: 'tarde' }, 3), { refusal: { kind: 'month-closed' } });
  });
});
