import type { Queryable } from './dialect.js';
import { listQuestionVersions } from './question-versions.js';
import type { ResultReader } from './result-reader.js';
import type { Ranked, ResultScope } from './results.js';
import { listDuties } from './rule-operators.js';

/**
 * What is ranked, with the grades of the questions of NPS: these are one figure, since their scale is the same in every
 * version. `severalNps`: more than one of these was answered, so that one survey may hold several answers.
 */
export async function rankResults(reader: ResultReader, q: Queryable, scope: ResultScope, by: Ranked) {
  const versions = (await listQuestionVersions(q)).filter(({ kind }) => kind === 'nps');
  const ids = versions.map(({ id }) => id);
  const ranked =
    by === 'operator'
      ? await reader.rankedByOperator(scope, ids, await listDuties(q))
      : await reader.ranked(scope, by, ids);
  const answered = new Set(ranked.grades.map(({ version }) => version));
  const questions = new Set(versions.filter(({ id }) => answered.has(id)).map(({ questionId }) => questionId));
  return { ...ranked, severalNps: questions.size > 1 };
}
