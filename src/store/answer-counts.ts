import type { Queryable } from './dialect.js';
import { select } from './statements.js';

/** Answers are counted up to here: what is more is a lot, and no editor waits for how much. */
export const ANSWER_CAP = 10_000;

/** How often a question was answered, whatever the answer: of all its versions, and of each by its number. */
export interface AnswerCounts {
  /** One above the cap stands for more. */
  readonly all: number;
  readonly byVersion: ReadonlyMap<number, number>;
}

/** Counted within the index of answers by version; `newest`: of how many versions each is told. */
export async function countAnswers(
  q: Queryable,
  questionId: number,
  newest: number,
  cap = ANSWER_CAP,
): Promise<AnswerCounts> {
  const most = cap + 1;
  const [total] = await select<{ n: number }>(q, ALL, [questionId, most]);
  const rows = await select<{ number: number; n: number }>(q, BY_VERSION, [most, questionId, newest]);
  return {
    all: Number(total?.n ?? 0),
    byVersion: new Map(rows.map(({ number, n }) => [number, Number(n)])),
  };
}

const ALL = `select count(*) as n from (select 1 as one from answers where question_version_id in
  (select id from question_versions where question_id = ?) limit ?) as counted`;

const BY_VERSION = `select number, (select count(*) from (select 1 as one from answers
    where answers.question_version_id = question_versions.id limit ?) as counted) as n
  from question_versions where question_id = ? order by number desc limit ?`;
