import type { GradeCount } from '../../domain/results.js';
import type { QuestionVersion } from '../../store/question-versions.js';
import type { GradeRow } from '../../store/results.js';

/** The grades of a period, with the versions of the questions that they answer. */
export class GivenGrades {
  readonly #grades: readonly GradeRow[];
  readonly #versions: readonly QuestionVersion[];

  constructor(grades: readonly GradeRow[], versions: readonly QuestionVersion[]) {
    const answered = new Set(grades.map(({ version }) => version));
    this.#grades = grades;
    this.#versions = versions.filter(({ id }) => answered.has(id));
  }

  /** How often each grade of the questions of a kind was given. */
  ofKind(kind: 'nps' | 'csat'): GradeCount[] {
    const ids = new Set(this.#of(kind).map(({ id }) => id));
    return this.#grades.filter(({ version }) => ids.has(version));
  }

  /** Whether more than one question of a kind was answered: one survey may hold several answers then. */
  severalOf(kind: 'nps' | 'csat'): boolean {
    return new Set(this.#of(kind).map(({ questionId }) => questionId)).size > 1;
  }

  /** The versions of a kind. */
  versionsOf(kind: 'nps' | 'csat'): number[] {
    return this.#of(kind).map(({ id }) => id);
  }

  #of(kind: 'nps' | 'csat'): QuestionVersion[] {
    return this.#versions.filter((version) => version.kind === kind);
  }
}
