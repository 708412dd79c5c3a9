import { APPLY_CONFIGURATION, type ApplyInput } from '../../src/actions/apply-configuration.js';
import { previewEffects } from '../../src/actions/preview-effects.js';
import { keyOf } from '../../src/actions/reach-back.js';
import { addDays } from '../../src/domain/civil-date.js';
import type { ConfigurationEffects } from '../../src/domain/configuration-effects.js';
import type { EffectCounts } from '../../src/domain/effect-counts.js';
import { insertAll } from '../../src/store/batches.js';
import type { Database } from '../../src/store/connection.js';
import { readCalendar } from '../../src/store/holidays.js';
import { insertJob } from '../../src/store/jobs.js';
import { NOW } from './app.js';
import { fixtures } from './fixtures.js';

/** A job that re-dates, removes and plans surveys of many sales, of which no chunk was done yet. */
export interface LargeChange {
  readonly jobId: number;
  readonly foreseen: EffectCounts;
  readonly saleIds: readonly number[];
  readonly productId: number;
  readonly rules: ChangedRules;
  /**
   * What is not as it must be when each sale up to an id was changed, once, and no other. Whatever died meanwhile, nothing
   * is, with the id of the job's cursor. `except`: sales that something else was done with.
   */
  faults(upTo: number, except?: ReadonlySet<number>): Promise<string[]>;
}

export const OLD = { startDays: 7, expiryDays: 10, businessDays: false };
export const NEW = { startDays: 20, expiryDays: 4, businessDays: false };
export const ADDED = { startDays: 1, expiryDays: 2, businessDays: false };
const EXTENDED_TO = '2020-12-31';

// What is special about the sale with that number, from 1. All lies so far back that no midnight changes a count.
export const closedOn = (n: number) => addDays('2020-01-01', n % 28);
const isCancelled = (n: number) => n % 13 === 0;
const isSettled = (n: number) => !isCancelled(n) && n % 7 === 0;
const isExtended = (n: number) => !isCancelled(n) && n % 7 === 1;
const isTouched = (n: number) => n % 5 === 0;

/** Nothing special is about it: it has one open survey of each of the first two rules. */
export const isPlain = (n: number) => ![isCancelled, isSettled, isExtended, isTouched].some((is) => is(n));

/** One whose days change, one that is taken out, one that enters. */
export interface ChangedRules {
  readonly dated: number;
  readonly leaving: number;
  readonly entering: number;
}

/** Fills an empty database with the sales and the waiting job. */
export async function largeChange(db: Database, sales: number): Promise<LargeChange> {
  const { people, rule, product, customer } = await fixtures(db);
  const rules = { dated: await rule(OLD), leaving: await rule(OLD), entering: await rule(ADDED) };
  const sold = { product_id: await product(), customer_id: await customer(), seller_id: people.bruno.id };
  const saleIds = await insertSales(db, sales, sold);
  await insertSurveys(db, { rules, saleIds, sold, by: people.carla.id });
  const effects: ConfigurationEffects = {
    redate: [{ kind: 'rule', ruleId: rules.dated, schedule: NEW }],
    remove: [{ rules: { only: [rules.leaving] }, products: null, closedSince: null }],
    plan: [
      {
        products: [sold.product_id],
        rules: [{ id: rules.entering, ...ADDED }],
        closedSince: null,
        choice: { kind: 'all' },
      },
    ],
  };
  const moment = { now: NOW, today: '2026-07-10' };
  const preview = await previewEffects(db.read, effects, moment, await readCalendar(db.read));
  if (preview === null) throw new Error('nobody ended the preview');
  const { counts: foreseen } = preview;
  const record = { kind: 'rule', id: rules.dated, version: 2 } as const;
  const input: ApplyInput = { effects, foreseen, record, lastSaleId: saleIds.at(-1) ?? 0 };
  const job = { kind: APPLY_CONFIGURATION, input, total: foreseen.sales, createdBy: people.davi.id };
  const { id: jobId } = await db.transaction((trx) => insertJob(trx, { ...job, formKey: keyOf(record) }, NOW));
  const faults = async (upTo: number, except: ReadonlySet<number> = new Set()) => {
    const expected = saleIds.flatMap((id, at) =>
      expectedOf({ rules, jobId }, at + 1, id <= upTo).map((line) => `${id} ${line}`),
    );
    const others = (lines: readonly string[]) => lines.filter((line) => !except.has(Number.parseInt(line, 10)));
    return differences(others(await storedLines(db, jobId)), others(expected));
  };
  return { jobId, foreseen, productId: sold.product_id, rules, saleIds, faults };
}

async function insertSales(db: Database, count: number, sold: object): Promise<number[]> {
  const rows = Array.from({ length: count }, (_, at) => ({
    ...sold,
    city_key: 'campinas',
    has_phone: true,
    closed_on: closedOn(at + 1),
    value_cents: 9990,
    origin: 'form',
    recorded_at: NOW,
    ...(isCancelled(at + 1) && { cancelled_on: '2020-03-01', cancelled_at: 1, commission_reversed: true }),
  }));
  await db.transaction((trx) => insertAll(trx, 'sales', rows));
  return db.read('sales').orderBy('id').pluck('id');
}

interface Sold {
  readonly rules: ChangedRules;
  readonly saleIds: readonly number[];
  readonly sold: object;
  /** Who extended and whose own some are. */
  readonly by: number;
}

async function insertSurveys(db: Database, { rules, saleIds, sold, by }: Sold): Promise<void> {
  const rows = saleIds.flatMap((id, at) => {
    const n = at + 1;
    const [opensOn, original] = datesOf(n, OLD);
    const ended = (outcome: string | null) => ({ outcome, settled_at: outcome === null ? null : 1 });
    const survey = { ...sold, sale_id: id, city_key: 'campinas', has_phone: true, closed_on: closedOn(n) };
    const dates = { opens_on: opensOn, original_expires_on: original };
    const [cancelled, extended] = [isCancelled(n) ? 'cancelled' : null, isExtended(n) ? EXTENDED_TO : original];
    return [
      {
        ...{ ...survey, ...dates, rule_id: rules.dated, expires_on: extended, assigned_to: null },
        ...ended(isSettled(n) ? 'closed' : cancelled),
      },
      {
        ...{ ...survey, ...dates, rule_id: rules.leaving, expires_on: original, assigned_to: isTouched(n) ? by : null },
        ...ended(cancelled),
      },
    ];
  });
  await db.transaction(async (trx) => {
    await insertAll(trx, 'surveys', rows);
    const extended = await trx('surveys').where({ expires_on: EXTENDED_TO }).pluck('id');
    const extension = { expires_on: EXTENDED_TO, reason: 'pediu', extended_by: by, extended_at: 1 };
    await insertAll(
      trx,
      'extensions',
      extended.map((id) => ({ survey_id: id, ...extension })),
    );
  });
}

/** When the sale's survey of that schedule opens and expires; `later`: had the sale closed so many days later. */
export function datesOf(
  n: number,
  { startDays, expiryDays }: typeof OLD,
  later = 0,
): readonly [opensOn: string, expiresOn: string] {
  const opensOn = addDays(closedOn(n), startDays + later);
  return [opensOn, addDays(opensOn, expiryDays)];
}

/** The surveys of a sale, and what the audit and the job say of it: before the change, or after it. */
function expectedOf({ rules, jobId }: { rules: ChangedRules; jobId: number }, n: number, changed: boolean): string[] {
  const { dated, leaving, entering } = rules;
  const line = (
    rule: number,
    [opensOn, original]: readonly [string, string],
    outcome: string | null,
    over = original,
  ) => `rule ${rule}: ${opensOn} ${original} ${over} ${outcome}`;
  const [old, cancelled] = [datesOf(n, OLD), isCancelled(n) ? 'cancelled' : null];
  const extended = isExtended(n) ? EXTENDED_TO : undefined;
  const stays = line(leaving, old, cancelled);
  if (!changed || isCancelled(n)) return [line(dated, old, isSettled(n) ? 'closed' : cancelled, extended), stays];
  const audit = {
    ...(!isSettled(n) && { redatedSurveys: [null, 1] }),
    ...(!isTouched(n) && { removedSurveys: [null, 1] }),
    plannedSurveys: [null, 1],
    job: [null, jobId],
  };
  return [
    isSettled(n) ? line(dated, old, 'closed') : line(dated, datesOf(n, NEW), null, extended),
    ...(isTouched(n) ? [stays, 'kept'] : []),
    line(entering, datesOf(n, ADDED), null),
    `audit ${JSON.stringify(audit)}`,
  ];
}

async function storedLines({ read }: Database, jobId: number): Promise<string[]> {
  const surveys = await read('surveys').select();
  const audit = await read('audit').where({ action: 'reconfigure' });
  const kept: number[] = await read('job_items')
    .where({ job_id: jobId, skipped: 'touched' })
    .leftJoin('surveys', 'surveys.id', 'job_items.item_id')
    .pluck('surveys.sale_id');
  return [
    ...surveys.map(
      (row) =>
        `${row.sale_id} rule ${row.rule_id}: ${row.opens_on} ${row.original_expires_on} ${row.expires_on} ${row.outcome}`,
    ),
    ...audit.map((row) => `${row.entity_id} audit ${row.changes}`),
    ...kept.map((saleId) => `${saleId} kept`),
  ];
}

/** The first lines that are missing or too many, a line that stands twice among them. */
function differences(found: readonly string[], expected: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of expected) counts.set(line, (counts.get(line) ?? 0) - 1);
  for (const line of found) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count !== 0)
    .slice(0, 20)
    .map(([line, count]) => `${count > 0 ? '+' : '-'} ${line}`);
}
