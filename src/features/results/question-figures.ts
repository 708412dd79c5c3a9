import { type GradeCount, kindFigure, type Ratio, ratio } from '../../domain/results.js';
import type { QuestionVersion } from '../../store/question-versions.js';
import type { GradeRow } from '../../store/results.js';
import { listHref } from './links.js';
import type { ResultQuery } from './query.js';
import { seenMean } from './seen.js';
import type { FigureKind } from './words.js';

/** The figure of a question: NPS, CSAT, or the mean weight of its grades, as far as who looks may see it. */
export function figureOf(
  query: Pick<ResultQuery, 'own'>,
  version: QuestionVersion,
  grades: readonly GradeCount[],
): { kind: FigureKind; value: Ratio } {
  const special = kindFigure(version.kind, grades);
  if (special !== null) return { kind: version.kind === 'nps' ? 'nps' : 'percent', value: special };
  const weightAt = (position: number) => version.grades.find((grade) => grade.position === position)?.weight ?? 0;
  const sum = grades.reduce((total, { position, count }) => total + weightAt(position) * count, 0);
  const answers = answersIn(grades);
  return { kind: 'mean', value: seenMean(query, ratio(sum, answers), answers) };
}

export function answersIn(grades: readonly GradeCount[]): number {
  return grades.reduce((total, { count }) => total + count, 0);
}

/** The grades of a version. */
export const of = (grades: readonly GradeRow[], { id }: QuestionVersion) =>
  grades.filter(({ version }) => version === id);

/** The executed surveys with an answer to the version, of a part of the period or of all of it. */
export function answersHref(query: ResultQuery, { id, grades }: QuestionVersion, period = query.scope.period): string {
  return listHref(query, 'executed', { period, grade: grades.map(({ position }) => `${id}.${position}`) });
}
