import type { Signal } from '../../domain/grades.js';
import { STARTER_SET, type StarterQuestion, starterGrades } from '../../domain/starter-set.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Translate } from '../../i18n/translate.js';
import type { Named } from '../../store/configuration.js';
import type { TypedStarter } from './starter-form.js';

const SIGNAL_WORDS: Readonly<Record<Signal, TextKey>> = {
  complaint: 'shared.signalComplaint',
  doubt: 'shared.signalDoubt',
  improvement: 'shared.signalImprovement',
  opportunity: 'shared.signalOpportunity',
};

/** The form of the starter set: its rules with their questions, who runs them, and the profile. */
export function starterViews(typed: TypedStarter, people: readonly (Named & { login: string })[], t: Translate) {
  const seller = {
    name: 'sellerRuns',
    value: '1',
    label: t('rules.seller'),
    detail: t('rules.sellerDetail'),
    selected: typed.sellerRuns !== '',
  };
  const operators = people.map(({ name, login }) => ({
    value: login,
    label: name,
    detail: login,
    selected: typed.operators.includes(login),
  }));
  return {
    starterRules: STARTER_SET.map(({ key, questions }) => ({
      control: `rule.${key}`,
      title: t(`starter.rule_${key}` as TextKey),
      why: t(`starter.why_${key}` as TextKey),
      typed: typed.rules[key],
      questions: questions.map((question) => ({
        control: `question.${question.key}`,
        scale: scaleText(question, t),
        typed: typed.questions[question.key],
      })),
    })),
    people: [seller, ...operators],
    profile: typed.profile,
  };
}

/** The scale and the options in words: `Notas: 1, 2, 3, 4, 5. Comentário obrigatório até 2. Reclamação: 1, 2.` */
function scaleText(question: StarterQuestion, t: Translate): string {
  const words = { no: t('starter.no'), partly: t('starter.partly'), yes: t('starter.yes') };
  const grades = starterGrades(question, words);
  const limit = grades[(question.commentRequiredUpTo ?? 0) - 1]?.label;
  const signals = [...new Set(grades.flatMap(({ signal }) => signal ?? []))];
  return [
    t('starter.scaleOf', { grades: listed(grades.map(({ label }) => label)) }),
    ...(limit === undefined ? [] : [t('starter.commentUpTo', { grade: limit })]),
    ...(question.notApplicable ? [t('starter.mayNotApply')] : []),
    ...signals.map((signal) => {
      const labels = grades.filter((grade) => grade.signal === signal).map(({ label }) => label);
      return t('starter.signalAt', { signal: t(SIGNAL_WORDS[signal]), grades: listed(labels) });
    }),
  ].join(' ');
}

/** `0–6` for a run of numbers, else one by one. */
function listed(labels: readonly string[]): string {
  const numbers = labels.map(Number);
  const run = labels.length > 2 && numbers.every((number, index) => number === (numbers[0] ?? 0) + index);
  return run ? `${labels[0]}–${labels.at(-1)}` : labels.join(', ');
}
