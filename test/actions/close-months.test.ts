import t from 'tap';
import { closeMonths } from '../../src/actions/close-months.js';
import { payStatements } from '../../src/actions/pay-statements.js';
import { savePolicy } from '../../src/actions/save-policy.js';
import { foreseeClosing } from '../../src/store/closing-totals.js';
import { listFrozenLines } from '../../src/store/commission-lines.js';
import { findEarliestOpen, listClosedMonths } from '../../src/store/commission-months.js';
import { listFrozenStatements } from '../../src/store/commission-statements.js';
import { listOpenLines, listOpenStatements } from '../../src/store/open-statements.js';
import { commissionWorld } from '../support/commission-world.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

const ALL = { skip: 0, limit: 100 };

await onBothEngines(t, async (t, engine) => {
  await t.test('months close in their order once they are over, each once', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    t.match(await world.close('2026-05'), { ok: false, refusal: { kind: 'nothing' } }, 'nothing was sold');
    await world.sale({ closedOn: '2026-03-31' });
    await world.sale({ closedOn: '2026-05-10' });
    t.equal(await findEarliestOpen(db.read), '2026-03');
    t.match(await world.close('2026-02'), { ok: false, refusal: { kind: 'nothing' } }, 'nothing was sold that early');
    t.same(await world.close('2026-04'), { ok: true, value: ['2026-03', '2026-04'] }, 'all that come before close too');
    for (const month of ['2026-04', '2026-02'])
      t.match(await world.close(month), { ok: false, refusal: { kind: 'closed' } }, month);
    t.equal(await findEarliestOpen(db.read), '2026-05');
    t.same(
      (await listClosedMonths(db.read)).map(({ month, k }) => [month, k]),
      [
        ['2026-04', 2000],
        ['2026-03', 2000],
      ],
    );
    const [audited] = await db.read('audit').where({ entity: 'commission' }).orderBy('id').limit(1);
    t.match(audited, { action: 'close', entity_id: 202603, actor_id: world.people.ana.id });
  });

  await t.test('a month is not over on its last day', async (t) => {
    const world = await commissionWorld(await engine.freshDatabase(t));
    await world.sale();
    t.match(await closeMonths(world.context('2026-05-31'), '2026-05'), { refusal: { kind: 'not-over' } });
    t.same(await closeMonths(world.context('2026-06-01'), '2026-05'), { ok: true, value: ['2026-05'] });
  });

  await t.test('closing freezes lines, executions, policy and totals; nothing can change or join them', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const { bruno, carla, ana } = world.people;
    const sale = await world.sale();
    await world.sale({ commissionBaseCents: null });
    await world.execute(sale, 0, 60);
    await world.execute(sale, 1, -20);
    const [open] = await listOpenStatements(db.read, '2026-05');
    t.match(open, { sellerId: bruno.id, lineCount: 2, linesCents: 5200, effectCents: 200, payableCents: 5200 });
    const before = await listOpenLines(db.read, { month: '2026-05', sellerId: bruno.id }, ALL);
    await world.close('2026-05');
    const lines = await listFrozenLines(db.read, { month: '2026-05', sellerId: bruno.id, kind: 'sale' }, ALL);
    matchLists(t, lines, [
      { amountCents: 5200, quality: { numerator: 20n, denominator: 1n }, openSurveys: 1, facts: { baseCents: 5000 } },
      { amountCents: 0, quality: null, openSurveys: 3, facts: { baseCents: null } },
    ]);
    t.same(
      lines.map(({ id: _id, month: _month, ...line }) => line),
      before,
      'they say what they said the moment before',
    );
    matchLists(t, await listFrozenStatements(db.read, {}), [{ payableCents: 5200, paid: null }]);

    const tables = ['months', 'statements', 'lines', 'line_executions', 'payments'].map((one) => `commission_${one}`);
    t.equal(await payStatements(world.context('2026-06-02'), '2026-05', bruno.id), 1);
    for (const table of tables) {
      const [column] = Object.keys(await db.read(table).first());
      const refused = (work: (trx: typeof db.read) => PromiseLike<unknown>, what: string) =>
        t.rejects(
          db.transaction(async (trx) => void (await work(trx))),
          /never changed/,
          `${what} of ${table}`,
        );
      await refused((trx) => trx(table).update({ [column ?? '']: trx.ref(column ?? '') }), 'update');
      await refused((trx) => trx(table).delete(), 'delete');
    }
    const line = await db.read('commission_lines').first();
    await t.rejects(
      db.transaction((trx) => trx('commission_lines').insert({ ...line, id: line.id + 100 })),
      /never changed/,
    );
    const execution = { line_id: lines[1]?.id, execution_id: lines[0]?.counted[0], counted: true };
    await t.rejects(
      db.transaction((trx) => trx('commission_line_executions').insert(execution)),
      /never changed/,
    );
    const statement = await db.read('commission_statements').first();
    await t.rejects(
      db.transaction((trx) => trx('commission_statements').insert({ ...statement, seller_id: carla.id })),
      /never changed/,
    );
    const policy = { k: '0,50', ownSurvey: 'allow' };
    matchLists(t, await savePolicy(world.context('2026-06-02'), 0, { ...policy, fromMonth: '2026-05' }), {
      refusal: { kind: 'invalid', errors: [{ field: 'fromMonth', message: 'monthClosed' }] },
    });
    await t.rejects(
      db.transaction((trx) =>
        trx('commission_policies').insert({
          from_month: '2026-05',
          k: 0,
          bonus_only: false,
          own_survey: 'allow',
          saved_by: ana.id,
          saved_at: 0,
        }),
      ),
      /never changed/,
    );
    t.same(await savePolicy(world.context('2026-06-02'), 0, { ...policy, fromMonth: '2026-06' }), {
      ok: true,
      value: null,
    });
    if (engine.dialect === 'postgres')
      await t.rejects(
        db.transaction((trx) => trx.raw('truncate commission_lines cascade')),
        /never changed/,
      );
  });

  await t.test(
    'each month closes by itself, as it was shown; what is written between two leaves the rest open',
    async (t) => {
      const db = await engine.freshDatabase(t);
      const world = await commissionWorld(db);
      const { bruno, carla } = world.people;
      const months = ['2026-03', '2026-04', '2026-05', '2026-06'] as const;
      const owing = await world.sale({ closedOn: '2026-03-31' });
      await world.close('2026-03');
      // Bruno owes what he was paid: he has a statement without sales in April, and sells again in May.
      await world.cancel(owing, true);
      await world.sale({ closedOn: '2026-04-10', sellerId: carla.id });
      await world.sale({ closedOn: '2026-05-10', sellerId: bruno.id });
      await world.sale({ closedOn: '2026-06-10', sellerId: carla.id });
      const { digest } = await foreseeClosing(db.read, months.slice(1));
      let commits = 0;
      const transaction: typeof db.transaction = async (work) => {
        const result = await db.transaction(work);
        commits += 1;
        if (commits === 2) await world.sale({ closedOn: '2026-06-11', sellerId: carla.id });
        return result;
      };
      const context = { ...world.context('2026-07-01'), db: { ...db, transaction } };
      t.match(await closeMonths(context, '2026-06', 'of another page'), { refusal: { kind: 'changed', closed: [] } });
      t.equal(commits, 0, 'nothing was tried');
      const closed = ['2026-04', '2026-05'];
      t.same(await closeMonths(context, '2026-06', digest), { ok: false, refusal: { kind: 'changed', closed } });
      t.equal(commits, 3);
      t.equal(await findEarliestOpen(db.read), '2026-06');
      t.same(
        (await listFrozenStatements(db.read, { sellerId: bruno.id }))
          .map((one) => [one.month, one.payableCents])
          .sort(),
        [
          ['2026-03', 5000],
          ['2026-04', 0],
          ['2026-05', 0],
        ],
      );
      const { digest: anew } = await foreseeClosing(db.read, ['2026-06']);
      t.same(await closeMonths(context, '2026-06', anew), { ok: true, value: ['2026-06'] });
    },
  );

  await t.test('where another closes meanwhile, what was closed and what is left are told', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    for (const closedOn of ['2026-03-10', '2026-04-10', '2026-05-10', '2026-06-10']) await world.sale({ closedOn });
    const { digest } = await foreseeClosing(db.read, ['2026-03', '2026-04', '2026-05']);
    /** After the first month of this one, another closes all up to `through`. */
    const besideOne = (through: string) => {
      let commits = 0;
      const transaction: typeof db.transaction = async (work) => {
        const result = await db.transaction(work);
        commits += 1;
        if (commits === 1) await world.close(through);
        return result;
      };
      return { ...world.context('2026-07-01'), db: { ...db, transaction } };
    };
    const beside = await closeMonths(besideOne('2026-04'), '2026-05', digest);
    t.same(beside, { ok: false, refusal: { kind: 'changed', closed: ['2026-03'] } });
    t.equal(await findEarliestOpen(db.read), '2026-05');
    const again = await closeMonths(world.context('2026-07-01'), '2026-05', digest);
    t.same(again, { ok: false, refusal: { kind: 'changed', closed: [] } }, 'the form sent again');
    const rest = await foreseeClosing(db.read, ['2026-05', '2026-06']);
    const all = await closeMonths(besideOne('2026-06'), '2026-06', rest.digest);
    t.same(all, { ok: true, value: ['2026-05'] }, 'nothing is left');
    t.match(await closeMonths(world.context('2026-07-01'), '2026-06'), { refusal: { kind: 'closed' } });
  });

  await t.test('a closed month is paid to each seller once', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const { bruno, carla, ana } = world.people;
    await world.sale();
    await world.sale({ sellerId: carla.id });
    await t.rejects(payStatements(world.context('2026-05-12'), '2026-05', bruno.id), { name: 'NotFoundError' });
    await world.close('2026-05');
    const context = world.context('2026-06-05');
    t.equal(await payStatements(context, '2026-05', bruno.id), 1);
    t.equal(await payStatements(world.context('2026-06-06'), '2026-05', bruno.id), 0, 'noted before');
    t.equal(await payStatements(world.context('2026-06-06'), '2026-05', null), 1, 'the other');
    const paid = (await listFrozenStatements(db.read, { sellerId: bruno.id })).map((statement) => statement.paid);
    t.same(paid, [{ by: ana.id, at: context.now }]);
    t.equal((await db.read('audit').where({ action: 'pay' })).length, 2);
  });
});
