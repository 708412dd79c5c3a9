import { annulExecution } from '../../../src/actions/annul-execution.js';
import { cancelSale } from '../../../src/actions/cancel-sale.js';
import { claimSurvey } from '../../../src/actions/claim-survey.js';
import { closeSurvey } from '../../../src/actions/close-survey.js';
import type { ActionContext } from '../../../src/actions/context.js';
import { type ExecutionInput, executeSurvey } from '../../../src/actions/execute-survey.js';
import { extendSurvey } from '../../../src/actions/extend-survey.js';
import { reassignSurvey, takeSurveyBack } from '../../../src/actions/reassign-survey.js';
import { recordAttempt } from '../../../src/actions/record-attempt.js';
import { recordSale } from '../../../src/actions/record-sale.js';
import { releaseClaim } from '../../../src/actions/release-claim.js';
import { reopenSurvey } from '../../../src/actions/reopen-survey.js';
import { restoreSale } from '../../../src/actions/restore-sale.js';
import { saveDraft } from '../../../src/actions/save-draft.js';
import { addDays, dateAt } from '../../../src/domain/civil-date.js';
import type { Result } from '../../../src/domain/result.js';
import type { Database } from '../../../src/store/connection.js';
import { NotFoundError } from '../../../src/store/not-found.js';
import { insertPolicy } from '../../../src/store/policies.js';
import { accepted, addProduct, addProfile, addQuestion, addRule, adminContext } from '../configuration.js';
import { NOW, surveyWorld } from '../survey-world.js';
import { RULES, ZONE } from './facts.js';
import type { Step, StepOnSurvey, Who } from './steps.js';

/** What every run shares: the people, and a product whose sales get both rules. */
export interface Company {
  readonly db: Database;
  readonly people: Readonly<Record<Who, { readonly id: number; readonly role: 'manager' | 'operator' }>>;
  readonly sellerId: number;
  readonly productId: number;
  readonly versionId: number;
}

export async function company(db: Database): Promise<Company> {
  const { ana, bruno, carla, edu } = await surveyWorld(db);
  const people = { ana, bruno, carla } as Company['people'];
  const context = adminContext(db);
  const question = await addQuestion(context, { text: 'Como foi?' });
  const rules: number[] = [];
  for (const [index, { start, expiry, operators }] of RULES.entries()) {
    const dates = { name: `Regra ${index}`, startDays: start, expiryDays: expiry };
    const answerable = { questions: [question], operators: operators.map((who) => people[who].id) };
    rules.push(await addRule(context, { ...dates, ...answerable }));
  }
  const profileId = await addProfile(context, { name: 'As duas', rules });
  const productId = await addProduct(context, { name: 'Com as duas', code: 'DUAS', profileId });
  const policy = { fromMonth: '2026-01', k: 2000, bonusOnly: false, ownSurvey: 'block' } as const;
  await db.transaction((trx) => insertPolicy(trx, policy, { by: ana.id, at: NOW }));
  const version = await db.read('question_versions').where({ question_id: question }).first('id');
  return { db, people, sellerId: edu.id, productId, versionId: version.id };
}

let forms = 0;

/** The product, with the sales of one run. */
export class Product {
  readonly sales: number[] = [];
  readonly surveys: number[] = [];
  readonly #company: Company;
  readonly #run = ++forms;
  /** The executions of each survey, as they came. */
  readonly #executions = new Map<number, number[]>();

  constructor(company: Company) {
    this.#company = company;
  }

  /** Does it, and says what became of it in the model's words. */
  async step(step: Step, now: number): Promise<string> {
    if (step.kind === 'pass' || step.kind === 'evening') return 'done';
    try {
      return await this.#do(step, now);
    } catch (error) {
      if (error instanceof NotFoundError) return 'not-found';
      throw error;
    }
  }

  async #do(step: Exclude<Step, { kind: 'pass' | 'evening' }>, now: number): Promise<string> {
    const ana = this.#as('ana', now);
    switch (step.kind) {
      case 'plan':
        return this.#plan(ana, step.daysAgo, step.seller);
      case 'cancel': {
        const form = { cancelledOn: ana.today, reverseCommission: 'no' };
        return this.#said(await cancelSale(ana, at(this.sales, step.sale), form));
      }
      case 'restore':
        return this.#said(await restoreSale(ana, at(this.sales, step.sale)));
      default:
        return this.#doOn(at(this.surveys, step.survey), step, now);
    }
  }

  async #doOn(id: number, step: StepOnSurvey, now: number): Promise<string> {
    const ana = this.#as('ana', now);
    const reason = 'Porque sim';
    switch (step.kind) {
      case 'claim':
        return this.#said(await claimSurvey(this.#as(step.who, now), id));
      case 'release':
        return this.#said(await releaseClaim(this.#as(step.who, now), id));
      case 'attempt':
        return this.#attempt(id, this.#as(step.who, now), step.callBackInDays);
      case 'draft':
        return this.#said(await saveDraft(this.#as(step.who, now), { ...this.#form(id, step.who, 0, now), seen: 0 }));
      case 'finish':
        return this.#finish(id, this.#as(step.who, now), this.#form(id, step.who, step.form, now));
      case 'extend':
        return this.#said(await extendSurvey(ana, id, { expiresOn: addDays(ana.today, step.inDays), reason }));
      case 'close':
        return this.#said(await closeSurvey(ana, id, { reason: 'unreachable', note: '' }));
      case 'reopen':
        return this.#said(await reopenSurvey(ana, id, { reason }));
      case 'annul': {
        const executionId = this.#executions.get(id)?.at(-1) ?? null;
        return this.#said(await annulExecution(ana, id, { executionId, reason }));
      }
      case 'reassign': {
        if (step.to === null) return this.#said(await takeSurveyBack(ana, id));
        return this.#said(await reassignSurvey(ana, id, { operatorId: String(this.#company.people[step.to].id) }));
      }
    }
  }

  async #plan(ana: ActionContext, daysAgo: number, seller: Who | null): Promise<string> {
    const { db, people, sellerId, productId } = this.#company;
    const { id } = accepted(
      await recordSale(ana, {
        customer: 'Maria Souza',
        phone1: '(11) 98765-4321',
        product: String(productId),
        seller: String(seller === null ? sellerId : people[seller].id),
        closedOn: addDays(ana.today, -daysAgo),
        value: '100,00',
        planning: 'all',
      }),
    );
    this.sales.push(id);
    this.surveys.push(...(await db.read('surveys').where({ sale_id: id }).orderBy('rule_id').pluck('id')));
    return 'done';
  }

  async #attempt(id: number, context: ActionContext, callBackInDays: number | null): Promise<string> {
    const on = callBackInDays === null ? '' : addDays(context.today, callBackInDays);
    const callBack = on === '' ? {} : { callBackOn: on, callBackTime: '15:00' };
    const outcome = on === '' ? 'no-answer' : 'call-back';
    const result = await recordAttempt(context, id, { outcome, ...callBack, note: '', formKey: `life-${++forms}` });
    return result.ok && result.value.proposed.includes('extension') ? 'done, extension proposed' : this.#said(result);
  }

  async #finish(id: number, context: ActionContext, form: ExecutionInput): Promise<string> {
    const result = await executeSurvey(context, form);
    if (!result.ok) return this.#said(result);
    const known = this.#executions.get(id) ?? [];
    const { executionId } = result.value;
    if (!known.includes(executionId)) known.push(executionId);
    this.#executions.set(id, known);
    return `execution ${known.indexOf(executionId)}`;
  }

  #form(surveyId: number, who: Who, form: number, now: number) {
    const { people, versionId } = this.#company;
    const nonce = `${this.#run}-${surveyId}-${who}-${form}`;
    const key = { surveyId, userId: people[who].id, startedAt: now, versionIds: [versionId], nonce };
    return { surveyId, key, form: { answers: { [versionId]: { answer: '3', comment: '' } } } };
  }

  #as(who: Who, now: number): ActionContext {
    const { db, people } = this.#company;
    return { db, actor: people[who], origin: 'web', now, today: dateAt(now, ZONE) };
  }

  #said<T>(result: Result<T, { readonly kind: string }>): string {
    if (result.ok) return 'done';
    const refusal = result.refusal as { kind: string; reason?: string; claim?: { userName: string } };
    if (refusal.kind === 'claimed') return `claimed by ${refusal.claim?.userName.split(' ')[0]?.toLowerCase()}`;
    return refusal.reason === undefined ? refusal.kind : `${refusal.kind} ${refusal.reason}`;
  }
}

function at(ids: readonly number[], index: number): number {
  return ids[index % ids.length] as number;
}
