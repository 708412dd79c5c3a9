import { type FieldError, type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import type { CleanRule } from '../domain/rule.js';
import { nameKey } from '../domain/text.js';
import { type ConfigKind, findState, nameTaken } from '../store/configuration.js';
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
import { resolveNames, withNames } from './named-records.js';
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
 * products by code, then name. Twice the same changes nothing. Errors are on paths such as `rules[0].questions[1]`, and
 * all of them are found at once: what names a record that is itself refused is not at fault for that.
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
  const [question, rule, profile, product] = (['question', 'rule', 'profile', 'product'] as const).map(
    (kind) => new SectionImport(trx, context, kind, whereItDiffers),
  ) as [SectionImport, SectionImport, SectionImport, SectionImport];
  await question.save(questions, ['text'], (entry) => saveQuestionEntry(trx, context, entry));
  await rule.save(rules, ['name'], (entry) => saveRuleEntry(trx, context, entry, question));
  await profile.save(profiles, ['name'], (entry) => saveProfileEntry(trx, context, entry, rule));
  await product.save(products, ['name', 'code'], (entry) => saveProductEntry(trx, context, entry, profile));
  const sections = [question, rule, profile, product];
  const errors = sections.flatMap((section) => section.errors);
  if (errors.length > 0) throw new Refused(errors);
  // Only now: a record that is on its way out may still be named by one that was saved after it.
  for (const section of sections) await section.deactivate();
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
  /** What names the entries that were not saved. */
  readonly #refused = new Set<string>();
  readonly errors: FieldError[] = [];

  constructor(trx: Queryable, context: ActionContext, kind: ConfigKind, whereItDiffers: WhereItDiffers) {
    this.#trx = trx;
    this.#context = context;
    this.#kind = kind;
    this.#whereItDiffers = whereItDiffers;
  }

  /** Saves every entry that can be saved, and keeps what is wrong with the others. */
  async save<E extends { readonly active?: boolean | undefined }>(
    entries: readonly E[],
    keys: readonly (keyof E & string)[],
    save: (entry: E) => Promise<Result<Saved, FieldErrors>>,
  ): Promise<void> {
    const seen = new Set<string>();
    for (const [index, entry] of entries.entries()) {
      const at = `${this.#kind}s[${index}]`;
      const taken = keys.find((key) => entry[key] && seen.has(seenAs(key, entry[key])));
      for (const key of keys) seen.add(seenAs(key, entry[key]));
      const result = taken ? refuse([{ field: taken, message: 'duplicate' as const }]) : await save(entry);
      const faults = await this.#faultsOf(result, keys[0] ?? '', entry);
      if (!result.ok) this.#refused.add(nameKey(nameOf(entry, keys[0])));
      else if (faults.length === 0) this.#saved.push({ ...result.value, active: entry.active });
      this.errors.push(...faults.map((error) => ({ ...error, field: pathOf(at, error.field) })));
      if (result.ok && faults.length === 0 && entry.active === true) await this.#set(result.value.id, true);
    }
  }

  /** What the entry itself lacks, and whether it is refused because its name is taken: what is not saved differs, too. */
  async #faultsOf<E>(result: Result<Saved, FieldErrors>, key: string, entry: E): Promise<FieldErrors> {
    const faults = result.ok ? [] : result.refusal;
    if (this.#whereItDiffers === 'change' || faults.some(({ field }) => field === key)) return faults;
    const differs = result.ok
      ? (await this.#outcome(result.value)) === 'changed'
      : await nameTaken(this.#trx, this.#kind, nameOf(entry, key as keyof E), null);
    return differs ? [{ field: key, message: 'taken' }, ...faults] : faults;
  }

  /** Whether the file has a record of that name which is refused. */
  readonly refuses = (name: string): boolean => this.#refused.has(nameKey(name));

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

function nameOf<E>(entry: E, key: keyof E | undefined): string {
  return key === undefined ? '' : String(entry[key] ?? '');
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
  return savedIf(questionOf(entry, before), (question) => saveQuestionIn(trx, context, before, question), before);
}

async function saveRuleEntry(trx: Queryable, context: ActionContext, entry: RuleEntry, asked: SectionImport) {
  const before = await findRuleByName(trx, entry.name);
  const texts = entry.questions;
  const questions = await resolveNames('questions', texts, (text) => findQuestionByText(trx, text), asked.refuses);
  const operators = await resolveNames('operators', entry.operators, (login) => findUserByLogin(trx, login));
  const checked = ruleOf(entry, before, { questions: questions.ids, operators: operators.ids });
  const save = ({ rule, active }: { rule: CleanRule; active: boolean }) =>
    saveRuleIn(trx, context, before, rule, active);
  return withNames(await savedIf(checked, save, before), [questions, operators]);
}

async function saveProfileEntry(trx: Queryable, context: ActionContext, entry: ProfileEntry, asked: SectionImport) {
  const before = await findProfileByName(trx, entry.name);
  const rules = await resolveNames('rules', entry.rules, (name) => findRuleByName(trx, name), asked.refuses);
  const checked = profileOf(entry, before, rules.ids);
  return withNames(await savedIf(checked, (profile) => saveProfileIn(trx, context, before, profile), before), [rules]);
}

async function saveProductEntry(trx: Queryable, context: ActionContext, entry: ProductEntry, asked: SectionImport) {
  const byCode = entry.code ? await findProductByCode(trx, entry.code) : null;
  const before = byCode ?? (await findProductByName(trx, entry.name));
  const named = entry.profile ? [entry.profile] : [];
  const profiles = await resolveNames('profile', named, (name) => findProfileByName(trx, name), asked.refuses);
  const checked = productOf(entry, before, profiles.ids?.[0] ?? null, context.today);
  const result = await savedIf(checked, (product) => saveProductIn(trx, context, before, product), before);
  // Of one name there is no place in a list.
  return withNames(result, [{ ...profiles, errors: profiles.errors.map((error) => ({ ...error, field: 'profile' })) }]);
}

/** Saves what was found right. */
async function savedIf<T>(
  checked: Result<T, FieldErrors>,
  save: (clean: T) => Promise<Result<number, ConfigRefusal>>,
  before: { readonly version: number } | null,
): Promise<Result<Saved, FieldErrors>> {
  return checked.ok ? saved(await save(checked.value), before) : checked;
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
