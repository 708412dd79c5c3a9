import type { FastifyRequest } from 'fastify';
import { saveRule } from '../../actions/save-rule.js';
import { effectsOfRule } from '../../domain/configuration-change.js';
import { MAX_NAME_LENGTH } from '../../domain/field-checks.js';
import { placeholderList } from '../../domain/message-template.js';
import { type CleanRule, validateRule } from '../../domain/rule.js';
import { statesOf } from '../../store/configuration.js';
import type { Queryable } from '../../store/dialect.js';
import { readCalendar } from '../../store/holidays.js';
import { listNames } from '../../store/names.js';
import { listQuestionChoices } from '../../store/questions.js';
import { listResponsibles } from '../../store/rule-operators.js';
import { accessOf, getRule, listOperatorChoices, listProfilesOfRule, listRules } from '../../store/rules.js';
import { countByStatus } from '../../store/survey-counts.js';
import { form, many, one, parseId, text, texts } from '../../web/forms.js';
import { copyName } from '../config-copy.js';
import { type ListFilter, memberFilter } from '../config-list.js';
import { POST_SALE_CRUMBS, usageLinks } from '../config-panel.js';
import type { ConfigPanel, Stored } from '../config-record.js';
import type { Fact } from '../three-way.js';
import { scheduleView } from './schedule.js';
import { ruleStep, type TypedRule } from './steps.js';

/** More than any rule has; keeps a posted list within bounds. */
const MAX_PICKED = 500;

/** *Painel de Regras* (SPEC 2). */
export const rulePanel: ConfigPanel<TypedRule, CleanRule> = {
  kind: 'rule',
  base: '/config/rules',
  views: 'rules',
  choosesState: true,
  texts: { panel: 'navigation.rules', newTitle: 'rules.newTitle', editTitle: 'rules.editTitle', saved: 'rules.saved' },
  crumbs: POST_SALE_CRUMBS,
  body: form({
    version: text(10),
    step: text(40),
    activation: text(5),
    name: text(1000),
    startDays: text(100),
    expiryDays: text(100),
    businessDays: text(5),
    note: text(20_000),
    whatsAppText: text(20_000),
    questions: texts(10, MAX_PICKED),
    operators: texts(10, MAX_PICKED),
    sellerRuns: text(5),
    addQuestion: text(10),
    selectedQuestions: texts(10, MAX_PICKED),
  }),
  list: listRules,
  filterNames: ['profile', 'operator'],
  filters: listFilters,
  blank: (from) => ({ ...read({}), questions: from === null ? [] : [String(from)] }),
  nameOf: (typed) => typed.name,
  copy,
  read,
  load,
  step: ruleStep,
  validate: validateRule,
  save: saveRule,
  extras,
  facts,
  together: [
    ['startDays', 'expiryDays', 'businessDays'],
    ['operators', 'sellerRuns'],
  ],
  reach: {
    dated: false,
    hint: 'effects.ruleHint',
    effects: async (_q, id, rule) => effectsOfRule(id, rule),
    usage: async (q, id) => ({ base: '/config/profiles', records: await listProfilesOfRule(q, id) }),
  },
};

function read(body: unknown): TypedRule {
  return {
    name: one(body, 'name'),
    startDays: one(body, 'startDays'),
    expiryDays: one(body, 'expiryDays'),
    businessDays: one(body, 'businessDays'),
    note: one(body, 'note'),
    whatsAppText: one(body, 'whatsAppText'),
    questions: many(body, 'questions'),
    // As they are stored: the form lists them by name.
    operators: many(body, 'operators').sort((a, b) => Number(a) - Number(b)),
    sellerRuns: one(body, 'sellerRuns'),
    addQuestion: one(body, 'addQuestion'),
    selectedQuestions: many(body, 'selectedQuestions'),
  };
}

async function load(q: Queryable, id: number): Promise<Stored<TypedRule>> {
  const rule = await getRule(q, id);
  const { version, active, name, startDays, expiryDays, businessDays, note, questions, operators, sellerRuns } = rule;
  const typed = {
    name,
    startDays: String(startDays),
    expiryDays: String(expiryDays),
    businessDays: businessDays ? '1' : '',
    note,
    whatsAppText: rule.whatsAppText,
    questions: questions.map(String),
    operators: operators.map(String),
    sellerRuns: sellerRuns ? '1' : '',
    addQuestion: '',
    selectedQuestions: [],
  };
  return { id, version, active, form: typed };
}

async function listFilters(q: Queryable, { t }: FastifyRequest): Promise<ListFilter[]> {
  const profile = { label: t('rules.profiles'), any: t('rules.anyProfile'), none: t('rules.inNoProfile') };
  const operator = { label: t('rules.operators'), any: t('rules.anyOperator'), none: t('rules.seller') };
  return [
    memberFilter('profile', profile, await listNames(q, 'profiles'), t),
    memberFilter('operator', operator, await listResponsibles(q), t),
  ];
}

/** A copy has what a new rule could have: questions and people who were deactivated stay behind. */
async function copy(q: Queryable, stored: TypedRule, request: FastifyRequest): Promise<TypedRule> {
  const able = async (states: Promise<Map<number, boolean>>, picked: readonly string[]) => {
    const active = await states;
    return picked.filter((id) => active.get(Number(id)));
  };
  return {
    ...stored,
    name: await copyName(q, 'rule', stored.name, MAX_NAME_LENGTH, request),
    questions: await able(statesOf(q, 'question', idsOf(stored.questions)), stored.questions),
    operators: await able(accessOf(q, idsOf(stored.operators)), stored.operators),
  };
}

async function extras(q: Queryable, typed: TypedRule, id: number | null, request: FastifyRequest): Promise<object> {
  const questions = await questionsOf(q, typed, request);
  return {
    chosen: questions.chosen,
    open: questions.open,
    people: await operatorsOf(q, typed, request),
    schedule: scheduleView(typed, request, await readCalendar(q, request.locale)),
    placeholders: placeholderList(),
    usage: id === null ? [] : usageLinks('/config/profiles', await listProfilesOfRule(q, id)),
    surveys: id === null ? [] : await surveyLinks(request, q, id),
  };
}

/** How many of its surveys were executed and are open, with the panel's lists of exactly those. */
async function surveyLinks({ t, today }: FastifyRequest, q: Queryable, id: number) {
  const { executed, pending } = await countByStatus(q, today, { ruleIds: [id] });
  const open = ['scheduled', 'due', 'inconsistent'].map((status) => `status=${status}`).join('&');
  return [
    linkTo(t('rules.executedSurveys', { count: executed }), executed, `/panel/executed?rule=${id}`),
    linkTo(t('rules.openSurveys', { count: pending }), pending, `/panel/pending?rule=${id}&${open}`),
  ];
}

/** Nothing is behind none. */
function linkTo(label: string, count: number, href: string) {
  return count === 0 ? { label } : { label, href };
}

async function questionsOf(q: Queryable, typed: TypedRule, { t }: FastifyRequest) {
  const all = await listQuestionChoices(q, idsOf(typed.questions));
  const views = new Map(
    all.map(({ id, name, active }) => [
      String(id),
      {
        id: String(id),
        text: name,
        detail: active ? '' : t('config.inactiveMark'),
        marked: typed.selectedQuestions.includes(String(id)),
      },
    ]),
  );
  const chosen = typed.questions.flatMap((id) => views.get(id) ?? []);
  return { chosen, open: [...views.values()].filter((question) => !chosen.includes(question)) };
}

/** *O vendedor da venda* first, then everybody who can sign in. */
async function operatorsOf(q: Queryable, typed: TypedRule, { t }: FastifyRequest) {
  const seller = {
    name: 'sellerRuns',
    value: '1',
    label: t('rules.seller'),
    detail: t('rules.sellerDetail'),
    selected: typed.sellerRuns !== '',
  };
  const users = await listOperatorChoices(q, idsOf(typed.operators));
  const people = users.map(({ id, name, login, active }) => ({
    value: String(id),
    label: name,
    detail: active ? login : t('rules.withoutAccess'),
    selected: typed.operators.includes(String(id)),
  }));
  return [seller, ...people];
}

async function facts(q: Queryable, typed: TypedRule, request: FastifyRequest): Promise<Fact[]> {
  const { t } = request;
  const { chosen } = await questionsOf(q, typed, request);
  const people = (await operatorsOf(q, typed, request)).filter((one) => one.selected);
  return [
    { label: t('rules.name'), value: typed.name },
    { label: t('rules.startDays'), value: typed.startDays },
    { label: t('rules.expiryDays'), value: typed.expiryDays },
    { label: t('rules.businessDays'), value: t(typed.businessDays === '' ? 'operators.no' : 'operators.yes') },
    { label: t('rules.note'), value: typed.note },
    { label: t('rules.whatsAppText'), value: typed.whatsAppText },
    {
      label: t('shared.questions'),
      value: chosen.map((question, index) => `${index + 1}. ${question.text}`).join(' '),
    },
    { label: t('rules.operators'), value: people.map((one) => one.label).join(', ') },
  ];
}

function idsOf(typed: readonly string[]): number[] {
  return typed.map((id) => parseId(id)).filter((id) => id !== null);
}
