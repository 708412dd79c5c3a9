import type { Queryable } from './dialect.js';

/** Records that a text may name by their id. */
export const NAMED_KINDS = ['user', 'question', 'rule', 'profile', 'product', 'customer'] as const;

export type NamedKind = (typeof NAMED_KINDS)[number];

/** What the records are called today, by kind and id; one that does not exist is absent. */
export type RecordNames = Readonly<Record<NamedKind, ReadonlyMap<number, string>>>;

/** Ids to look up, by kind. */
export type WantedNames = Readonly<Partial<Record<NamedKind, Iterable<number>>>>;

/** Looks the names up, with one query for each kind that is wanted. */
export async function listRecordNames(q: Queryable, wanted: WantedNames): Promise<RecordNames> {
  const entries = await Promise.all(
    NAMED_KINDS.map(async (kind) => [kind, await namesOf(q, kind, [...new Set(wanted[kind] ?? [])])] as const),
  );
  return Object.fromEntries(entries) as unknown as RecordNames;
}

async function namesOf(q: Queryable, kind: NamedKind, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows: { id: number; name: string }[] = await (kind === 'question' ? questions(q, ids) : others(q, kind, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function others(q: Queryable, kind: Exclude<NamedKind, 'question'>, ids: readonly number[]) {
  return q(`${kind}s`)
    .whereIn('id', [...ids])
    .select('id', 'name');
}

/** A question is called by its current text. */
function questions(q: Queryable, ids: readonly number[]) {
  return q('questions')
    .join('question_versions', (on) =>
      on
        .on('question_versions.question_id', 'questions.id')
        .andOn('question_versions.number', 'questions.current_number'),
    )
    .whereIn('questions.id', [...ids])
    .select('questions.id', 'question_versions.text as name');
}
