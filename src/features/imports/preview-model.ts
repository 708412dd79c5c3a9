import type { FastifyRequest } from 'fastify';
import type { FirstOf, ImportPreview } from '../../actions/preview-import.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { ImportSummary, SurveysOfImport } from '../../domain/import-summary.js';
import type { MappedImport } from '../../store/imports.js';
import type { FieldErrorView } from '../../web/forms.js';
import { faultTable, keptTable } from './lists.js';
import { IMPORTS } from './page.js';

interface PreviewForm {
  readonly planning?: string;
  readonly planningSince?: string;
  readonly since: CivilDate;
  readonly mapping: string;
  readonly errors?: readonly FieldErrorView[];
  /** Why the page is shown again instead of a result. */
  readonly notice?: string;
}

/** What an import would do, and the form that does it. */
export function previewModel(request: FastifyRequest, staged: MappedImport, preview: ImportPreview, form: PreviewForm) {
  const { t } = request;
  const base = `${IMPORTS}/${staged.id}`;
  const { summary } = preview;
  const changes = summary.added + summary.updated + summary.customersChanged > 0;
  return {
    base,
    errors: form.errors ?? [],
    notice: form.notice ?? null,
    blocked: preview.errors.count > 0,
    nothingNew: preview.errors.count === 0 && !changes,
    facts: [
      { label: t('imports.lines'), value: request.formats.number(preview.linesRead) },
      { label: t('imports.linesWithErrors'), value: request.formats.number(preview.linesWithErrors) },
      ...summaryFacts(request, summary),
    ],
    created: [
      { label: t('imports.newProducts'), ...namesOf(request, preview.products) },
      { label: t('imports.newSellers'), ...namesOf(request, preview.sellers) },
      { label: t('imports.newCustomers'), ...namesOf(request, preview.customers) },
    ],
    faults: faultTable(request, preview.errors),
    warnings: faultTable(request, preview.warnings),
    kept: keptTable(request, preview.kept),
    salesWithoutRules: preview.salesWithoutRules,
    mapping: form.mapping,
    since: form.errors === undefined ? form.since : (form.planningSince ?? ''),
    choices: choicesOf(request, preview, form),
  };
}

/** What happens to sales and customers, in numbers. */
export function summaryFacts({ t, formats }: Pick<FastifyRequest, 't' | 'formats'>, summary: ImportSummary) {
  const { added, addedCancelled, updated, cancelled, restored, unchanged, customersChanged } = summary;
  const changed = [
    cancelled > 0 && t('imports.salesCancelled', { count: cancelled }),
    restored > 0 && t('imports.salesRestored', { count: restored }),
  ].filter((text) => text !== false);
  return [
    {
      label: t('imports.salesAdded'),
      value: formats.number(added),
      hint: t('imports.salesAddedCancelled', { count: addedCancelled }),
    },
    { label: t('imports.salesUpdated'), value: formats.number(updated), hint: changed.join(', ') },
    { label: t('imports.salesUnchanged'), value: formats.number(unchanged) },
    { label: t('imports.customersChanged'), value: formats.number(customersChanged) },
  ];
}

function namesOf({ t, formats }: FastifyRequest, { first, count }: FirstOf<string>) {
  const more = count - first.length;
  return {
    count: formats.number(count),
    names: [...first, ...(more > 0 ? [t('imports.andMore', { count: more })] : [])].join(', '),
  };
}

function choicesOf({ t, formats }: FastifyRequest, { surveys }: ImportPreview, form: PreviewForm) {
  const labels = {
    upcoming: t('imports.choiceUpcoming'),
    since: t('imports.choiceSince', { date: formats.date(form.since) }),
    all: t('imports.choiceAll'),
  };
  const chosen = form.planning || 'upcoming';
  return (['upcoming', 'since', 'all'] as const).map((kind) => ({
    kind,
    label: labels[kind],
    checked: kind === chosen,
    counts: countsOf(surveys[kind], formats),
  }));
}

function countsOf(surveys: SurveysOfImport, formats: FastifyRequest['formats']) {
  const { scheduled, due, inconsistent, cancelled } = surveys;
  const n = formats.number;
  return { scheduled: n(scheduled), due: n(due), inconsistent: n(inconsistent), cancelled: n(cancelled) };
}
