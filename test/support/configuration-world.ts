import { cancelSale } from '../../src/actions/cancel-sale.js';
import { claimSurvey } from '../../src/actions/claim-survey.js';
import { closeSurvey } from '../../src/actions/close-survey.js';
import type { ActionContext, Actor } from '../../src/actions/context.js';
import { editSale, previewEdit } from '../../src/actions/edit-sale.js';
import { extendSurvey } from '../../src/actions/extend-survey.js';
import type { EffectsPreview } from '../../src/actions/preview-effects.js';
import { reassignSurvey } from '../../src/actions/reassign-survey.js';
import { recordSale } from '../../src/actions/record-sale.js';
import { restoreSale } from '../../src/actions/restore-sale.js';
import { fingerprintOf } from '../../src/domain/effect-counts.js';
import type { PlanningChoice } from '../../src/domain/planning.js';
import type { SaleForm } from '../../src/domain/sale.js';
import type { Database } from '../../src/store/connection.js';
import { nationalHolidays } from '../../src/store/national-holidays.js';
import { NotFoundError } from '../../src/store/not-found.js';
import { acting, done } from './acting.js';
import { same } from './configuration-commands.js';
import { asks, editSaleIn, later, type Model, type ModelSurvey, planIn } from './configuration-model.js';
import { comparePreview, told } from './configuration-told.js';
import { fixtures } from './fixtures.js';

export const FIRST_DAY = '2026-07-10';
const HALF_HOUR = 30 * 60_000;

/** What stands in the database before anything happens, and the ids behind the model's indexes. */
export interface Base {
  readonly people: Readonly<Record<'bruno' | 'carla' | 'davi', Actor & { readonly id: number }>>;
  readonly rules: readonly number[];
  readonly profiles: readonly number[];
  readonly products: readonly number[];
}

const RULES = [
  { n: 7, m: 3, businessDays: false },
  { n: 2, m: 5, businessDays: true },
  { n: 30, m: 0, businessDays: false },
] as const;
const PROFILES = [[0, 1], [2]] as const;

/** Three rules, two profiles, two products of which one has a profile. */
export async function configurationBase(db: Database): Promise<Base> {
  const { people, rule, profile, product } = await fixtures(db);
  const rules: number[] = [];
  for (const { n, m, businessDays } of RULES)
    rules.push(await rule({ startDays: n, expiryDays: m, businessDays, sellerRuns: true }));
  const profiles: number[] = [];
  for (const its of PROFILES) profiles.push(await profile({ rules: its.map((index) => rules[index] ?? 0) }));
  const products = [await product({ profileId: profiles[0] ?? null }), await product()];
  return { people, rules, profiles, products };
}

/** One small world: the product and the model side by side, on the same day. */
export interface World {
  readonly db: Database;
  readonly base: Base;
  readonly model: Model;
  readonly holidays: Set<string>;
  /** Ids of the model's sales. */
  readonly saleIds: number[];
  days: number;
}

export function newWorld(db: Database, base: Base): World {
  const holidays = new Set<string>();
  const national = new Set([2026, 2027, 2028].flatMap((year) => nationalHolidays(year).map(({ on }) => on)));
  const isOff = (day: string) =>
    [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay()) || national.has(day) || holidays.has(day);
  const model: Model = {
    rules: RULES.map((rule) => ({ ...rule, active: true })),
    profiles: PROFILES.map((rules) => ({ active: true, rules: [...rules] })),
    products: [0, null].map((profile) => ({ active: true, profile })),
    sales: [],
    isOff,
  };
  return { db, base, model, holidays, saleIds: [], days: 0 };
}

export function contextOf({ db, base, days }: World, who: 'bruno' | 'davi' = 'davi'): ActionContext {
  return acting(db, base.people[who], later(FIRST_DAY, days));
}

/** What people do with sales and surveys; numbers are taken modulo what there is. */
export type SaleCommand =
  | { readonly do: 'record'; readonly product: number; readonly ago: number; readonly planning: Planning }
  | {
      readonly do: 'edit';
      readonly sale: number;
      readonly product: number;
      readonly ago: number;
      readonly planning: Planning;
    }
  | { readonly do: 'cancel' | 'restore'; readonly sale: number }
  | { readonly do: 'extend' | 'reassign' | 'close' | 'claim'; readonly sale: number; readonly survey: number }
  | { readonly do: 'wait'; readonly days: number };

/** A choice of planning; `since` in days before today. */
export type Planning = { readonly kind: 'upcoming' | 'all' } | { readonly kind: 'since'; readonly ago: number };

export function planningOf(world: World, planning: Planning): PlanningChoice {
  return planning.kind === 'since'
    ? { kind: 'since', date: later(contextOf(world).today, -planning.ago) }
    : { kind: planning.kind };
}

function formOf(world: World, number: number, command: { product: number; ago: number; planning: Planning }) {
  const planning = planningOf(world, command.planning);
  return {
    customer: 'Maria Souza',
    phone1: '11987654321',
    product: String(world.base.products[command.product]),
    seller: String(world.base.people.bruno.id),
    closedOn: later(contextOf(world).today, -command.ago),
    value: '1',
    externalId: `V${number}`,
    planning: planning.kind,
    planningSince: planning.kind === 'since' ? planning.date : '',
  };
}

/** Does it in both. What the product refuses there (a survey that is not due, a sale that is cancelled) did not happen. */
export async function runSaleCommand(world: World, command: SaleCommand): Promise<void> {
  const { model, saleIds } = world;
  const { today, now } = contextOf(world);
  if (command.do === 'wait') world.days += command.days;
  else if (command.do === 'record') {
    const form = formOf(world, saleIds.length, command);
    const sale = { product: command.product, closedOn: form.closedOn, cancelled: false, surveys: [] };
    // An inactive product is not sold.
    const recorded = await recordSale(contextOf(world), form);
    if (!recorded.ok && model.products[command.product]?.active === false) return;
    saleIds.push(done(recorded).id);
    planIn(model, sale, asks(model, command.product), planningOf(world, command.planning), today);
    model.sales.push(sale);
  } else if (saleIds.length > 0) {
    const at = command.sale % saleIds.length;
    const [id, sale] = [saleIds[at] ?? 0, model.sales[at]];
    if (sale === undefined) return;
    switch (command.do) {
      case 'edit': {
        const form = formOf(world, at, command);
        const to = { product: command.product, closedOn: form.closedOn, planning: planningOf(world, command.planning) };
        return edit(world, id, form, () => editSaleIn(model, sale, to, { today, now }));
      }
      case 'cancel': {
        const form = { cancelledOn: today, reverseCommission: 'yes' };
        if (!(await cancelSale(contextOf(world), id, form)).ok) return;
        sale.cancelled = true;
        for (const survey of sale.surveys) survey.outcome ??= 'cancelled';
        return;
      }
      case 'restore':
        if (!(await restoreSale(contextOf(world), id)).ok) return;
        sale.cancelled = false;
        for (const survey of sale.surveys) if (survey.outcome === 'cancelled') survey.outcome = null;
        return;
      default:
        return touch(world, command.do, id, sale.surveys[command.survey % Math.max(1, sale.surveys.length)]);
    }
  }
}

/** Corrects a sale in both; what its preview said comes true. */
async function edit(world: World, id: number, form: SaleForm, editModel: () => number): Promise<void> {
  const context = contextOf(world);
  const { version } = await world.db.read('sales').where({ id }).first('version');
  const preview = await previewEdit(context, id, form);
  const shown = preview.ok && preview.value !== null ? fingerprintOf(preview.value.counts) : '';
  if (!(await editSale(context, { id, version }, form, shown)).ok) return;
  const surveys = told(world.model, world.base);
  const kept = editModel();
  if (done(preview) !== null)
    return comparePreview(world, context.today, done(preview) as EffectsPreview, { surveys, kept });
  same(told(world.model, world.base), surveys, 'neither the closing date nor the product changes');
}

function notThere(error: unknown): { readonly ok: false } {
  if (error instanceof NotFoundError) return { ok: false };
  throw error;
}

async function touch(
  world: World,
  verb: 'extend' | 'reassign' | 'close' | 'claim',
  saleId: number,
  survey: ModelSurvey | undefined,
): Promise<void> {
  if (survey === undefined) return;
  const { base, db, model } = world;
  const { id } = await db.read('surveys').where({ sale_id: saleId, rule_id: base.rules[survey.rule] }).first('id');
  const context = contextOf(world);
  const expiresOn = later(survey.expiresOn > context.today ? survey.expiresOn : context.today, 9);
  switch (verb) {
    case 'extend':
      if (!(await extendSurvey(context, id, { expiresOn, reason: 'pediu' })).ok) return;
      survey.expiresOn = survey.extendedTo = expiresOn;
      survey.marked = true;
      return;
    case 'reassign':
      if ((await reassignSurvey(context, id, { operatorId: String(base.people.carla.id) })).ok) survey.marked = true;
      return;
    case 'close':
      if ((await closeSurvey(context, id, { reason: 'unreachable', note: '' })).ok) survey.outcome = 'closed';
      return;
    case 'claim':
      // One that was given to carla is not there for bruno.
      if (!(await claimSurvey(contextOf(world, 'bruno'), id).catch(notThere)).ok) return;
      for (const sale of model.sales) for (const other of sale.surveys) other.claimedUntil = 0;
      survey.claimedUntil = context.now + HALF_HOUR;
  }
}
