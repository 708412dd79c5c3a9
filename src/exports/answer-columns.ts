import type { Translate } from '../i18n/translate.js';
import type { Queryable } from '../store/dialect.js';
import type { Predicate } from '../store/predicate.js';
import { listAnsweredVersions, type VersionAnswer } from '../store/survey-details.js';
import { listQuestionVersions } from '../store/survey-questions.js';
import type { ExportedSurvey, SurveyColumn } from './survey-columns.js';
import type { Cell } from './table.js';

/** A question as it was asked: the versions of one question that have the same words and the same scale. */
interface Wording {
  readonly text: string;
  readonly versionIds: readonly number[];
}

/**
 * Grade, weight and comment of each question that the exported executions answered. What was asked in other words or on
 * another scale stands in columns of its own: nobody takes the mean of two questions without knowing.
 */
export async function answerColumns(q: Queryable, t: Translate, where: Predicate): Promise<SurveyColumn[]> {
  const wordings = await listWordings(q, where);
  return wordings.flatMap((wording) => columnsOf(t, headingOf(t, wording, wordings), new Set(wording.versionIds)));
}

async function listWordings(q: Queryable, where: Predicate): Promise<Wording[]> {
  const answered = await listAnsweredVersions(q, where);
  const questions = await listQuestionVersions(
    q,
    answered.map(({ versionId }) => versionId),
  );
  const wordings = new Map<string, { text: string; versionIds: number[] }>();
  for (const [index, { text, grades, versionId }] of questions.entries()) {
    const key = JSON.stringify([answered[index]?.questionId, text, grades]);
    const known = wordings.get(key);
    if (known === undefined) wordings.set(key, { text, versionIds: [versionId] });
    else known.versionIds.push(versionId);
  }
  return [...wordings.values()];
}

/** Its text; numbered, the oldest first, where others have the same words. */
function headingOf(t: Translate, wording: Wording, all: readonly Wording[]): string {
  const { text } = wording;
  const same = all
    .filter((other) => other.text === text)
    .sort((a, b) => Math.min(...a.versionIds) - Math.min(...b.versionIds));
  return same.length === 1 ? text : t('exports.wording', { question: text, number: same.indexOf(wording) + 1 });
}

function columnsOf(t: Translate, question: string, versionIds: ReadonlySet<number>): SurveyColumn[] {
  const cell = (of: (answer: VersionAnswer) => Cell) => (survey: ExportedSurvey) => {
    const answer = survey.details.answers.find(({ versionId }) => versionIds.has(versionId));
    return answer === undefined ? null : of(answer);
  };
  return [
    { heading: t('exports.answer', { question }), kind: 'text', width: 20, cell: cell((answer) => gradeOf(t, answer)) },
    { heading: t('exports.weight', { question }), kind: 'number', width: 12, cell: cell(({ weight }) => weight) },
    {
      heading: t('exports.comment', { question }),
      kind: 'text',
      width: 30,
      cell: cell(({ comment }) => comment || null),
    },
  ];
}

/** A grade that is a number is one, so that it can be averaged. */
function gradeOf(t: Translate, { state, gradeLabel }: VersionAnswer): Cell {
  switch (state) {
    case 'graded':
      return gradeLabel !== null && /^\d{1,3}$/.test(gradeLabel) ? Number(gradeLabel) : gradeLabel;
    case 'not-applicable':
      return t('shared.notApplicable');
    case 'no-answer':
      return t('shared.noAnswer');
  }
}
