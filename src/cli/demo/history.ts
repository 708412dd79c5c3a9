import { annulExecution } from '../../actions/annul-execution.js';
import { cancelSale } from '../../actions/cancel-sale.js';
import { closeSurvey } from '../../actions/close-survey.js';
import type { ActionContext, Actor } from '../../actions/context.js';
import { executeSurvey } from '../../actions/execute-survey.js';
import { extendSurvey } from '../../actions/extend-survey.js';
import { recordAttempt } from '../../actions/record-attempt.js';
import { recordSale } from '../../actions/record-sale.js';
import { reopenSurvey } from '../../actions/reopen-survey.js';
import { addDays, type CivilDate } from '../../domain/civil-date.js';
import type { Database } from '../../store/connection.js';
import { predicate } from '../../store/predicate.js';
import { listSurveys } from '../../store/survey-list.js';
import { listCurrentQuestions } from '../../store/survey-questions.js';
import { accepted, possible } from './accepted.js';
import { someAnswers } from './answers.js';
import { CATALOGUE } from './company.js';
import { type FateEvent, fateOf } from './fates.js';
import { FollowUpLife } from './follow-ups.js';
import { type DemoCustomer, someCustomer } from './people.js';
import { Random, type Weighted } from './random.js';
import { type Try, triesBefore } from './tries.js';

/** Who is there: users by what they do, products by their name. */
export interface Staff {
  readonly manager: number;
  /** Operators who are at the telephone at the end of it all. */
  readonly callers: readonly number[];
  /** By its name, a rule's id and who answers for it. */
  readonly rules: ReadonlyMap<string, { readonly id: number; readonly operators: readonly number[] }>;
  readonly sellers: Weighted<Seller>;
  readonly products: ReadonlyMap<string, number>;
}

export interface Seller {
  readonly id: number;
  readonly mood: number;
}

interface HeldSurvey {
  readonly id: number;
  readonly ruleName: string;
}

/** One thing to do at a minute of its day. */
interface Task {
  readonly minute: number;
  run(context: ActionContext): Promise<void>;
}

const DAYS = 365;
const SALES = 1500;

/** A year of an ISP's work up to a moment, day by day through the same actions that the screens use. */
export class History {
  readonly #random: Random;
  readonly #staff: Staff;
  readonly #today: CivilDate;
  readonly #now: number;
  readonly #agenda = new Map<CivilDate, Task[]>();
  /** The last execution of each survey. */
  readonly #executions = new Map<number, number>();
  readonly #customers: DemoCustomer[] = [];
  readonly #followUps: FollowUpLife;
  /** Of their own, so that they take none from what else happens. */
  readonly #chanceOfTries = new Random(20_260_702);
  #sales = 0;

  constructor(random: Random, staff: Staff, { now, today }: { readonly now: number; readonly today: CivilDate }) {
    this.#random = random;
    this.#staff = staff;
    this.#now = now;
    this.#today = today;
    // At a minute of its own, so that it takes no chance from the others.
    this.#followUps = new FollowUpLife((day, run) => this.#schedule(day, run, NOON), staff.products.values());
    for (let n = 0; n < SALES; n += 1) this.#planSale();
  }

  /** From the first day to today. The first is a day early: a Sunday's sales move back to it. */
  get days(): CivilDate[] {
    return Array.from({ length: DAYS + 2 }, (_, index) => addDays(this.#today, index - DAYS - 1));
  }

  /** Does what is on the agenda of a day, in the order of the clock, as far as it lies before now. */
  async live(db: Database, day: CivilDate): Promise<void> {
    const tasks = (this.#agenda.get(day) ?? []).sort((a, b) => a.minute - b.minute);
    for (const { minute, run } of tasks) {
      const now = instantOf(day, minute);
      // Of today only what lies before this moment has happened.
      if (now < this.#now) await run({ db, actor: this.#manager, origin: 'web', now, today: day });
    }
    this.#agenda.delete(day);
  }

  /** More sales lately than a year ago: business is good. The last is yesterday's, so that every hour of today has all. */
  #planSale(): void {
    const share = this.#random.chance(0.5) ? this.#random.next() : Math.sqrt(this.#random.next());
    const day = addDays(this.#today, Math.floor(share * DAYS) - DAYS);
    this.#schedule(weekday(day), (context) => this.#sell(context));
  }

  async #sell(context: ActionContext): Promise<void> {
    const { name, cents } = this.#random.weighted(CATALOGUE);
    const seller = this.#random.weighted(this.#staff.sellers);
    const form = {
      ...this.#someCustomer(name.includes('Empresa')),
      product: String(this.#staff.products.get(name)),
      seller: String(seller.id),
      closedOn: context.today,
      value: reais(this.#random.chance(0.15) ? cents - 1_000 : cents),
      externalId: String(20_001 + this.#sales),
      planning: 'all',
    };
    this.#sales += 1;
    const { id } = accepted(await recordSale(context, form));
    const options = { sort: 'expiry', descending: false, size: 50, key: null } as const;
    const { rows } = await listSurveys(context.db.read, predicate('surveys.sale_id = ?', [id]), options);
    const mood = 0.74 + seller.mood + (this.#random.next() + this.#random.next() - 1) * 0.45;
    for (const survey of rows)
      for (const event of fateOf(this.#random, survey)) {
        this.#schedule(event.on, (later) => this.#happen(later, survey, mood, event));
        for (const { on, minute, ...attempt } of triesBefore(this.#chanceOfTries, survey.opensOn, event))
          this.#schedule(on, (later) => this.#try(later, survey, attempt), minute);
      }
    if (this.#random.chance(0.04)) this.#planCancellation(context.today, id);
  }

  /** Some come back for another plan: the same name and telephone are the same customer. */
  #someCustomer(business: boolean): DemoCustomer {
    const [first, ...others] = this.#customers;
    if (first !== undefined && !business && this.#random.chance(0.08)) return this.#random.pick([first, ...others]);
    const customer = someCustomer(this.#random, business);
    if (customer.phone1 !== '' && !business) this.#customers.push(customer);
    return customer;
  }

  #planCancellation(closedOn: CivilDate, saleId: number): void {
    const on = addDays(closedOn, this.#random.integer(1, 60));
    const reverseCommission = this.#random.chance(0.6) ? 'yes' : 'no';
    this.#schedule(on, async (context) => {
      accepted(await cancelSale(context, saleId, { cancelledOn: context.today, reverseCommission }));
    });
  }

  /** A survey whose sale was cancelled meanwhile refuses whatever comes: as it should. */
  async #happen(context: ActionContext, survey: HeldSurvey, mood: number, event: FateEvent): Promise<void> {
    const executionId = this.#executions.get(survey.id) ?? null;
    switch (event.kind) {
      case 'execute':
        return this.#execute(context, survey, mood);
      case 'annul':
        possible(await annulExecution(context, survey.id, { executionId, reason: event.reason }));
        return;
      case 'extend':
        possible(await extendSurvey(context, survey.id, event));
        return;
      case 'close':
        possible(await closeSurvey(context, survey.id, event));
        return;
      case 'reopen':
        possible(await reopenSurvey(context, survey.id, event));
        return;
    }
  }

  /** One whose survey was settled or cancelled meanwhile is not called. */
  async #try(context: ActionContext, { id, ruleName }: HeldSurvey, attempt: Pick<Try, 'outcome' | 'note'>) {
    const [operator] = this.#staff.rules.get(ruleName)?.operators ?? [];
    const tomorrow = weekdayAfter(context.today);
    const callBack = attempt.outcome === 'call-back' ? { callBackOn: tomorrow, callBackTime: '14:00' } : {};
    const formKey = `demo-${id}-${context.now}`;
    const actor: Actor = { id: operator ?? null, role: 'operator' };
    possible(await recordAttempt({ ...context, actor }, id, { ...attempt, ...callBack, formKey }));
  }

  async #execute(context: ActionContext, { id: surveyId, ruleName }: HeldSurvey, mood: number): Promise<void> {
    const rule = this.#staff.rules.get(ruleName);
    const [first, ...others] = rule?.operators ?? [];
    if (rule === undefined || first === undefined) throw new Error(`nobody answers for ${ruleName}`);
    const operator: Actor = { id: this.#random.pick([first, ...others]), role: 'operator' };
    const questions = await listCurrentQuestions(context.db.read, rule.id);
    const key = {
      surveyId,
      userId: operator.id ?? 0,
      startedAt: context.now - this.#random.integer(90, 600) * 1000,
      versionIds: questions.map(({ versionId }) => versionId),
      nonce: `demo-${surveyId}-${context.now}`,
    };
    const form = someAnswers(this.#random, questions, mood);
    const done = possible(await executeSurvey({ ...context, actor: operator }, { surveyId, key, form }));
    if (done === null) return;
    this.#executions.set(surveyId, done.executionId);
    await this.#followUps.begin({ ...context, actor: operator }, surveyId);
  }

  #schedule(day: CivilDate, run: Task['run'], minute = this.#random.integer(8 * 60, 18 * 60)): void {
    const tasks = this.#agenda.get(day) ?? [];
    tasks.push({ minute, run });
    this.#agenda.set(day, tasks);
  }

  get #manager(): Actor {
    return { id: this.#staff.manager, role: 'manager' };
  }
}

const NOON = 12 * 60;

/** Nobody sells on Sundays: the Saturday before. */
function weekday(day: CivilDate): CivilDate {
  return new Date(day).getUTCDay() === 0 ? addDays(day, -1) : day;
}

/** The next day on which somebody is called. */
function weekdayAfter(day: CivilDate): CivilDate {
  const next = addDays(day, 1);
  return new Date(next).getUTCDay() === 0 ? addDays(next, 1) : next;
}

/** The instant of a minute of a day in São Paulo, which has had no daylight-saving time since 2019. */
function instantOf(day: CivilDate, minute: number): number {
  return Date.parse(`${day}T00:00:00-03:00`) + minute * 60_000;
}

function reais(cents: number): string {
  return `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`;
}
