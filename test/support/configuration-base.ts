import type { ActionContext, Actor } from '../../src/actions/context.js';
import type { Database } from '../../src/store/connection.js';
import { nationalHolidays } from '../../src/store/national-holidays.js';
import { acting } from './acting.js';
import { later, type Model } from './configuration-model.js';
import { fixtures } from './fixtures.js';

const FIRST_DAY = '2026-07-10';

/** What stands in the database before anything happens, and the ids behind the model's indexes. */
export interface Base {
  readonly people: Readonly<Record<'ana' | 'bruno' | 'carla' | 'davi', Actor & { readonly id: number }>>;
  readonly rules: readonly number[];
  readonly profiles: readonly number[];
  readonly products: readonly number[];
  /** The version of the question of each rule. */
  readonly versions: readonly number[];
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
  const asked = await db
    .read('rule_questions')
    .join('questions', 'questions.id', 'rule_questions.question_id')
    .join('question_versions', 'question_versions.question_id', 'questions.id')
    .select('rule_id', 'question_versions.id');
  const versions = rules.map((id) => asked.find(({ rule_id }) => rule_id === id)?.id ?? 0);
  return { people, rules, profiles, products, versions };
}

/** One small world: the product and the model side by side, on the same day. */
export interface World {
  readonly db: Database;
  readonly base: Base;
  readonly model: Model;
  readonly holidays: Set<string>;
  /** Ids of the model's sales. */
  readonly saleIds: number[];
  /** Since its beginning. */
  days: number;
  minutes: number;
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
  return { db, base, model, holidays, saleIds: [], days: 0, minutes: 0 };
}

export function contextOf({ db, base, days, minutes }: World, who: keyof Base['people'] = 'davi'): ActionContext {
  const context = acting(db, base.people[who], later(FIRST_DAY, days));
  return { ...context, now: context.now + minutes * 60_000 };
}
