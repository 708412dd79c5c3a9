import type { FastifyRequest } from 'fastify';
import { pastStates, type RecordState } from '../domain/record-history.js';
import { countAnswers } from '../store/answer-counts.js';
import { type AuditRow, listAudit } from '../store/audit-list.js';
import type { ConfigKind } from '../store/configuration.js';
import type { Queryable } from '../store/dialect.js';
import { getRecordContent } from '../store/record-content.js';
import { listRecordNames, type NamedKind } from '../store/record-names.js';
import { answeredText } from './answered-text.js';
import { idsIn } from './audit-values.js';
import { wordOf } from './audit-words.js';
import { Teller } from './record-teller.js';

/** One change of a record, and the record as it was from then on. */
export interface HistoryEntry {
  readonly when: string;
  readonly who: string;
  readonly text: string;
  readonly differences: readonly string[];
  readonly state: readonly { readonly label: string; readonly value: string }[];
}

/** The history of a configuration record, newest first, and where all of it stands. */
export interface RecordHistory {
  readonly entries: readonly HistoryEntry[];
  /** Who made the newest change, where it was a user. */
  readonly lastActorId: number | null;
  /** When there are more changes than are told here. */
  readonly allHref: string | null;
}

/**
 * Who changed what and when, and each past state, made of the audit (decision 0028): the record is undone change by
 * change. Of a question those that made a version carry its number, which answers refer to, and
 * how often that was answered.
 */
export async function recordHistory(
  request: FastifyRequest,
  q: Queryable,
  kind: ConfigKind,
  id: number,
): Promise<RecordHistory> {
  const content = await getRecordContent(q, kind, id);
  const page = await listAudit(q, { entity: kind, entityId: id }, null);
  const states = pastStates(
    content,
    page.rows.map(({ changes }) => changes),
  );
  const names = await listRecordNames(q, idsOf([...states, ...page.rows.map(({ changes }) => mentioned(changes))]));
  const numbers = kind === 'question' ? versionNumbers(page.rows, await currentNumber(q, id)) : new Map();
  const answers = kind === 'question' ? (await countAnswers(q, id, page.rows.length)).byVersion : null;
  const entries = page.rows.map((row, index): HistoryEntry => {
    const teller = new Teller(request, names, states[index] ?? {}, states[index + 1] ?? {});
    return {
      when: request.formats.instant(row.at),
      who: row.actor?.name ?? request.t('config.historyNobody'),
      text: titleOf(request, row, numbers.get(row.id), answers),
      differences: row.action === 'create' ? [] : teller.differences(row.changes),
      state: teller.facts(),
    };
  });
  const all = `/config/audit?${new URLSearchParams({ entity: kind, id: String(id) })}`;
  return { entries, lastActorId: page.rows[0]?.actor?.id ?? null, allHref: page.next === null ? null : all };
}

function titleOf(
  request: FastifyRequest,
  { action }: AuditRow,
  number: number | undefined,
  answers: ReadonlyMap<number, number> | null,
): string {
  const word = wordOf(request, 'action', action);
  if (number === undefined) return word;
  const version = request.t('config.historyVersion', { number, action: word });
  return `${version} · ${answeredText(request, answers?.get(number) ?? 0)}`;
}

/** Creating a question and changing its content each made a version: the newest is the current one. */
function versionNumbers(rows: readonly AuditRow[], current: number): Map<number, number> {
  const made = rows.filter(({ action }) => action === 'create' || action === 'change');
  return new Map(made.map(({ id }, index) => [id, current - index]));
}

async function currentNumber(q: Queryable, id: number): Promise<number> {
  const row = await q('questions').where({ id }).first('current_number');
  return row?.current_number ?? 1;
}

/** Both values of every field, under two names each: what a record no longer has is named too. */
function mentioned(changes: AuditRow['changes']): RecordState {
  return Object.fromEntries(
    Object.entries(changes).flatMap(([field, change]) => (change === null ? [] : [[field, change.flat()]])),
  );
}

function idsOf(states: readonly RecordState[]): Partial<Record<NamedKind, number[]>> {
  const wanted: Partial<Record<NamedKind, number[]>> = {};
  for (const state of states)
    for (const [field, value] of Object.entries(state)) {
      const found = idsIn(field, value);
      if (found) wanted[found.kind] = [...(wanted[found.kind] ?? []), ...found.ids];
    }
  return wanted;
}
