import type { ActionContext } from '../../src/actions/context.js';
import { saveProduct } from '../../src/actions/save-product.js';
import { saveProfile } from '../../src/actions/save-profile.js';
import { saveQuestion } from '../../src/actions/save-question.js';
import { saveRule } from '../../src/actions/save-rule.js';
import type { CleanProduct } from '../../src/domain/product.js';
import type { CleanProfile } from '../../src/domain/profile.js';
import type { CleanQuestion } from '../../src/domain/question.js';
import type { Result } from '../../src/domain/result.js';
import type { CleanRule } from '../../src/domain/rule.js';
import type { Database } from '../../src/store/connection.js';
import { NOW } from './app.js';

/** The context of an action by davi (or whoever has the id) on the day of the tests, 2026-07-10. */
export function adminContext(db: Database, actorId: number | null = null): ActionContext {
  return { db, actor: { id: actorId, role: 'admin' }, origin: 'web', now: NOW, today: '2026-07-10' };
}

/** The value of a result that must not be a refusal. */
export function accepted<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

export const FIVE_GRADES: CleanQuestion['grades'] = [-100, -50, 0, 50, 100].map((weight, index) => ({
  label: String(index + 1),
  weight,
  signal: null,
}));

/** A question from 1 to 5. */
export function aQuestion(changes: Partial<CleanQuestion> = {}): CleanQuestion {
  return {
    text: 'Como avalia a instalação?',
    script: '',
    kind: null,
    notApplicable: false,
    commentRequiredUpTo: null,
    grades: FIVE_GRADES,
    ...changes,
  };
}

/** A rule of 7 and 3 days without questions or operators. */
export function aRule(changes: Partial<CleanRule> = {}): CleanRule {
  return {
    name: 'Instalação',
    startDays: 7,
    expiryDays: 3,
    businessDays: false,
    note: '',
    whatsAppText: '',
    questions: [],
    operators: [],
    sellerRuns: false,
    ...changes,
  };
}

export function aProfile(changes: Partial<CleanProfile> = {}): CleanProfile {
  return { name: 'Fibra', note: '', rules: [], ...changes };
}

export function aProduct(changes: Partial<CleanProduct> = {}): CleanProduct {
  return { name: 'Fibra 500 Mega', code: 'F500', profileId: null, commission: null, ...changes };
}

/** Saves a question and returns its id. */
export async function addQuestion(context: ActionContext, changes: Partial<CleanQuestion> = {}): Promise<number> {
  return accepted(await saveQuestion(context, null, aQuestion(changes)));
}

/** Saves a rule, active unless said otherwise, and returns its id. */
export async function addRule(
  context: ActionContext,
  changes: Partial<CleanRule> = {},
  active = true,
): Promise<number> {
  return accepted(await saveRule(context, null, aRule(changes), active));
}

export async function addProfile(context: ActionContext, changes: Partial<CleanProfile> = {}): Promise<number> {
  return accepted(await saveProfile(context, null, aProfile(changes)));
}

export async function addProduct(context: ActionContext, changes: Partial<CleanProduct> = {}): Promise<number> {
  return accepted(await saveProduct(context, null, aProduct(changes)));
}
