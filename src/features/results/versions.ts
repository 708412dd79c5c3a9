import type { FastifyRequest } from 'fastify';
import type { QuestionVersion } from '../../store/question-versions.js';
import type { GradeRow } from '../../store/results.js';
import { PATHS } from './bar.js';
import { resultHref } from './links.js';
import type { ResultQuery } from './query.js';

// Scores, NPS and CSAT are of all questions, whatever their versions: where a text or a weight changed, the page says so, and
// leads to the questions, of which each version is told by itself (SPEC 6).

/** The versions that were answered in any of several periods. */
export function answeredIn(
  versions: readonly QuestionVersion[],
  ...grades: readonly (readonly GradeRow[])[]
): QuestionVersion[] {
  const answered = new Set(grades.flat().map(({ version }) => version));
  return versions.filter(({ id }) => answered.has(id));
}

/** The questions that are not the same in all of these versions: other words, another kind, or other grades. */
export function changedIn(versions: readonly QuestionVersion[]): ReadonlySet<number> {
  const asked = new Map<number, Set<string>>();
  for (const version of versions)
    asked.set(version.questionId, (asked.get(version.questionId) ?? new Set()).add(saidBy(version)));
  return new Set([...asked].filter(([, { size }]) => size > 1).map(([id]) => id));
}

/** Whether two versions of a question have the same words, kind and grades. */
export function saysTheSame(one: QuestionVersion, other: QuestionVersion): boolean {
  return saidBy(one) === saidBy(other);
}

/** As many lines have looks of their own; the third, a grey one, would be taken for what is older. */
const MOST_LINES = 6;
const LATEST_TONES = [1, 2, 4, 5, 6] as const;

/** The look of each of so many versions, the oldest first: of more than can be told apart the older ones share one, 0. */
export function tonesOf(count: number): readonly number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  if (count <= MOST_LINES) return all.map((index) => index + 1);
  return all.map((index) => LATEST_TONES[index - count + LATEST_TONES.length] ?? 0);
}

function saidBy({ text, kind, grades }: QuestionVersion): string {
  return JSON.stringify([text, kind, grades.map(({ label, weight }) => [label, weight])]);
}

/** What is said where questions changed among these versions, with the way to them; null where none did. */
export function changedNote(
  { t }: Pick<FastifyRequest, 't'>,
  query: ResultQuery,
  versions: readonly QuestionVersion[],
) {
  const count = changedIn(versions).size;
  return count === 0
    ? null
    : { text: t('results.changed', { count }), href: resultHref(PATHS.questions, query, { by: '', sort: '' }) };
}
