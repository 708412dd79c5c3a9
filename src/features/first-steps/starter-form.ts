import type { Configuration } from '../../actions/import-configuration.js';
import type { FieldErrors } from '../../domain/result.js';
import { STARTER_SET, starterGrades } from '../../domain/starter-set.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Translate } from '../../i18n/translate.js';
import { form, many, one, text, texts } from '../../web/forms.js';

/** The form of the starter set as typed; rules and questions by their keys. */
export interface TypedStarter {
  rules: Record<string, TypedRule>;
  questions: Record<string, TypedQuestion>;
  /** Logins. */
  operators: string[];
  sellerRuns: string;
  profile: { taken: string; name: string };
}

interface TypedRule {
  taken: string;
  name: string;
  startDays: string;
  expiryDays: string;
}

interface TypedQuestion {
  taken: string;
  text: string;
  script: string;
}

const RULE_FIELDS = ['taken', 'name', 'startDays', 'expiryDays'] as const;
const QUESTION_FIELDS = ['taken', 'text', 'script'] as const;
const QUESTIONS = STARTER_SET.flatMap((rule) => rule.questions);

/** The names of the controls, all of them known beforehand. */
const NAMES = [
  ...STARTER_SET.flatMap(({ key }) => RULE_FIELDS.map((field) => `rule.${key}.${field}`)),
  ...QUESTIONS.flatMap(({ key }) => QUESTION_FIELDS.map((field) => `question.${key}.${field}`)),
  'profile.taken',
  'profile.name',
];

export const starterBody = form({
  ...Object.fromEntries(NAMES.map((name) => [name, text(20_000)])),
  operators: texts(200, 500),
  sellerRuns: text(5),
});

/** The set as it is offered, in the reader's language, all of it taken. */
export function offeredStarter(t: Translate, operators: readonly string[]): TypedStarter {
  const words = (kind: string, key: string) => t(`starter.${kind}_${key}` as TextKey);
  const rules = STARTER_SET.map(({ key, startDays, expiryDays }) => {
    const name = words('rule', key);
    return [key, { taken: '1', name, startDays: String(startDays), expiryDays: String(expiryDays) }] as const;
  });
  const questions = QUESTIONS.map(({ key }) => {
    return [key, { taken: '1', text: words('text', key), script: words('script', key) }] as const;
  });
  return {
    rules: Object.fromEntries(rules),
    questions: Object.fromEntries(questions),
    operators: [...operators],
    sellerRuns: '',
    profile: { taken: '1', name: t('starter.profile') },
  };
}

export function readStarter(body: unknown): TypedStarter {
  const field = (name: string) => one(body, name);
  const rules = STARTER_SET.map(({ key }) => {
    const [taken, name, startDays, expiryDays] = RULE_FIELDS.map((part) => field(`rule.${key}.${part}`));
    return [key, { taken, name, startDays, expiryDays } as TypedRule] as const;
  });
  const questions = QUESTIONS.map(({ key }) => {
    const [taken, words, script] = QUESTION_FIELDS.map((part) => field(`question.${key}.${part}`));
    return [key, { taken, text: words, script } as TypedQuestion] as const;
  });
  return {
    rules: Object.fromEntries(rules),
    questions: Object.fromEntries(questions),
    operators: many(body, 'operators'),
    sellerRuns: field('sellerRuns'),
    profile: { taken: field('profile.taken'), name: field('profile.name') },
  };
}

/** What is taken of the set, and the control behind each path that a refusal may name: `rules[0].name`. */
export interface TakenStarter {
  readonly configuration: Configuration;
  controlOf(path: string): string;
}

/** The configuration that the form asks for: of the rules that are ticked, the questions that are. */
export function takenStarter(typed: TypedStarter, t: Translate): TakenStarter {
  const rules = STARTER_SET.filter(({ key }) => typed.rules[key]?.taken);
  const asked = (rule: (typeof STARTER_SET)[number]) => rule.questions.filter(({ key }) => typed.questions[key]?.taken);
  const questions = rules.flatMap(asked);
  const words = { no: t('starter.no'), partly: t('starter.partly'), yes: t('starter.yes') };
  const names = rules.map(({ key }) => typed.rules[key]?.name ?? '');
  const configuration: Configuration = {
    questions: questions.map((question) => {
      const { kind, notApplicable, commentRequiredUpTo } = question;
      const { text = '', script = '' } = typed.questions[question.key] ?? {};
      return { text, script, kind, notApplicable, commentRequiredUpTo, grades: starterGrades(question, words) };
    }),
    rules: rules.map((rule) => {
      const { name = '', startDays = '', expiryDays = '' } = typed.rules[rule.key] ?? {};
      const texts = asked(rule).map(({ key }) => typed.questions[key]?.text ?? '');
      const { operators, sellerRuns } = typed;
      return { name, startDays, expiryDays, note: '', questions: texts, operators, sellerRuns: sellerRuns !== '' };
    }),
    profiles: typed.profile.taken ? [{ name: typed.profile.name, note: '', rules: names }] : [],
    products: [],
    policies: [],
  };
  const keys = { question: questions.map(({ key }) => key), rule: rules.map(({ key }) => key) };
  return { configuration, controlOf: (path) => controlOf(path, keys) };
}

/** The controls that an error may be at, in the order in which they are on the page. */
const ON_PAGE = [
  ...STARTER_SET.flatMap((rule) => [
    ...[...RULE_FIELDS, 'questions'].map((field) => `rule.${rule.key}.${field}`),
    ...rule.questions.flatMap(({ key }) => QUESTION_FIELDS.map((field) => `question.${key}.${field}`)),
  ]),
  'operators',
  'profile.name',
];

/** The errors as who reads the page from its top comes to them. */
export function inOrderOfPage(errors: FieldErrors): FieldErrors {
  return [...errors].sort((a, b) => ON_PAGE.indexOf(a.field) - ON_PAGE.indexOf(b.field));
}

function controlOf(path: string, keys: Readonly<Record<'question' | 'rule', readonly string[]>>): string {
  const [, section = '', index = '', field = ''] = /^(question|rule|profile)s\[(\d+)\]\.(\w+)/.exec(path) ?? [];
  if (section === 'profile') return 'profile.name';
  if (field === 'operators') return 'operators';
  const key = section === 'question' || section === 'rule' ? keys[section][Number(index)] : undefined;
  return key === undefined ? '' : `${section}.${key}.${field}`;
}
