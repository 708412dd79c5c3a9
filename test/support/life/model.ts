import { addDays, type CivilDate, dateAt, instantAt, weekdayOf } from '../../../src/domain/civil-date.js';
import { type ModelSale, type ModelSurvey, RULES, ZONE } from './facts.js';
import type { Step, StepOnSurvey, Who } from './steps.js';

// SPEC 4 and 5 once more, in memory and in the plainest words, to be held against the product. Of src it takes the
// arithmetic of dates only.

const HALF_AN_HOUR = 30 * 60_000;
const DAY = 24 * 60 * 60_000;

/** A few sales with their surveys. `step` changes it and says what the product has to answer. */
export class Life {
  readonly sales: ModelSale[] = [];
  readonly surveys: ModelSurvey[] = [];
  now: number;

  constructor(now: number) {
    this.now = now;
  }

  get today(): CivilDate {
    return dateAt(this.now, ZONE);
  }

  step(step: Step): string {
    switch (step.kind) {
      case 'pass':
        this.now += step.minutes * 60_000;
        return 'done';
      case 'evening':
        this.now = instantAt(this.today, 24 * 60 - 10, ZONE) + (this.isLate() ? DAY : 0);
        return 'done';
      case 'plan':
        return this.plan(addDays(this.today, -step.daysAgo), step.seller);
      case 'cancel':
        return this.cancel(this.saleAt(step.sale));
      case 'restore':
        return this.restore(this.saleAt(step.sale));
      default:
        return this.stepOn(this.surveyAt(step.survey), step);
    }
  }

  saleAt(index: number): ModelSale {
    return this.sales[index % this.sales.length] as ModelSale;
  }

  surveyAt(index: number): ModelSurvey {
    return this.surveys[index % this.surveys.length] as ModelSurvey;
  }

  statusOf({ outcome, opensOn, expiresOn }: ModelSurvey): string {
    if (outcome !== null) return outcome;
    if (this.today < opensOn) return 'scheduled';
    return this.today > expiresOn ? 'inconsistent' : 'due';
  }

  /** Whose it is now; a claim ends with its half hour. */
  holder({ claim }: ModelSurvey): Who | null {
    return claim !== null && claim.until > this.now ? claim.who : null;
  }

  private stepOn(survey: ModelSurvey, step: StepOnSurvey): string {
    switch (step.kind) {
      case 'claim':
        return this.mayWork(survey, step.who)
          ? (this.refusal(survey, step.who) ?? this.take(survey, step.who))
          : 'not-found';
      case 'attempt':
        return this.attempt(survey, step);
      case 'draft':
        return this.draft(survey, step.who);
      case 'finish':
        return this.finish(survey, step);
      case 'extend':
        return this.extend(survey, addDays(this.today, step.inDays));
      case 'close':
        return this.close(survey);
      case 'reopen':
        return this.reopen(survey);
      case 'annul':
        return this.annul(survey);
      case 'reassign':
        return this.reassign(survey, step.to);
      case 'release':
        return this.release(survey, step.who);
    }
  }

  private isLate(): boolean {
    return this.now >= instantAt(this.today, 24 * 60 - 10, ZONE);
  }

  private plan(closedOn: CivilDate, seller: Who | null): string {
    const sale = { cancelled: false, seller };
    this.sales.push(sale);
    for (const { start, expiry, operators } of RULES) {
      const opensOn = addDays(closedOn, start);
      const expiresOn = addDays(opensOn, expiry);
      const dates = { opensOn, expiresOn, originalExpiresOn: expiresOn };
      const bare = { outcome: null, assigned: null, claim: null, attempts: 0, drafted: false, executions: [] };
      this.surveys.push({ sale, operators, ...dates, ...bare });
    }
    return 'done';
  }

  private responsible({ assigned, operators }: ModelSurvey, who: Who): boolean {
    return who === 'ana' || (assigned === null ? operators.includes(who) : assigned === who);
  }

  private mayWork(survey: ModelSurvey, who: Who): boolean {
    return this.responsible(survey, who) || this.holder(survey) === who;
  }

  /** Why nobody, or not he, can work on it now. */
  private refusal(survey: ModelSurvey, who: Who): string | null {
    const [status, holder] = [this.statusOf(survey), this.holder(survey)];
    if (survey.outcome !== null) return `not-possible ${survey.outcome}`;
    if (status === 'scheduled') return 'not-possible not-yet-open';
    if (status === 'inconsistent' && holder !== who) return 'not-possible expired';
    // The policy blocks who sold it.
    if (survey.sale.seller === who) return 'own-sale';
    return holder !== null && holder !== who ? `claimed by ${holder}` : null;
  }

  /** What could be finished without the claim is claimed, and the user's other one ends. */
  private take(survey: ModelSurvey, who: Who): string {
    if (this.statusOf(survey) !== 'due' || !this.responsible(survey, who)) return 'done';
    for (const other of this.surveys) if (other !== survey && other.claim?.who === who) other.claim = null;
    const since = this.holder(survey) === who ? (survey.claim?.since ?? this.now) : this.now;
    survey.claim = { who, since, until: this.now + HALF_AN_HOUR };
    return 'done';
  }

  private renew(survey: ModelSurvey, who: Who): void {
    if (survey.claim !== null && this.holder(survey) === who) survey.claim.until = this.now + HALF_AN_HOUR;
  }

  private attempt(survey: ModelSurvey, { who, callBackInDays }: { who: Who; callBackInDays: number | null }): string {
    if (!this.mayWork(survey, who)) return 'not-found';
    const refusal = this.refusal(survey, who);
    if (refusal !== null) return refusal;
    const on = callBackInDays === null ? null : addDays(this.today, callBackInDays);
    if (on !== null && (weekdayOf(on) === 7 || instantAt(on, 15 * 60, ZONE) <= this.now)) return 'invalid';
    survey.attempts += 1;
    this.renew(survey, who);
    return on !== null && on > survey.expiresOn ? 'done, extension proposed' : 'done';
  }

  private draft(survey: ModelSurvey, who: Who): string {
    if (!this.mayWork(survey, who)) return 'not-yours';
    const refusal = this.refusal(survey, who);
    if (refusal !== null) return refusal;
    this.take(survey, who);
    this.renew(survey, who);
    survey.drafted = true;
    return 'done';
  }

  /** A form that was used gives its execution again, whatever became of it. */
  private finish(survey: ModelSurvey, { who, form }: { who: Who; form: number }): string {
    const name = `${who} ${form}`;
    const first = survey.executions.findIndex((one) => one.form === name);
    if (first >= 0) return `execution ${first}`;
    if (!this.mayWork(survey, who)) return 'not-yours';
    const refusal = this.refusal(survey, who);
    if (refusal !== null) return refusal;
    survey.executions.push({ by: who, on: this.today, form: name, stands: true });
    this.settle(survey, 'executed');
    survey.drafted = false;
    return `execution ${survey.executions.length - 1}`;
  }

  private settle(survey: ModelSurvey, outcome: ModelSurvey['outcome']): void {
    survey.outcome = outcome;
    survey.claim = null;
  }

  private extend(survey: ModelSurvey, to: CivilDate): string {
    if (survey.outcome !== null) return `not-possible ${survey.outcome}`;
    if (to < this.today) return 'not-possible before-today';
    if (to < survey.opensOn) return 'not-possible before-opening';
    if (to < survey.expiresOn) return 'not-possible before-expiry';
    if (to === survey.expiresOn) return 'not-possible same-expiry';
    survey.expiresOn = to;
    return 'done';
  }

  private close(survey: ModelSurvey): string {
    if (survey.outcome !== null) return `not-possible ${survey.outcome}`;
    this.settle(survey, 'closed');
    return 'done';
  }

  private reopen(survey: ModelSurvey): string {
    if (survey.outcome !== 'closed') return 'not-possible not-closed';
    if (survey.sale.cancelled) return 'not-possible sale-cancelled';
    survey.outcome = null;
    return 'done';
  }

  private annul(survey: ModelSurvey): string {
    const standing = survey.executions.find(({ stands }) => stands);
    if (standing === undefined) return 'not-possible not-standing';
    standing.stands = false;
    survey.outcome = survey.sale.cancelled ? 'cancelled' : null;
    return 'done';
  }

  private cancel(sale: ModelSale): string {
    if (sale.cancelled) return 'already-cancelled';
    sale.cancelled = true;
    for (const survey of this.surveys)
      if (survey.sale === sale && survey.outcome === null) this.settle(survey, 'cancelled');
    return 'done';
  }

  private restore(sale: ModelSale): string {
    if (!sale.cancelled) return 'not-cancelled';
    sale.cancelled = false;
    for (const survey of this.surveys)
      if (survey.sale === sale && survey.outcome === 'cancelled') survey.outcome = null;
    return 'done';
  }

  private reassign(survey: ModelSurvey, to: Who | null): string {
    if (survey.outcome !== null) return `not-possible ${survey.outcome}`;
    if (survey.assigned === to) return `not-possible ${to === null ? 'not-reassigned' : 'already-his'}`;
    if (to !== null && survey.sale.seller === to) return 'not-possible own-sale';
    survey.assigned = to;
    return 'done';
  }

  private release(survey: ModelSurvey, who: Who): string {
    const ran = survey.executions.some(({ by }) => by === who);
    if (!ran && !this.mayWork(survey, who)) return 'not-found';
    const holder = this.holder(survey);
    if (holder === null) return 'not-claimed';
    if (holder !== who && who !== 'ana') return 'forbidden';
    survey.claim = null;
    return 'done';
  }
}
