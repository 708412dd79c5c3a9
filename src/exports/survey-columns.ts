import { type CivilDate, daysBetween } from '../domain/civil-date.js';
import { formatPhone } from '../domain/phone.js';
import { type Standing, type Status, statusOf, wasLate } from '../domain/scheduler.js';
import type { ClosureReason } from '../domain/survey-change.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { Translate } from '../i18n/translate.js';
import type { SurveyDetails } from '../store/survey-details.js';
import type { SurveyRow } from '../store/survey-rows.js';
import type { Tab } from '../store/survey-tabs.js';
import type { Cell, Column } from './table.js';

/** A survey as a file tells it. */
export interface ExportedSurvey {
  readonly row: SurveyRow;
  readonly details: SurveyDetails;
  readonly standing: Standing;
}

/** A column with how its cells come out of a survey. */
export interface SurveyColumn extends Column {
  cell(survey: ExportedSurvey): Cell;
}

/** What the cells depend on besides the survey. */
export interface Speech {
  readonly t: Translate;
  readonly today: CivilDate;
  /** Who is responsible for the surveys of a rule, in words. */
  responsible(survey: ExportedSurvey): string;
}

/** The columns of a tab, answers left out. The customer's document is not among them: nobody needs it to call or to count. */
export function surveyColumns(speech: Speech, tab: Tab): SurveyColumn[] {
  const executed = tab === 'executed' || tab === 'past' ? executionColumns(speech) : [];
  const unexecuted = tab === 'executed' ? [] : openColumns(speech);
  return [...customerColumns(speech), ...saleColumns(speech), attemptColumn(speech), ...executed, ...unexecuted];
}

function customerColumns({ t }: Speech): SurveyColumn[] {
  return [
    { heading: t('exports.survey'), kind: 'number', width: 10, cell: ({ row }) => row.id },
    { heading: t('exports.customer'), kind: 'text', width: 32, cell: ({ row }) => row.customer.name },
    {
      heading: t('exports.phone'),
      kind: 'text',
      width: 17,
      cell: ({ row: { customer } }) => (customer.phone === null ? null : formatPhone(customer.phone)),
    },
    { heading: t('exports.city'), kind: 'text', width: 18, cell: ({ details }) => details.city },
    { heading: t('exports.state'), kind: 'text', width: 6, cell: ({ details }) => details.state },
  ];
}

function saleColumns({ t }: Speech): SurveyColumn[] {
  return [
    { heading: t('exports.externalId'), kind: 'text', width: 14, cell: ({ row }) => row.saleExternalId },
    { heading: t('exports.product'), kind: 'text', width: 22, cell: ({ row }) => row.productName },
    { heading: t('exports.seller'), kind: 'text', width: 22, cell: ({ row }) => row.sellerName },
    { heading: t('exports.rule'), kind: 'text', width: 22, cell: ({ row }) => row.ruleName },
    { heading: t('exports.closedOn'), kind: 'date', width: 12, cell: ({ row }) => row.closedOn },
    { heading: t('exports.opensOn'), kind: 'date', width: 12, cell: ({ row }) => row.opensOn },
    { heading: t('exports.expiresOn'), kind: 'date', width: 12, cell: ({ row }) => row.expiresOn },
    { heading: t('exports.originalExpiresOn'), kind: 'date', width: 18, cell: ({ row }) => row.originalExpiresOn },
    { heading: t('exports.status'), kind: 'text', width: 16, cell: ({ standing }) => t(STATUS_TEXTS[standing.status]) },
  ];
}

/** The word of each status. */
export const STATUS_TEXTS: Record<Status, TextKey> = {
  scheduled: 'shared.statusScheduled',
  due: 'shared.statusDue',
  inconsistent: 'shared.statusInconsistent',
  executed: 'shared.statusExecuted',
  closed: 'shared.statusClosed',
  cancelled: 'shared.statusCancelled',
};

function attemptColumn({ t }: Speech): SurveyColumn {
  return { heading: t('exports.attempts'), kind: 'number', width: 11, cell: ({ details }) => details.attempts };
}

function executionColumns({ t }: Speech): SurveyColumn[] {
  const yesNo = (yes: boolean) => t(yes ? 'exports.yes' : 'exports.no');
  const ofExecution =
    (cell: (execution: NonNullable<SurveyRow['execution']>, row: SurveyRow) => Cell) =>
    ({ row }: ExportedSurvey): Cell =>
      row.execution === null ? null : cell(row.execution, row);
  return [
    { heading: t('exports.executedOn'), kind: 'date', width: 12, cell: ofExecution(({ on }) => on) },
    { heading: t('exports.executedBy'), kind: 'text', width: 22, cell: ofExecution(({ by }) => by) },
    {
      heading: t('exports.late'),
      kind: 'text',
      width: 14,
      cell: ofExecution(({ on }, { originalExpiresOn }) => yesNo(wasLate(on, originalExpiresOn))),
    },
    { heading: t('exports.bySeller'), kind: 'text', width: 13, cell: ofExecution(({ bySeller }) => yesNo(bySeller)) },
    {
      heading: t('exports.score'),
      kind: 'decimal',
      width: 11,
      cell: ofExecution(({ score: { sum, count } }) => (count === 0 ? null : sum / count)),
    },
    { heading: t('exports.graded'), kind: 'number', width: 18, cell: ofExecution(({ score }) => score.count) },
    { heading: t('exports.note'), kind: 'text', width: 40, cell: ({ details }) => details.note || null },
  ];
}

function openColumns(speech: Speech): SurveyColumn[] {
  const { t, today } = speech;
  return [
    { heading: t('exports.reason'), kind: 'text', width: 26, cell: (survey) => reasonText(t, survey) },
    {
      heading: t('exports.daysLeft'),
      kind: 'number',
      width: 20,
      cell: ({ row }) => (row.outcome === null ? daysBetween(today, row.expiresOn) : null),
    },
    { heading: t('exports.responsible'), kind: 'text', width: 30, cell: (survey) => speech.responsible(survey) },
  ];
}

/** Why the status holds, as the list says it; of a closed survey why it was closed. */
function reasonText(t: Translate, { standing: { reason }, details }: ExportedSurvey): Cell {
  switch (reason.kind) {
    case 'opens-in':
      return t('panel.opensIn', { count: reason.days });
    case 'expires-in':
      return t('panel.expiresIn', { count: reason.days });
    case 'expired':
      return t('panel.expired', { count: reason.days });
    case 'executed':
      return null;
    case 'closed':
      return details.closure && closureText(t, details.closure);
    case 'sale-cancelled':
      return t('exports.saleCancelled');
  }
}

const CLOSURE_TEXTS: Record<ClosureReason, TextKey> = {
  refused: 'surveys.reasonRefused',
  'wrong-number': 'surveys.reasonWrongNumber',
  unreachable: 'surveys.reasonUnreachable',
  other: 'surveys.reasonOther',
};

function closureText(t: Translate, { reason, note }: NonNullable<SurveyDetails['closure']>): string {
  const text = t(CLOSURE_TEXTS[reason]);
  return note === '' ? text : t('exports.closureNote', { reason: text, note });
}

/** The survey with its status on `today`. @throws without details: they were not read in the moment of the row, a bug */
export function exportedSurvey(row: SurveyRow, details: SurveyDetails | undefined, today: CivilDate): ExportedSurvey {
  if (details === undefined) throw new Error(`survey ${row.id} was read without its details`);
  return { row, details, standing: statusOf(row, today) };
}
