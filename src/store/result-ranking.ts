import type { Queryable } from './dialect.js';
import { listQuestionVersions } from './question-versions.js';
import type { ResultReader } from './result-reader.js';
import type { Ranked, ResultScope } from './results.js';
import { listDuties } from './rule-operators.js';

/**
 * What is ranked, with the grades of the questions of NPS: these are one figure, since their scale is the same in every
 * version.
 */
export async function rankResults(reader: ResultReader, q: Queryable, scope: ResultScope, by: Ranked) {
  const versions = (await listQuestionVersions(q)).filter(({ kind }) => kind === 'nps').map(({ id }) => id);
  if (by === 'operator') return reader.rankedByOperator(scope, versions, await listDuties(q));
  return reader.ranked(scope, by, versions);
}
