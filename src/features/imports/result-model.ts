import type { FastifyRequest } from 'fastify';
import { can } from '../../domain/permissions.js';
import type { PlanningChoice } from '../../domain/planning.js';
import type { ImportRecord } from '../../store/imports.js';
import { signedIn } from '../../web/request.js';
import { keptTable } from './lists.js';
import { summaryFacts } from './preview-model.js';

type AppliedRecord = Extract<ImportRecord, { state: 'applied' }>;

/** What an applied import did, and what to do next. */
export function resultModel(request: FastifyRequest, record: AppliedRecord, appliedBy: string) {
  const { t, formats } = request;
  const { report } = record;
  const { summary, surveys } = report;
  return {
    facts: [
      { label: t('imports.fileName'), value: record.fileName },
      { label: t('imports.appliedAt'), value: formats.instant(record.appliedAt) },
      { label: t('imports.appliedBy'), value: appliedBy },
      { label: t('imports.lines'), value: formats.number(summary.lines) },
      ...summaryFacts(request, summary),
      { label: t('imports.newProducts'), value: formats.number(summary.products) },
      { label: t('imports.newSellers'), value: formats.number(summary.sellers) },
      { label: t('imports.newCustomers'), value: formats.number(summary.customers) },
      {
        label: t('imports.surveysPlanned'),
        value: t('imports.plannedCounts', { ...surveys }),
        hint: surveys.cancelled > 0 ? t('imports.plannedCancelled', { count: surveys.cancelled }) : '',
      },
      { label: t('imports.planningChosen'), value: choiceText(request, report.choice) },
    ],
    withoutRules: report.salesWithoutRules,
    newProducts: report.newProducts,
    moreProducts: summary.products - report.newProducts.length,
    configures: can(signedIn(request).role, 'configure'),
    kept: keptTable(request, { first: report.kept, count: report.keptCount }),
  };
}

function choiceText({ t, formats }: FastifyRequest, choice: PlanningChoice): string {
  switch (choice.kind) {
    case 'upcoming':
      return t('imports.choiceUpcoming');
    case 'since':
      return t('imports.choiceSince', { date: formats.date(choice.date) });
    case 'all':
      return t('imports.choiceAll');
  }
}
