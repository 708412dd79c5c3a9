import { writeFile } from 'node:fs/promises';
import type {
  CommissionEntry,
  PolicyEntry,
  ProductEntry,
  ProfileEntry,
  QuestionEntry,
  RuleEntry,
} from '../actions/configuration-entries.js';
import type { Configuration } from '../actions/import-configuration.js';
import { type PolicyVersion, policiesByMonth, weightText } from '../domain/commission-policy.js';
import { basesByDay, type CommissionBase } from '../domain/product.js';
import { nameKey } from '../domain/text.js';
import { type ConfigurationDump, dumpConfiguration } from '../store/configuration-dump.js';
import type { Profile } from '../store/profiles.js';
import type { Question } from '../store/questions.js';
import type { Rule } from '../store/rules.js';
import type { Command } from './command.js';
import { reading } from './database.js';

/** `config export FILE`: what `config import` takes. */
export const configExport: Command = {
  name: 'config export',
  summary: 'Write questions, rules, profiles, products and policies as JSON (- for the standard output)',
  positionals: ['FILE'],
  async run(args, io) {
    const configuration = await reading(io, async ({ db }) => configurationOf(await dumpConfiguration(db.read)));
    const text = JSON.stringify(configuration, null, 2);
    const file = args.positional('FILE');
    if (file === '-') return io.out(text);
    await writeFile(file, `${text}\n`);
    io.err(`wrote ${file}`);
  },
};

/**
 * Every record with every key, by name, with all bases and policies that hold at any time, by date: the same configuration
 * gives the same text on every machine and on every day.
 */
export function configurationOf(dump: ConfigurationDump): Configuration {
  const textOf = new Map(dump.questions.map(({ id, text }) => [id, text]));
  const ruleNameOf = new Map(dump.rules.map(({ id, name }) => [id, name]));
  const profileNameOf = new Map(dump.profiles.map(({ id, name }) => [id, name]));
  return {
    questions: sorted(dump.questions, ({ text }) => text).map(questionEntry),
    rules: sorted(dump.rules, ({ name }) => name).map((rule) => ruleEntry(rule, textOf, dump.logins)),
    profiles: sorted(dump.profiles, ({ name }) => name).map((profile) => profileEntry(profile, ruleNameOf)),
    products: sorted(dump.products, ({ name }) => name).map(
      ({ code, name, profileId, commissions, active }): ProductEntry => ({
        code,
        name,
        profile: profileId === null ? null : (profileNameOf.get(profileId) ?? null),
        commissions: basesByDay(commissions).map(({ from, base }) => ({ from, base: base && commissionEntry(base) })),
        active,
      }),
    ),
    policies: policiesByMonth(dump.policies).map(policyEntry),
  };
}

function questionEntry(question: Question): QuestionEntry {
  const { text, script, kind, notApplicable, commentRequiredUpTo, grades, active } = question;
  const entries = grades.map(({ label, weight, signal }) => ({ label, weight, ...(signal && { signal }) }));
  return { text, script, kind, notApplicable, commentRequiredUpTo, grades: entries, active };
}

/** Operators who lost their login are left out: they have no name in a file, and run nothing. */
function ruleEntry(rule: Rule, textOf: Names, logins: Names): RuleEntry {
  const { name, startDays, expiryDays, businessDays, note, whatsAppText, sellerRuns, active } = rule;
  const operators = namesOf(rule.operators, logins).sort();
  return {
    name,
    startDays,
    expiryDays,
    businessDays,
    note,
    whatsAppText,
    questions: namesOf(rule.questions, textOf),
    operators,
    sellerRuns,
    active,
  };
}

function profileEntry({ name, note, rules, active }: Profile, ruleNameOf: Names): ProfileEntry {
  return { name, note, rules: namesOf(rules, ruleNameOf), active };
}

function policyEntry({ fromMonth, k, bonusOnly, ownSurvey }: PolicyVersion): PolicyEntry {
  return { fromMonth, k: weightText(k, '.'), bonusOnly, ownSurvey };
}

function commissionEntry(base: CommissionBase): CommissionEntry {
  switch (base.kind) {
    case 'amount':
      return { amount: hundredths(base.cents) };
    case 'rate':
      return { percent: hundredths(base.basisPoints) };
  }
}

function hundredths(value: number): string {
  return `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;
}

type Names = ReadonlyMap<number, string>;

function namesOf(ids: readonly number[], names: Names): string[] {
  return ids.flatMap((id) => names.get(id) ?? []);
}

function sorted<T>(records: readonly T[], nameOf: (record: T) => string): T[] {
  const key = (record: T) => nameKey(nameOf(record));
  return [...records].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
