import type { FastifyRequest } from 'fastify';
import { type Month, monthOfNumber } from '../../domain/month.js';
import type { Change } from '../../store/audit.js';
import type { AuditRow } from '../../store/audit-list.js';
import type { Queryable } from '../../store/dialect.js';
import { listRecordNames, NAMED_KINDS, type NamedKind, type RecordNames } from '../../store/record-names.js';
import { idsIn, valueText } from '../audit-values.js';
import { actionWord, wordOf } from '../audit-words.js';

/** Where a record has a page of its own. */
const PAGES: Readonly<Record<string, string>> = {
  user: '/config/operators',
  question: '/config/questions',
  rule: '/config/rules',
  profile: '/config/profiles',
  product: '/config/products',
  sale: '/sales',
  survey: '/surveys',
  customer: '/customers',
  'follow-up': '/follow-ups',
};

/** Of these there is one, on this page. */
const ALONE: Readonly<Record<string, string>> = {
  settings: '/config/company',
  panel: '/panel',
  calling: '/config/calling',
  'follow-up-settings': '/config/follow-ups',
};

/**
 * The rows as the page shows them: in words, with the names of what they mention. Where a job's row stands for all of its
 * kind, `asked` has the parameters of the page, which its own lines are narrowed by too.
 */
export async function auditRowViews(
  request: FastifyRequest,
  q: Queryable,
  rows: readonly AuditRow[],
  asked: URLSearchParams | null,
) {
  const names = await listRecordNames(q, idsOf(rows));
  return rows.map((row) => {
    const group = asked && groupView(request, row, asked);
    return {
      when: request.formats.instant(row.at),
      who: row.actor?.name ?? originText(request, row.origin),
      action: actionWord(request, row.action, row.entity),
      record: group ?? { ...recordView(request, names, row.entity, row.entityId), ...exportedList(request, row) },
      changes: changeViews(request, names, row, group === null ? Object.keys(row.changes) : ['job']),
    };
  });
}

/** Many records of one kind that a job did the same with, as one line that leads to all; null for a row that stands for itself. */
function groupView(request: FastifyRequest, { job, entity, action }: AuditRow, asked: URLSearchParams) {
  if (job === null || job.lines < 2) return null;
  const params = new URLSearchParams({ ...Object.fromEntries(asked), job: String(job.id), entity, action });
  const label = groupText(request, entity, job.lines);
  return { label, href: `/config/audit?${params}`, historyHref: null, historyLabel: '' };
}

/** `Venda (1.234 registros)`. */
export function groupText(request: FastifyRequest, entity: string, count: number): string {
  return request.t('audit.group', { entity: wordOf(request, 'entity', entity), count });
}

function changeViews(request: FastifyRequest, names: RecordNames, row: AuditRow, fields: readonly string[]) {
  return fields
    .map((field) => [field, changeOf(row, field)] as const)
    .filter(([, change]) => change === null || !change.every(isEmpty))
    .map(([field, change]) => {
      const view = changeView(request, names, field, change);
      const isDismissal = row.action === 'dismiss-signal' && field === 'signal';
      return isDismissal ? { ...view, after: request.t('audit.dismissed') } : view;
    });
}

/** A file of any list is written as one of the panel, whose list it need not be; what leads on are all such files. */
function exportedList({ t }: FastifyRequest, { entity, changes }: AuditRow) {
  if (entity !== 'panel') return null;
  const tab = changes.tab?.[1];
  switch (tab) {
    case 'follow-ups':
      return { label: t('navigation.followUps'), href: '/follow-ups' };
    case 'signals':
      return { label: `${t('navigation.followUps')} → ${t('signals.tab')}`, href: '/follow-ups/signals' };
    case 'ranking':
      return { label: `${t('navigation.results')} → ${t('results.ranking')}`, href: '/results/ranking' };
    default:
      return { label: t('navigation.panel'), href: '/panel' };
  }
}

/** A record in words, with its page and its history: `Regra Instalação`, `Venda nº 12`. */
export function recordView(request: FastifyRequest, names: RecordNames, entity: string, id: number) {
  const kind = NAMED_KINDS.find((known) => known === entity);
  const word = wordOf(request, 'entity', entity);
  // A month of commissions is known by its own number.
  const month = entity === 'commission' ? monthOfNumber(id) : null;
  const shown = month === null ? kind && names[kind].get(id) : `${month.slice(5)}/${month.slice(0, 4)}`;
  const name = shown ?? request.t('audit.numbered', { number: String(id) });
  const label = Object.hasOwn(ALONE, entity) ? word : `${word} ${name}`;
  return {
    label,
    href: hrefOf(entity, id, month),
    historyHref: `/config/audit?${new URLSearchParams({ entity, id: String(id) })}`,
    historyLabel: request.t('audit.historyOf', { record: label }),
  };
}

function hrefOf(entity: string, id: number, month: Month | null): string | undefined {
  if (month !== null) return `/commissions/months/${month}`;
  if (Object.hasOwn(ALONE, entity)) return ALONE[entity];
  return Object.hasOwn(PAGES, entity) ? `${PAGES[entity]}/${id}` : undefined;
}

export function originText({ t }: FastifyRequest, origin: AuditRow['origin']): string {
  switch (origin) {
    case 'cli':
      return t('audit.byCommand');
    case 'system':
      return t('audit.bySystem');
    case 'api':
      return t('audit.byApi');
    case 'web':
      return t('audit.byNobody');
  }
}

/** The change of a field; null when it was personal and has been erased. */
function changeOf(row: AuditRow, field: string): Change | null {
  return row.changes[field] ?? row.personal?.[field] ?? null;
}

/** A new record says what it has, not what it lacks. */
function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function changeView(request: FastifyRequest, names: RecordNames, field: string, change: Change | null) {
  const label = wordOf(request, 'field', field);
  if (change === null) return { label, erased: true, before: '', after: '' };
  const text = (value: unknown) => valueText(request, names, field, value);
  return { label, erased: false, before: isEmpty(change[0]) ? '' : text(change[0]), after: text(change[1]) };
}

function idsOf(rows: readonly AuditRow[]): Partial<Record<NamedKind, number[]>> {
  const wanted: Partial<Record<NamedKind, number[]>> = {};
  const want = (kind: NamedKind, ids: readonly number[]) => {
    wanted[kind] = [...(wanted[kind] ?? []), ...ids];
  };
  for (const row of rows) {
    const kind = NAMED_KINDS.find((known) => known === row.entity);
    if (kind) want(kind, [row.entityId]);
    for (const field of Object.keys(row.changes))
      for (const value of changeOf(row, field) ?? []) {
        const mentioned = idsIn(field, value);
        if (mentioned) want(mentioned.kind, mentioned.ids);
      }
  }
  return wanted;
}
