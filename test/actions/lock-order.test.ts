import t from 'tap';
import { acceptFollowUp } from '../../src/actions/accept-follow-up.js';
import { importConfiguration } from '../../src/actions/import-configuration.js';
import { importSales } from '../../src/actions/import-sales.js';
import { openFollowUp } from '../../src/actions/open-follow-up.js';
import { lockSales } from '../../src/actions/record-sale.js';
import { saveProduct } from '../../src/actions/save-product.js';
import { workSignal } from '../../src/actions/work-signal.js';
import type { Queryable } from '../../src/store/dialect.js';
import { lockNames } from '../../src/store/dialect.js';
import { getProduct } from '../../src/store/products.js';
import { acting, done } from '../support/acting.js';
import { holdsSomebodyUp } from '../support/at-once.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { matchLists } from '../support/match-lists.js';
import { MAPPING } from '../support/provider.js';
import { runSurvey, signalling } from '../support/signals.js';
import { surveyWorld } from '../support/survey-world.js';

/** Returns once somebody waits for a lock in the transaction's database. */
async function untilAwaited(trx: Queryable): Promise<void> {
  const awaited = `select 1 from pg_locks join pg_database on pg_database.oid = pg_locks.database
    where not granted and datname = current_database()`;
  await untilTrue(async () => (await trx.raw(awaited)).rows.length > 0);
}

/** Asks again and again, a minute at most: what never comes fails here, and not where the whole file is stopped. */
async function untilTrue(ask: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 60_000;
  while (!(await ask())) if (Date.now() > until) throw new Error('waited a minute for nothing');
}

/**
 * From here on the transaction fails where another holds what it needs, instead of being broken up as a deadlock: before
 * the engine looks for one, so that it is this one that fails, and later than a loaded machine holds up a free statement.
 */
async function failsWhereHeld(trx: Queryable): Promise<void> {
  await trx.raw("set local deadlock_timeout = '60s'");
  await trx.raw("set local lock_timeout = '5s'");
}

await onBothEngines(t, async (t, engine) => {
  await t.test('who waits for the configuration holds nothing that its saving needs', async (t) => {
    const db = await engine.freshDatabase(t);
    if (db.dialect === 'sqlite') return t.pass('SQLite has one writer');
    const build = await fixtures(db);
    const productId = await build.product({ name: 'Fibra 500', commission: { kind: 'amount', cents: 5000 } });
    const context = acting(db, build.people.davi);
    const { version, ...product } = await getProduct(db.read, productId);
    const content =
      'pedido;data;cliente;telefone;cidade;produto;vendedor;valor;situacao\nP-1;01/07/2026;Maria;;;Fibra 500;Bruno Operador;1,00;';
    const waiting: [string, Parameters<typeof lockNames>[1], () => Promise<{ readonly ok: boolean }>][] = [
      [
        'an import',
        'products',
        () => importSales(context, { content, mapping: MAPPING, cancelledValues: [], choice: { kind: 'all' } }),
      ],
      [
        'a product with another base',
        'products',
        () =>
          saveProduct(context, { id: productId, version }, { ...product, commission: { kind: 'amount', cents: 1 } }),
      ],
      [
        'a configuration',
        'rules',
        () => importConfiguration(context, { questions: [], rules: [], profiles: [], products: [], policies: [] }),
      ],
    ];
    for (const [name, table, wait] of waiting) {
      const started = await db.transaction(async (trx) => {
        await lockNames(trx, table);
        const under = wait();
        under.catch(() => undefined);
        await untilAwaited(trx);
        await failsWhereHeld(trx);
        await t.resolves(lockSales(trx), name);
        return { under };
      });
      t.ok((await started.under).ok, name);
    }
  });

  await t.test(
    'who opens a follow-up or finishes a survey holds nothing that a change of its sale needs',
    async (t) => {
      const db = await engine.freshDatabase(t);
      if (db.dialect === 'sqlite') return t.pass('SQLite has one writer');
      const world = await surveyWorld(db);
      await signalling(db, world);
      const { bruno, survey } = world;
      const form = { kind: 'doubt', priority: '2', ownerId: String(bruno.id), dueOn: '', text: 'Fatura em dobro' };
      const open = (id: number) => openFollowUp(acting(db, bruno), { kind: 'survey', id }, form, `${id}`).then(done);
      const finish = (id: number) => runSurvey(db, world, id, { grade: 1, comment: 'Cai' });
      const takeUp = async (id: number) => {
        const signal = await db.read('signals').where({ survey_id: id }).first('id');
        done(await workSignal(acting(db, bruno), signal.id, 'open'));
      };
      // As a cancellation holds the sale before it ends its surveys; and another seller, whom a foreign key carries to them.
      const cases = ['no key update', 'update'].flatMap((mode) =>
        [open, finish, takeUp].map((act) => [mode, act] as const),
      );
      for (const [mode, act] of cases) {
        const surveyId = await survey();
        if (act === takeUp) await finish(surveyId);
        const opened = await db.transaction(async (trx) => {
          await trx.raw(`select id from sales where id = (select sale_id from surveys where id = ?) for ${mode}`, [
            surveyId,
          ]);
          let settled = false;
          const under = act(surveyId).finally(() => {
            settled = true;
          });
          under.catch(() => undefined);
          await untilTrue(async () => settled || (await holdsSomebodyUp(trx)));
          t.equal(settled, mode === 'no key update', 'what changes no key is not waited for');
          await failsWhereHeld(trx);
          await t.resolves(trx('surveys').where({ id: surveyId }).update({ assigned_to: null }), mode);
          return { under };
        });
        await t.resolves(Promise.resolve(opened.under).then(String), mode);
      }
    },
  );

  await t.test('who opens or takes up a follow-up holds nothing that a correction of its customer needs', async (t) => {
    const db = await engine.freshDatabase(t);
    if (db.dialect === 'sqlite') return t.pass('SQLite has one writer');
    const world = await surveyWorld(db);
    await signalling(db, world);
    const ana = acting(db, world.ana);
    const form = { kind: 'doubt', priority: '2', ownerId: String(world.bruno.id), dueOn: '', text: 'Fatura em dobro' };
    type Place = Readonly<Record<'survey' | 'sale' | 'customer' | 'answer' | 'signal', number>>;
    const openOf = (kind: 'survey' | 'sale' | 'customer') => (place: Place) =>
      openFollowUp(ana, { kind, id: place[kind] }, form, `${kind} ${place[kind]}`);
    const acts: [string, (place: Place) => Promise<{ readonly ok: boolean }>][] = [
      ['from a survey', openOf('survey')],
      ['from a sale', openOf('sale')],
      ['from a customer', openOf('customer')],
      ['where the survey ends', ({ survey, answer }) => acceptFollowUp(ana, survey, answer)],
      ['from the list', ({ signal }) => workSignal(ana, signal, 'open')],
    ];
    for (const [name, act] of acts) {
      const survey = await world.survey({ customer: name });
      await runSurvey(db, world, survey, { grade: 1, comment: 'Cai' });
      const signal = await db.read('signals').where({ survey_id: survey }).first();
      const { id: answer } = await db
        .read('answers')
        .where({ execution_id: signal.execution_id })
        .orderBy('position')
        .first('id');
      const place = { survey, sale: signal.sale_id, customer: signal.customer_id, answer, signal: signal.id };
      const { under } = await db.transaction(async (trx) => {
        // As a correction holds the customer, before its foreign keys carry the city to his sales.
        await trx.raw('select id from customers where id = ? for update', [place.customer]);
        const under = act(place);
        under.catch(() => undefined);
        await untilTrue(() => holdsSomebodyUp(trx));
        await failsWhereHeld(trx);
        const city = { city: 'Olinda', city_key: 'olinda' };
        await t.resolves(trx('customers').where({ id: place.customer }).update(city), name);
        return { under };
      });
      t.ok((await under).ok, name);
      matchLists(t, await db.read('follow_ups').where({ customer_id: place.customer }), [{ city_key: 'olinda' }], name);
    }
  });
});
