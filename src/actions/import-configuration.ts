import type { CleanProduct } from '../domain/product.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import type { CleanRule } from '../domain/rule.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { findProductByCode, findProductByName } from '../store/products.js';
import { findProfileByName } from '../store/profiles.js';
import { findQuestionByText } from '../store/questions.js';
import { findRuleByName } from '../store/rules.js';
import { findUserByLogin } from '../store/users.js';
import { addBasesIn } from './add-bases.js';
import {
  basesOf,
  type PolicyEntry,
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
import { importPolicies } from './import-policies.js';
import { resolveNames, withNames } from './named-records.js';
import { saveProductIn } from './save-product.js';
import { saveProfileIn } from './save-profile.js';
import { saveQuestionIn } from './save-question.js';
import { saveRuleIn } from './save-rule.js';
import type { ConfigRefusal } from './saving.js';
import { Refused, type Saved, type SectionCounts, SectionImport, type WhereItDiffers } from './section-import.js';

/** A configuration to be brought in: what it does not name stays as it is. */
export interface Configuration {
  readonly questions: readonly QuestionEntry[];
  readonly rules: readonly RuleEntry[];
  readonly profiles: readonly ProfileEntry[];
  readonly products: readonly ProductEntry[];
  readonly policies: readonly PolicyEntry[];
}

export type Section = keyof Configuration;

export type ImportedCounts = Record<Section, SectionCounts>;

/**
 * Brings a configuration in, all or nothing: questions are known by their text, rules and profiles by their name,
 * products by code, then name. Twice the same changes nothing. Bases and policies that stand are never replaced. Errors
 * are on paths such as `rules[0].questions[1]`, and all of them are found at once: what names a record that is itself
 * refused is not at fault for that. Policies need a user who acts.
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

async function importAll(
  trx: Queryable,
  context: ActionContext,
  configuration: Configuration,
  whereItDiffers: WhereItDiffers,
): Promise<ImportedCounts> {
  const { questions, rules, profiles, products, policies } = configuration;
  await lockAll(trx, bringsCommissions(configuration));
  const [question, rule, profile, product] = (['question', 'rule', 'profile', 'product'] as const).map(
    (kind) => new SectionImport(trx, context, kind, whereItDiffers),
  ) as [SectionImport, SectionImport, SectionImport, SectionImport];
  await question.save(questions, ['text'], (entry) => saveQuestionEntry(trx, context, entry));
  await rule.save(rules, ['name'], (entry) => saveRuleEntry(trx, context, entry, question));
  await profile.save(profiles, ['name'], (entry) => saveProfileEntry(trx, context, entry, rule));
  await product.save(products, ['name', 'code'], (entry) => saveProductEntry(trx, context, entry, profile));
  const policy = await importPolicies(trx, context, policies);
  const sections = [question, rule, profile, product];
  const errors = [...sections.flatMap((section) => section.errors), ...policy.errors];
  if (errors.length > 0) throw new Refused(errors);
  // Only now: a record that is on its way out may still be named by one that was saved after it.
  for (const section of sections) await section.deactivate();
  return {
    questions: await question.counts(),
    rules: await rule.counts(),
    profiles: await profile.counts(),
    products: await product.counts(),
    policies: policy.counts,
  };
}

function bringsCommissions({ products, policies }: Configuration): boolean {
  return policies.length > 0 || products.some(({ commissions }) => commissions !== undefined);
}

/**
 * What saving the records of all sections locks, at once: one after the other would not be in order. Where bases or policies
 * come, it is looked up which months are closed, and none may close until all is written.
 */
async function lockAll(trx: Queryable, commissions: boolean): Promise<void> {
  await lockNames(trx, 'questions', 'profiles', 'products', 'rules', 'customers', 'sales');
  if (commissions) await lockNames(trx, 'commission_policies', 'commission_months');
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
  const bases = basesOf(entry);
  const checked = productOf(entry, before, { profileId: profiles.ids?.[0] ?? null, bases }, context.today);
  const save = async (product: CleanProduct) => {
    const result = await saveProductIn(trx, context, before, product);
    return result.ok && bases.ok
      ? addBasesIn(trx, context, { id: result.value, isNew: before === null }, bases.value)
      : result;
  };
  const result = await savedIf(checked, save, before);
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
