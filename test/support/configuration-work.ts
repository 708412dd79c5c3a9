import { annulExecution } from '../../src/actions/annul-execution.js';
import { claimSurvey } from '../../src/actions/claim-survey.js';
import { closeSurvey } from '../../src/actions/close-survey.js';
import { executeSurvey } from '../../src/actions/execute-survey.js';
import { extendSurvey } from '../../src/actions/extend-survey.js';
import { openFollowUp } from '../../src/actions/open-follow-up.js';
import { reassignSurvey, takeSurveyBack } from '../../src/actions/reassign-survey.js';
import { recordAttempt } from '../../src/actions/record-attempt.js';
import { releaseClaim } from '../../src/actions/release-claim.js';
import { reopenSurvey } from '../../src/actions/reopen-survey.js';
import { saveDraft } from '../../src/actions/save-draft.js';
import { NotFoundError } from '../../src/store/not-found.js';
import { contextOf, type World } from './configuration-base.js';
import { later, type Model, type ModelSale, type ModelSurvey, type Person } from './configuration-model.js';

// What people do with surveys (SPEC 4 and 5), naively told beside the product, which must allow the same: by this a survey
// becomes touched, untouched again, settled, and open again.

export const WORK = [
  'execute',
  'annul',
  'close',
  'reopen',
  'attempt',
  'draft',
  'claim',
  'release',
  'extend',
  'reassign',
  'take-back',
  'follow-up',
] as const;

type Verb = (typeof WORK)[number];

export interface WorkCommand {
  readonly work: Verb;
  /** Both taken modulo what there is; −1 is the last. */
  readonly sale: number;
  readonly survey: number;
  /** Who does it, where operators do; to whom it is given, where it is. */
  readonly who: Person;
  /** How long after what was done before. */
  readonly minutes: number;
}

const HALF_HOUR = 30 * 60_000;

/** Does it in both, and compares whether it could be done; returns that. `nothing`: there is no survey to do it with. */
export async function runWorkCommand(world: World, command: WorkCommand): Promise<'done' | 'refused' | 'nothing'> {
  const [at, sale] = pick(world.model.sales, command.sale);
  const [, survey] = pick(sale?.surveys ?? [], command.survey);
  if (sale === undefined || survey === undefined) return 'nothing';
  world.minutes += command.minutes;
  const { today, now } = contextOf(world);
  const work = { model: world.model, sale, survey, who: command.who, today, now };
  const allowed = isAllowed(command.work, work);
  const done = await doInProduct(world, command, { survey, saleId: world.saleIds[at] ?? 0 });
  if (done !== allowed) throw new Error(`${command.work} was ${done ? 'done' : 'refused'}: ${JSON.stringify(survey)}`);
  if (!allowed) return 'refused';
  doInModel(command.work, work);
  return 'done';
}

function pick<T>(list: readonly T[], number: number): readonly [at: number, one: T | undefined] {
  const at = (number + list.length) % Math.max(1, list.length);
  return [at, list[at]];
}

interface Work {
  readonly model: Model;
  readonly sale: ModelSale;
  readonly survey: ModelSurvey;
  readonly who: Person;
  readonly today: string;
  readonly now: number;
}

function isHeldBy({ survey: { claim }, now }: Work, who: Person): boolean {
  return claim !== null && claim.by === who && claim.until > now;
}

function isResponsible({ survey: { own }, who }: Work): boolean {
  return (own ?? 'bruno') === who;
}

/** SPEC 4 and 5: from its opening to its expiry, or past that with a live claim; and not over somebody else's claim. */
function isAllowed(verb: Verb, work: Work): boolean {
  const { survey, sale, who, today } = work;
  const open = survey.outcome === null;
  switch (verb) {
    case 'execute':
    case 'attempt':
    case 'draft':
    case 'claim': {
      const his = isHeldBy(work, who);
      const inTime = today >= survey.opensOn && (today <= survey.expiresOn || his);
      const free = !isHeldBy(work, who === 'bruno' ? 'carla' : 'bruno');
      return open && inTime && free && (isResponsible(work) || his);
    }
    case 'annul':
      return survey.outcome === 'executed';
    case 'reopen':
      return survey.outcome === 'closed' && !sale.cancelled;
    case 'release':
      return isHeldBy(work, 'bruno') || isHeldBy(work, 'carla');
    case 'reassign':
      return open && survey.own !== who;
    case 'take-back':
      return open && survey.own !== null;
    case 'close':
    case 'extend':
      return open;
    case 'follow-up':
      return true;
  }
}

function doInModel(verb: Verb, work: Work): void {
  const { survey, sale, who, today, now } = work;
  switch (verb) {
    case 'execute':
    case 'close':
      Object.assign(survey, { outcome: verb === 'close' ? 'closed' : 'executed', claim: null, marked: true });
      return;
    case 'annul':
    case 'reopen':
      survey.outcome = sale.cancelled ? 'cancelled' : null;
      return;
    case 'attempt':
      survey.marked = true;
      if (isHeldBy(work, who)) take(work);
      return;
    case 'draft':
      survey.marked = true;
      take(work);
      return;
    case 'claim':
      // Who has it past its expiry or though it is another's keeps it, no longer.
      if (today <= survey.expiresOn && isResponsible(work)) take(work);
      return;
    case 'release':
      survey.claim = null;
      return;
    case 'extend':
      survey.expiresOn = survey.extendedTo = extendedTo(survey, today);
      survey.marked = true;
      return;
    case 'reassign':
      survey.own = who;
      return;
    case 'take-back':
      survey.own = null;
      return;
    case 'follow-up':
      survey.marked = true;
  }

  /** One claim per user: a new one releases the last. */
  function take({ model }: Work): void {
    const all = model.sales.flatMap(({ surveys }) => surveys);
    for (const other of all) if (other.claim?.by === who) other.claim = null;
    survey.claim = { by: who, until: now + HALF_HOUR };
  }
}

function extendedTo({ expiresOn }: ModelSurvey, today: string): string {
  return later(expiresOn > today ? expiresOn : today, 9);
}

let keys = 0;

/** Whether the product did it. */
async function doInProduct(
  world: World,
  { work, who }: WorkCommand,
  { survey, saleId }: { readonly survey: ModelSurvey; readonly saleId: number },
): Promise<boolean> {
  const { people, rules, versions } = world.base;
  const row = await world.db.read('surveys').where({ sale_id: saleId, rule_id: rules[survey.rule] }).first();
  const [surveyId, davi, operator] = [row.id, contextOf(world), contextOf(world, who)];
  const version = versions[survey.rule] ?? 0;
  const nonce = `model-${++keys}`;
  const key = { surveyId, userId: people[who].id, startedAt: operator.now, versionIds: [version], nonce };
  const form = { answers: { [version]: { answer: '5' } } };
  const operatorId = String(people[who].id);
  const followUp = { kind: 'doubt', priority: '2', ownerId: operatorId, dueOn: '', text: 'Fatura em dobro' };
  const actions: Record<Verb, () => Promise<{ readonly ok: boolean }>> = {
    execute: () => executeSurvey(operator, { surveyId, key, form }),
    annul: () => annulExecution(davi, surveyId, { executionId: row.execution_id, reason: 'engano' }),
    close: () => closeSurvey(davi, surveyId, { reason: 'unreachable', note: '' }),
    reopen: () => reopenSurvey(davi, surveyId, { reason: 'engano' }),
    attempt: () => recordAttempt(operator, surveyId, { outcome: 'no-answer', formKey: nonce }),
    draft: () => saveDraft(operator, { surveyId, key, form, seen: 0 }),
    claim: () => claimSurvey(operator, surveyId),
    release: () => releaseClaim(davi, surveyId),
    extend: () => extendSurvey(davi, surveyId, { expiresOn: extendedTo(survey, davi.today), reason: 'pediu' }),
    reassign: () => reassignSurvey(davi, surveyId, { operatorId }),
    'take-back': () => takeSurveyBack(davi, surveyId),
    'follow-up': () => openFollowUp(davi, { kind: 'survey', id: surveyId }, followUp, nonce),
  };
  try {
    return (await actions[work]()).ok;
  } catch (error) {
    // Not his to run.
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}
