import { type FieldError, type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { nameKey } from '../domain/text.js';
import { type ConfigKind, findState } from '../store/configuration.js';
import type { Queryable } from '../store/dialect.js';
import { findProductByCode, findProductByName } from '../store/products.js';
import { findProfileByName } from '../store/profiles.js';
import { findQuestionByText } from '../store/questions.js';
import { findRuleByName } from '../store/rules.js';
import { findUserByLogin } from '../store/users.js';
import {
  type ProductEntry,
  type ProfileEntry,
  productOf,
  profileOf,
  type QuestionEntry,
  questionOf,
  type RuleEntry,
  ruleOf,
} from './configuration-entries.js';
import type { ActionContext } from './context.js';
import { saveProductIn } from './save-product.js';
import { saveProfileIn } from './save-profile.js';
import { saveQuestionIn } from './save-question.js';
import { saveRuleIn } from './save-rule.js';
import type { ConfigRefusal } from './saving.js';
import { setActiveIn } from './set-active.js';

/** A configuration to be brought in: what it does not name stays as it is. */
export interface Configuration {
  readonly questions: readonly QuestionEntry[];
  readonly rules: readonly RuleEntry[];
  readonly profiles: readonly ProfileEntry[];
  readonly products: readonly ProductEntry[];
}

export type Section = keyof Configuration;

/** How many records of each section were added, changed, and found to be so already. */
export type ImportedCounts = Record<Section, { created: number; changed: number; unchanged: number }>;

/** What becomes of a record that stands already and differs: it is changed, or its name is taken. */
export type WhereItDiffers = 'change' | 'refuse';

/**
 * Brings a configuration in, all or nothing: questions are known by their text, rules and profiles by their name,
 * products by code, then name. Twice the same changes nothing. Errors are on paths such as `rules[0].questions[1]`.
 */
export async function importConfiguration(
  context: ActionContext,
  configuration: Configuration,
  whereItDiffers: WhereItDiffers = 'change',
): Promise<Result<ImportedCounts, FieldErrors>> {
  try {
    return ok(await context.db.transaction((trx) => importAll(trx, context, configuration, whereItDiffers)));
  } catch (error) {
    if (error instanceof Refused) return refuse(error.errors);
    throw error;
  }
}

/** Thrown to roll everything back. */
class Refused extends Error {
  readonly errors: FieldErrors;
  constructor(errors: FieldErrors) {
    super('the configuration was refused');
    this.errors = errors;
  }
}

interface Saved {
  readonly id: number;
  /** Null for a new record. */
  readonly versionBefore: number | null;
}

async function importAll(
  trx: Queryable,
  context: ActionContext,
  { questions, rules, profiles, products }: Configuration,
  whereItDiffers: WhereItDiffers,
): Promise<ImportedCounts> {
  const one = (kind: ConfigKind) => new SectionImport(trx, context, kind, whereItDiffers);
  const steps = [
    await one('question').save(questions, ['text'], (entry) => saveQuestionEntry(trx, context, entry)),
    await one('rule').save(rules, ['name'], (entry) => saveRuleEntry(trx, context, entry)),
    await one('profile').save(profiles, ['name'], (entry) => saveProfileEntry(trx, context, entry)),
    await one('product').save(products, ['name', 'code'], (entry) => saveProductEntry(trx, context, entry)),
  ] as const;
  // Only now: a record that is on its way out may still be named by one that was saved after it.
  for (const step of steps) await step.deactivate();
  const [question, rule, profile, product] = steps;
  return {
    questions: await question.counts(),
    rules: await rule.counts(),
    profiles: await profile.counts(),
    products: await product.counts(),
  };
}

/** One section of the file on its way in. */
class SectionImport {
  readonly #trx: Queryable;
  readonly #context: ActionContext;
  readonly #kind: ConfigKind;
  readonly #whereItDiffers: WhereItDiffers;
  readonly #saved: (Saved & { active: boolean | undefined })[] = [];

  constructor(trx: Queryable, context: ActionContext, kind: ConfigKind, whereItDiffers: WhereItDiffers) {
    this.#trx = trx;
    this.#context = context;
    this.#kind = kind;
    this.#whereItDiffers = whereItDiffers;
  }

  /** Saves every entry, or throws all that is wrong with any. */
  async save<E extends { readonly active?: boolean | undefined }>(
    entries: readonly E[],
    keys: readonly (keyof E & string)[],
    save: (entry: E) => Promise<Result<Saved, FieldErrors>>,
  ): Promise<this> {
    const errors: FieldError[] = [];
    const seen = new Set<string>();
    for (const [index, entry] of entries.entries()) {
      const at = `${this.#kind}s[${index}]`;
      const taken = keys.find((key) => entry[key] && seen.has(seenAs(key, entry[key])));
      for (const key of keys) seen.add(seenAs(key, entry[key]));
      const result = taken ? refuse([{ field: taken, message: 'duplicate' as const }]) : await save(entry);
      if (!result.ok) errors.push(...result.refusal.map((error) => ({ ...error, field: pathOf(at, error.field) })));
      else if (this.#whereItDiffers === 'refuse' && (await this.#outcome(result.value)) === 'changed')
        errors.push({ field: pathOf(at, keys[0] ?? ''), message: 'taken' });
      else {
        this.#saved.push({ ...result.value, active: entry.active });
        if (entry.active === true) await this.#set(result.value.id, true);
      }
    }
    if (errors.length > 0) throw new Refused(errors);
    return this;
  }

  async deactivate(): Promise<void> {
    for (const { id, active } of this.#saved) if (active === false) await this.#set(id, false);
  }

  async counts(): Promise<ImportedCounts[Section]> {
    const counts = { created: 0, changed: 0, unchanged: 0 };
    for (const saved of this.#saved) counts[await this.#outcome(saved)] += 1;
    return counts;
  }

  async #outcome({ id, versionBefore }: Saved): Promise<keyof ImportedCounts[Section]> {
    if (versionBefore === null) return 'created';
    const state = await findState(this.#trx, this.#kind, id);
    return state?.version === versionBefore ? 'unchanged' : 'changed';
  }

  async #set(id: number, active: boolean): Promise<void> {
    const state = await findState(this.#trx, this.#kind, id);
    if (state === null) return;
    const target = { id, version: state.version };
    const result = await setActiveIn(this.#trx, this.#context, this.#kind, target, active);
    if (!result.ok && result.refusal.kind === 'applying')
      throw new Refused([{ field: '', message: 'changeBeingApplied' }]);
  }
}

function seenAs(key: string, value: unknown): string {
  return `${key} ${nameKey(String(value ?? ''))}`;
}

/** `grades.0.label` → `questions[2].grades[0].label`. */
function pathOf(at: string, field: string): string {
  return `${at}.${field.replace(/\.(\d+)/g, '[$1]')}`;
}

async function saveQuestionEntry(trx: Queryable, context: ActionContext, entry: QuestionEntry) {
  const before = await findQuestionByText(trx, entry.text);
  const checked = questionOf(entry, before);
  if (!checked.ok) return checked;
  return saved(await saveQuestionIn(trx, context, before, checked.value), before);
}

async function saveRuleEntry(trx: Queryable, context: ActionContext, entry: RuleEntry) {
  const before = await findRuleByName(trx, entry.name);
  const questions = await resolve('questions', entry.questions, (text) => findQuestionByText(trx, text));
  const operators = await resolve('operators', entry.operators, (login) => findUserByLogin(trx, login));
  if (!questions.ok || !operators.ok) return refuse([...faults(questions), ...faults(operators)]);
  const checked = ruleOf(entry, before, { questions: questions.value, operators: operators.value });
  if (!checked.ok) return checked;
  return saved(await saveRuleIn(trx, context, before, checked.value.rule, checked.value.active), before);
}

async function saveProfileEntry(trx: Queryable, context: ActionContext, entry: ProfileEntry) {
  const before = await findProfileByName(trx, entry.name);
  const rules = await resolve('rules', entry.rules, (name) => findRuleByName(trx, name));
  if (!rules.ok) return rules;
  const checked = profileOf(entry, before, rules.value);
  if (!checked.ok) return checked;
  return saved(await saveProfileIn(trx, context, before, checked.value), before);
}

async function saveProductEntry(trx: Queryable, context: ActionContext, entry: ProductEntry) {
  const byCode = entry.code ? await findProductByCode(trx, entry.code) : null;
  const before = byCode ?? (await findProductByName(trx, entry.name));
  const profile = entry.profile ? await findProfileByName(trx, entry.profile) : null;
  if (entry.profile && profile === null) return refuse([unknownName('profile', entry.profile)]);
  const checked = productOf(entry, before, profile?.id ?? null, context.today);
  if (!checked.ok) return checked;
  return saved(await saveProductIn(trx, context, before, checked.value), before);
}

function saved(
  result: Result<number, ConfigRefusal>,
  before: { readonly version: number } | null,
): Result<Saved, FieldErrors> {
  if (result.ok) return ok({ id: result.value, versionBefore: before?.version ?? null });
  if (result.refusal.kind === 'stale') throw new Error('a record changed within the transaction that read it');
  if (result.refusal.kind === 'applying') return refuse([{ field: '', message: 'changeBeingApplied' }]);
  if (result.refusal.kind === 'effects') throw new Error('an import applies nothing to what exists');
  return refuse(result.refusal.errors);
}

/** The ids behind the names of a list; null when the list is absent. */
async function resolve(
  field: string,
  names: readonly string[] | undefined,
  find: (name: string) => Promise<{ readonly id: number } | null>,
): Promise<Result<number[] | null, FieldErrors>> {
  if (names === undefined) return ok(null);
  const ids: number[] = [];
  const errors: FieldError[] = [];
  for (const [index, name] of names.entries()) {
    const record = await find(name);
    if (record === null) errors.push(unknownName(`${field}.${index}`, name));
    else ids.push(record.id);
  }
  return errors.length > 0 ? refuse(errors) : ok(ids);
}

function unknownName(field: string, name: string): FieldError {
  return { field, message: 'unknownName', params: { name } };
}

function faults(result: Result<unknown, FieldErrors>): FieldErrors {
  return result.ok ? [] : result.refusal;
}
