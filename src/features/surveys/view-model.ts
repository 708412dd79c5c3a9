import type { FastifyRequest } from 'fastify';
import { fillTemplate, firstName } from '../../domain/message-template.js';
import { can, type Role } from '../../domain/permissions.js';
import { refusalToExecute, statusOf, wasLate } from '../../domain/scheduler.js';
import type { Execution, RecordedAnswer } from '../../store/executions.js';
import { signedIn } from '../../web/request.js';
import { phoneLinks } from '../phone-links.js';
import { historyOf } from './history.js';
import type { SurveyRecord } from './load.js';
import { managementModel } from './management-model.js';
import type { Refused } from './refused.js';
import { whyModel } from './why.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today' | 'now' | 'user' | 'company'>;

/** The survey's page. Weights and scores are in it for managers only, and never in the form (SPEC 5). */
export function surveyModel(request: Request, record: SurveyRecord, refused: Refused | null) {
  const { survey } = record;
  const { role } = signedIn(request);
  const { status } = statusOf(survey, request.today);
  return {
    survey: { id: survey.id, status, why: whyModel(request, record), ruleNote: survey.rule.note },
    problem: refused?.problem ?? null,
    phones: survey.customer.phones.map((phone) => phoneLinks(phone, messageOf(request, record))),
    customerFacts: customerFacts(request, record),
    saleFacts: saleFacts(request, record, role),
    dateFacts: dateFacts(request, record),
    others: record.others.map((row) => ({
      href: `/surveys/${row.id}`,
      label: request.t('surveys.otherSurvey', { rule: row.ruleName, product: row.productName }),
    })),
    cannotRun: cannotRunModel(request, record),
    forNobody: record.forNobody,
    executions: record.executions.map((execution) => executionModel(request, record, execution, role)),
    management: can(role, 'manageSurveys') ? managementModel(request, record, refused) : null,
    events: historyOf(request, record),
    showScores: can(role, 'seeScores'),
  };
}

/** What a message to the customer begins with: the rule's text, or else the company's. */
function messageOf({ user, company }: Request, { survey, calling }: SurveyRecord): string {
  return fillTemplate(survey.rule.whatsAppText || calling.whatsAppText, {
    cliente: survey.customer.name,
    nome: firstName(survey.customer.name),
    produto: survey.sale.productName,
    operador: user?.name ?? '',
    empresa: company.companyName,
  });
}

function customerFacts({ t, user }: Request, { survey: { customer } }: SurveyRecord) {
  const city = [customer.city, customer.state].filter((part) => part !== null).join(' · ');
  const href = can(signedIn({ user }).role, 'manageCustomers') ? { href: `/customers/${customer.id}` } : {};
  return [
    { label: t('customers.name'), value: customer.name, ...href },
    { label: t('surveys.city'), value: city },
  ];
}

function saleFacts({ t, formats, user }: Request, { survey: { sale, seller } }: SurveyRecord, role: Role) {
  const link = can(role, 'manageSales') ? { href: `/sales/${sale.id}` } : {};
  return [
    { label: t('surveys.product'), value: sale.productName, ...link },
    { label: t('surveys.seller'), value: seller.name, hint: seller.id === user?.id ? t('surveys.ownSale') : undefined },
    { label: t('surveys.closedOn'), value: formats.date(sale.closedOn) },
    ...(sale.externalId === null ? [] : [{ label: t('surveys.externalId'), value: sale.externalId }]),
    ...(can(role, 'manageSales') ? [{ label: t('surveys.value'), value: formats.money(sale.valueCents) }] : []),
  ];
}

function dateFacts({ t, formats }: Request, { survey }: SurveyRecord) {
  const extended = survey.expiresOn > survey.originalExpiresOn;
  const original = { label: t('surveys.originalExpiresOn'), value: formats.date(survey.originalExpiresOn) };
  const assignee = { label: t('surveys.assignedTo'), value: survey.assignee?.name, hint: t('surveys.assignedAlone') };
  return [
    { label: t('surveys.rule'), value: survey.rule.name },
    { label: t('surveys.opensOn'), value: formats.date(survey.opensOn) },
    { label: t('surveys.expiresOn'), value: formats.date(survey.expiresOn) },
    ...(extended ? [original] : []),
    ...(survey.assignee === null ? [] : [assignee]),
  ];
}

/** Why the form is not there, to who could else run it; a manager is told what he can do. Who has it is said above. */
function cannotRunModel({ t, formats, today, user }: Request, { survey, his, ownSale }: SurveyRecord) {
  const reason = refusalToExecute(survey, today);
  if (reason === null && ownSale) return { text: t('surveys.cannotRunOwnSale'), extend: false };
  if (reason === 'not-yet-open')
    return { text: t('surveys.cannotRunScheduled', { date: formats.date(survey.opensOn) }), extend: false };
  if (reason === 'expired') {
    const extend = user !== null && can(user.role, 'manageSurveys');
    return { text: t(extend ? 'surveys.cannotRunUnextended' : 'surveys.cannotRunExpired'), extend };
  }
  return reason === null && !his ? { text: t('surveys.cannotRunNotYours'), extend: false } : null;
}

function executionModel(request: Request, { survey }: SurveyRecord, execution: Execution, role: Role) {
  const { t, formats } = request;
  const minutes = Math.floor((execution.finishedAt - execution.startedAt) / 60_000);
  const score = { label: t('surveys.score'), value: formats.score(execution.score.sum, execution.score.count) };
  return {
    id: execution.id,
    title: t('surveys.execution', { date: formats.instant(execution.finishedAt) }),
    annulled: execution.annulment !== null,
    late: wasLate(execution.executedOn, survey.originalExpiresOn),
    bySeller: execution.bySeller,
    note: execution.note,
    facts: [
      { label: t('surveys.operator'), value: execution.by.name },
      { label: t('surveys.executedOn'), value: formats.date(execution.executedOn) },
      {
        label: t('surveys.duration'),
        value: minutes < 1 ? t('surveys.underOneMinute') : t('surveys.minutes', { count: minutes }),
      },
      { label: t('surveys.rule'), value: execution.ruleName },
      ...(can(role, 'seeScores') ? [score] : []),
    ],
    answers: execution.answers.map((answer) => ({
      question: answer.questionText,
      answer: answerText(request, answer),
      comment: answer.comment,
      weight: can(role, 'seeScores') ? formats.number(answer.weight) : null,
    })),
  };
}

function answerText({ t }: Request, answer: RecordedAnswer): string {
  switch (answer.state) {
    case 'graded':
      return answer.gradeLabel ?? '';
    case 'not-applicable':
      return t('shared.notApplicable');
    case 'no-answer':
      return t('shared.noAnswer');
  }
}
