import type { ResultReader } from '../../store/result-reader.js';
import type { ResultScope, SaidRow } from '../../store/results.js';
import type { GivenGrades } from './given-grades.js';

/** In how many surveys the answers of NPS and of CSAT were given; of each only where a survey may hold several. */
export type Said = Partial<Record<'nps' | 'csat', SaidRow>>;

/** A question is answered once in a survey: only where several were asked there are fewer surveys than answers. */
export async function surveysSaying(reader: ResultReader, scope: ResultScope, given: GivenGrades): Promise<Said> {
  const said: Said = {};
  for (const kind of ['nps', 'csat'] as const)
    if (given.severalOf(kind)) said[kind] = await reader.said(scope, given.versionsOf(kind));
  return said;
}
