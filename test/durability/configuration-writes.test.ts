import { setTimeout as pause } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { cancelSale } from '../../src/actions/cancel-sale.js';
import { closeSurvey } from '../../src/actions/close-survey.js';
import { editSale } from '../../src/actions/edit-sale.js';
import { extendSurvey } from '../../src/actions/extend-survey.js';
import { openFollowUp } from '../../src/actions/open-follow-up.js';
import { reassignSurvey } from '../../src/actions/reassign-survey.js';
import { recordSale } from '../../src/actions/record-sale.js';
import { addDays } from '../../src/domain/civil-date.js';
import { type Database, openDatabase } from '../../src/store/connection.js';
import { getJob } from '../../src/store/jobs.js';
import { NotFoundError } from '../../src/store/not-found.js';
import { acting } from '../support/acting.js';
import { onBothEngines, temporaryFolder } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { ADDED, closedOn, datesOf, isPlain, type LargeChange, largeChange, NEW, OLD } from '../support/large-change.js';
import { startServer } from '../support/process.js';

// SPEC 2: while one process applies a change of the configuration, people save sales and surveys in another. Nobody waits for
// ever, and what was saved stands, whichever of the two came first.

const SALES = 900;
const AT_ONCE = 4;
const EXTENDED_TO = '2027-03-01';

t.setTimeout(120_000);

const VERBS = ['extend', 'close', 'reassign', 'follow-up', 'cancel', 'correct', 'record'] as const;

/** What somebody did with a sale, and whether it was still possible. */
interface Saved {
  readonly verb: (typeof VERBS)[number];
  readonly ok: boolean;
}

await onBothEngines(t, async (t, engine) => {
  // The embedded database is one process's.
  if (engine.dialect === 'sqlite') return;
  await t.test(
    'what people save in one process while another applies a change is neither lost nor in its way',
    async (t) => {
      const config = await engine.freshConfig(t);
      const db = openDatabase(config);
      t.teardown(() => db.close());
      const change = await largeChange(db, SALES);
      const work = await worker(db, change);
      const plain = change.saleIds.map((id, at) => ({ id, n: at + 1 })).filter(({ n }) => isPlain(n) && n % 2 === 0);
      // From the other end than the job, so that they meet; those of the first half are before it in any case.
      const order = plain.toReversed();
      const saved = new Map<number, Saved>();
      const save = async (some: typeof plain) => {
        for (const { id, n } of some) saved.set(id, await work(n, id));
      };
      const [early, late] = [order.slice(0, 30), order.slice(30)];
      await save(early);
      const server = await startServer(t, { DATA_DIR: temporaryFolder(t), DATABASE_URL: config.databaseUrl ?? '' });
      while ((await getJob(db.read, change.jobId, null)).done === 0) await pause(2);
      const shares = Array.from({ length: AT_ONCE }, (_, k) => late.filter((_, at) => at % AT_ONCE === k));
      await Promise.all(shares.map(save));
      while ((await getJob(db.read, change.jobId, null)).state === 'running') await pause(2);
      await server.stop();
      t.match(await getJob(db.read, change.jobId, null), { state: 'done' });
      await inspect(t, db, change, saved);
      t.equal(await deadlocksSeen(db), 0, 'nobody had to be turned away');
    },
  );
});

/** Each connection tells what it saw a while later, or at its end: those of the servers have ended, the test's own are asked to. */
async function deadlocksSeen(db: Database): Promise<number> {
  const flush = async () => db.read.raw('select pg_stat_force_next_flush()');
  await Promise.all(Array.from({ length: AT_ONCE * 4 }, flush));
  await db.transaction(async (trx) => trx.raw('select pg_stat_force_next_flush()'));
  const [{ deadlocks }] = await db
    .read('pg_stat_database')
    .whereRaw('datname = current_database()')
    .select('deadlocks');
  return deadlocks;
}

/** Somebody who does one thing with each sale, by its number. */
async function worker(db: Database, { rules, productId }: LargeChange) {
  const { people } = await fixtures(db);
  const [davi, customer] = [acting(db, people.davi), await db.read('customers').first()];
  const carla = String(people.carla.id);
  const { name, phone1, city, state } = customer;
  const form = (n: number) => ({
    ...{ customer: name, phone1, city, state, product: String(productId), seller: String(people.bruno.id), value: '1' },
    closedOn: addDays(closedOn(n), 1),
  });
  const actions = {
    extend: (n: number, { dated }: Surveys) => extendSurvey(davi, dated, { expiresOn: EXTENDED_TO, reason: `n ${n}` }),
    close: (_: number, { dated }: Surveys) => closeSurvey(davi, dated, { reason: 'unreachable', note: '' }),
    reassign: (_: number, { leaving }: Surveys) => reassignSurvey(davi, leaving, { operatorId: carla }),
    'follow-up': (n: number, { leaving: id }: Surveys) => {
      const followUp = { kind: 'doubt', priority: '2', ownerId: carla, dueOn: '', text: 'Fatura' };
      return openFollowUp(davi, { kind: 'survey', id }, followUp, `key-${n}`);
    },
    cancel: (_: number, { saleId }: Surveys) =>
      cancelSale(davi, saleId, { cancelledOn: '2026-07-01', reverseCommission: 'yes' }),
    correct: (n: number, { saleId: id }: Surveys) => editSale(davi, { id, version: 1 }, form(n)),
    record: (n: number) => recordSale(davi, form(n)),
  };
  return async (n: number, saleId: number): Promise<Saved> => {
    const verb = VERBS[n % VERBS.length] ?? 'extend';
    const id = async (rule: number) =>
      (await db.read('surveys').where({ sale_id: saleId, rule_id: rule }).first('id'))?.id ?? 0;
    const surveys = { saleId, dated: await id(rules.dated), leaving: await id(rules.leaving) };
    try {
      return { verb, ok: (await actions[verb](n, surveys)).ok };
    } catch (error) {
      // The job took it away before.
      if (error instanceof NotFoundError) return { verb, ok: false };
      throw error;
    }
  };
}

interface Surveys {
  readonly saleId: number;
  readonly dated: number;
  readonly leaving: number;
}

/** Each sale is as one of the two orders makes it, and those that nobody saved as the job alone does. */
async function inspect(t: Test, db: Database, change: LargeChange, saved: ReadonlyMap<number, Saved>): Promise<void> {
  t.same(await change.faults(change.saleIds.at(-1) ?? 0, new Set(saved.keys())), []);
  const rows = await db.read('surveys').orderBy('rule_id');
  const bySale = new Map<number, string[]>();
  for (const row of rows) {
    const line = `${row.rule_id} ${row.opens_on} ${row.original_expires_on} ${row.expires_on} ${row.outcome}`;
    bySale.set(row.sale_id, [...(bySale.get(row.sale_id) ?? []), line]);
  }
  for (const [at, saleId] of change.saleIds.entries()) {
    const how = saved.get(saleId);
    if (how === undefined) continue;
    const found = (bySale.get(saleId) ?? []).join('; ');
    const orders = ordersOf(change.rules, at + 1, how).map((lines) => lines.join('; '));
    if (!orders.includes(found)) t.fail(`${how.verb} of ${saleId}: ${found}`, { orders });
  }
  for (const verb of ['reassign', 'follow-up'] as const) {
    const all = [...saved.values()].filter((one) => one.verb === verb);
    t.same(new Set(all.map(({ ok }) => ok)), new Set([true, false]), `${verb} came before the job, and after it`);
  }
  const sales = await db.read('sales');
  const recorded = [...saved.values()].filter(({ verb }) => verb === 'record');
  t.equal(sales.length, SALES + recorded.length);
}

/** What is left of a sale's surveys: one way, or two where it matters who came first. */
function ordersOf({ dated, leaving, entering }: LargeChange['rules'], n: number, { verb, ok }: Saved): string[][] {
  const later = verb === 'correct' ? 1 : 0;
  const line = (rule: number, schedule: typeof OLD, outcome: string | null = null, extended?: string) => {
    const [opensOn, expiresOn] = datesOf(n, schedule, later);
    return `${rule} ${opensOn} ${expiresOn} ${extended ?? expiresOn} ${outcome}`;
  };
  const planned = line(entering, ADDED);
  switch (verb) {
    case 'extend':
      return [[line(dated, NEW, null, EXTENDED_TO), planned]];
    case 'close':
      return [OLD, NEW].map((schedule) => [line(dated, schedule, 'closed'), planned]);
    case 'reassign':
    case 'follow-up':
      return [[line(dated, NEW), ...(ok ? [line(leaving, OLD)] : []), planned]];
    case 'cancel':
      return [
        [line(dated, OLD, 'cancelled'), line(leaving, OLD, 'cancelled')],
        [line(dated, NEW, 'cancelled'), line(entering, ADDED, 'cancelled')],
      ];
    case 'correct':
    case 'record':
      return [[line(dated, NEW), planned]];
  }
}
