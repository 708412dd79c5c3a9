import type { FastifyRequest } from 'fastify';
import { saveQuestion } from '../../actions/save-question.js';
import { presetGrades, type QuestionKind } from '../../domain/grades.js';
import { type CleanQuestion, MAX_QUESTION_LENGTH, validateQuestion } from '../../domain/question.js';
import { withMinus } from '../../i18n/format.js';
import { countAnswers } from '../../store/answer-counts.js';
import type { Queryable } from '../../store/dialect.js';
import { getQuestion, listQuestions, listRulesOfQuestion } from '../../store/questions.js';
import { form, many, one, text, texts } from '../../web/forms.js';
import { answeredText } from '../answered-text.js';
import { copyName } from '../config-copy.js';
import { usageFilter } from '../config-list.js';
import { POST_SALE_CRUMBS, usageLinks } from '../config-panel.js';
import type { ConfigPanel, Stored } from '../config-record.js';
import type { Fact } from '../three-way.js';
import { questionStep, type TypedQuestion } from './steps.js';

/** More rows than a scale may have, so that too many are told by the validator. */
const MAX_ROWS = 30;

/** *Painel de Perguntas* (SPEC 2). */
export const questionPanel: ConfigPanel<TypedQuestion, CleanQuestion> = {
  kind: 'question',
  base: '/config/questions',
  views: 'questions',
  choosesState: false,
  texts: {
    panel: 'navigation.questions',
    newTitle: 'questions.newTitle',
    editTitle: 'questions.editTitle',
    saved: 'questions.saved',
  },
  crumbs: POST_SALE_CRUMBS,
  body: form({
    version: text(10),
    step: text(40),
    text: text(10_000),
    script: text(20_000),
    kind: text(20),
    notApplicable: text(10),
    commentRequiredUpTo: text(10),
    gradeLabel: texts(400, MAX_ROWS),
    gradeWeight: texts(400, MAX_ROWS),
    gradeSignal: texts(40, MAX_ROWS),
  }),
  list: listQuestions,
  filterNames: ['kind', 'use'],
  filters: async (_, { t }) => [
    {
      name: 'kind',
      label: t('questions.kind'),
      any: t('questions.anyKind'),
      options: [
        { value: 'nps', label: t('questions.nps') },
        { value: 'csat', label: t('questions.csat') },
        { value: 'none', label: t('questions.withoutKind') },
      ],
    },
    usageFilter(t),
  ],
  blank,
  nameOf: (typed) => typed.text,
  copy: async (q, stored, request) => ({
    ...stored,
    text: await copyName(q, 'question', stored.text, MAX_QUESTION_LENGTH, request),
  }),
  read,
  load,
  step: (typed, step, request) =>
    questionStep(typed, step, { yes: request.t('questions.yes'), no: request.t('questions.no') }),
  validate: (typed) => validateQuestion(typed),
  save: saveQuestion,
  extras,
  facts,
  // The limit is a place in the scale, and the kind says which scale it is.
  together: [['kind', 'grades', 'commentRequiredUpTo']],
};

/** A new question starts with the scale that most have. */
function blank(): TypedQuestion {
  const grades = presetGrades('1-5', { yes: '', no: '' }).map(({ label, weight }) => ({
    label,
    weight: String(weight),
    signal: '',
  }));
  return { text: '', script: '', kind: '', notApplicable: '', commentRequiredUpTo: '', grades };
}

function read(body: unknown): TypedQuestion {
  const [weights, signals] = [many(body, 'gradeWeight'), many(body, 'gradeSignal')];
  return {
    text: one(body, 'text'),
    script: one(body, 'script'),
    kind: one(body, 'kind'),
    notApplicable: one(body, 'notApplicable'),
    commentRequiredUpTo: one(body, 'commentRequiredUpTo'),
    grades: many(body, 'gradeLabel').map((label, index) => ({
      label,
      weight: weights[index] ?? '',
      signal: signals[index] ?? '',
    })),
  };
}

async function load(q: Queryable, id: number): Promise<Stored<TypedQuestion>> {
  const question = await getQuestion(q, id);
  const { version, active, text, script, kind, notApplicable, commentRequiredUpTo, grades } = question;
  const typed = {
    text,
    script,
    kind: kind ?? '',
    notApplicable: notApplicable ? '1' : '',
    commentRequiredUpTo: String(commentRequiredUpTo ?? ''),
    grades: grades.map(({ label, weight, signal }) => ({ label, weight: String(weight), signal: signal ?? '' })),
  };
  return { id, version, active, form: typed };
}

async function extras(q: Queryable, typed: TypedQuestion, id: number | null, request: FastifyRequest): Promise<object> {
  const { t } = request;
  return {
    kinds: [
      { value: 'nps', label: t('questions.kindNps') },
      { value: 'csat', label: t('questions.kindCsat') },
    ],
    limits: typed.grades.map(({ label }, index) => ({
      value: index + 1,
      label: label.trim() || t('questions.unnamedGrade', { position: index + 1 }),
    })),
    usage: id === null ? [] : usageLinks('/config/rules', await listRulesOfQuestion(q, id)),
    answered: id === null ? [] : [await answeredLink(request, q, id)],
  };
}

/** How often it was answered, with the answers behind the number. */
async function answeredLink(request: FastifyRequest, q: Queryable, id: number) {
  const { all } = await countAnswers(q, id, 0);
  const label = answeredText(request, all);
  return all === 0 ? { label } : { label, href: `/results/questions/${id}` };
}

async function facts(_: Queryable, typed: TypedQuestion, { t }: FastifyRequest): Promise<Fact[]> {
  const limit = typed.grades[Number(typed.commentRequiredUpTo) - 1]?.label;
  return [
    { label: t('questions.text'), value: typed.text },
    { label: t('questions.script'), value: typed.script },
    {
      label: t('shared.grades'),
      value: typed.grades.map((grade) => `${grade.label} (${withMinus(grade.weight)})`).join(' · '),
    },
    { label: t('questions.kind'), value: kindText(typed.kind, t) },
    { label: t('questions.notApplicable'), value: t(typed.notApplicable ? 'questions.yes' : 'questions.no') },
    { label: t('questions.commentRequiredUpTo'), value: limit ?? t('questions.never') },
    { label: t('shared.gradeSignal'), value: signalsText(typed, t) },
  ];
}

function kindText(kind: string, t: FastifyRequest['t']): string {
  const keys = { nps: 'questions.kindNps', csat: 'questions.kindCsat' } as const;
  return t(Object.hasOwn(keys, kind) ? keys[kind as QuestionKind] : 'questions.kindNone');
}

function signalsText(typed: TypedQuestion, t: FastifyRequest['t']): string {
  const keys = {
    complaint: 'shared.signalComplaint',
    doubt: 'shared.signalDoubt',
    improvement: 'shared.signalImprovement',
    opportunity: 'shared.signalOpportunity',
  } as const;
  return typed.grades
    .flatMap(({ label, signal }) =>
      Object.hasOwn(keys, signal) ? [`${label}: ${t(keys[signal as keyof typeof keys])}`] : [],
    )
    .join(' · ');
}
