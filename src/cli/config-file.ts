import type {
  BaseEntry,
  CommissionEntry,
  GradeEntry,
  PolicyEntry,
  ProductEntry,
  ProfileEntry,
  QuestionEntry,
  RuleEntry,
} from '../actions/configuration-entries.js';
import type { Configuration } from '../actions/import-configuration.js';
import { CommandError } from './errors.js';
import { boolean, list, nullable, number, object, optional, readShape, type Shape, string } from './json-shape.js';

const grade = object<GradeEntry>({ label: string, weight: number, signal: optional(nullable(string)) });

const question = object<QuestionEntry>({
  text: string,
  script: optional(string),
  kind: optional(nullable(string)),
  notApplicable: optional(boolean),
  commentRequiredUpTo: optional(nullable(number)),
  grades: optional(list(grade)),
  active: optional(boolean),
});

const rule = object<RuleEntry>({
  name: string,
  startDays: optional(number),
  expiryDays: optional(number),
  businessDays: optional(boolean),
  note: optional(string),
  whatsAppText: optional(string),
  questions: optional(list(string)),
  operators: optional(list(string)),
  sellerRuns: optional(boolean),
  active: optional(boolean),
});

const profile = object<ProfileEntry>({
  name: string,
  note: optional(string),
  rules: optional(list(string)),
  active: optional(boolean),
});

const amount = object<{ amount: string }>({ amount: string });
const percent = object<{ percent: string }>({ percent: string });
const commission: Shape<CommissionEntry> = (value, path, complain) =>
  typeof value === 'object' && value !== null && 'percent' in value
    ? percent(value, path, complain)
    : amount(value, path, complain);

const base = object<BaseEntry>({ from: nullable(string), base: nullable(commission) });

const productKeys = object<ProductEntry>({
  code: optional(nullable(string)),
  name: string,
  profile: optional(nullable(string)),
  commission: optional(nullable(commission)),
  commissions: optional(list(base)),
  active: optional(boolean),
});

const product: Shape<ProductEntry> = (value, path, complain) => {
  const entry = productKeys(value, path, complain);
  if (entry.commission !== undefined && entry.commissions !== undefined)
    complain(`${path}.commissions: give either these or commission, which is the base from today`);
  return entry;
};

const policy = object<PolicyEntry>({ fromMonth: string, k: string, bonusOnly: boolean, ownSurvey: string });

const file = object<{ [K in keyof Configuration]: Configuration[K] | undefined }>({
  questions: optional(list(question)),
  rules: optional(list(rule)),
  profiles: optional(list(profile)),
  products: optional(list(product)),
  policies: optional(list(policy)),
});

/** The configuration that a file's text holds. @throws CommandError with every path that is wrong */
export function parseConfigurationFile(text: string): Configuration {
  const { value, complaints } = readShape(file, parseJson(text.replace(/^\uFEFF/, '')));
  if (complaints.length > 0) throw new CommandError(complaints);
  const { questions = [], rules = [], profiles = [], products = [], policies = [] } = value;
  return { questions, rules, profiles, products, policies };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`the file is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
