import { NPS_QUESTION, operatorAt, questionAt, questionCount } from './people.js';
import type { Extent } from './sales.js';
import { chance, type Sql } from './sql.js';

/**
 * Three surveys for each sale. A survey comes to its turn on a day between opening and expiry, or, for half of the
 * extended ones, on one after the original expiry (late); if that day is over it was executed with the chance of
 * `executed` percent, and of the others some were closed. With 100 percent also the ones that are due today were. Those
 * that open later are scheduled, whatever the percentage: nobody executes before the opening. What was cancelled before
 * its turn is cancelled.
 */
export function surveysSql(sql: Sql, { executed, today, now }: Extent): string {
  const turn = `case when extra > 0 and k % 2 = 0 then original + 1 + ${chance('k', 20, 9)}
    else opens + ${chance('k', 21, 1_000_000)} % (original - opens + 1) end`;
  const rushed =
    executed === 100 ? `case when opens <= ${today} then ${sql.least('turn', String(today))} else turn end` : 'turn';
  const outcome = `case when cancelled <= turn then 'cancelled' when turn > ${today} then null
    when luck < ${executed * 100} then 'executed' when luck >= 9950 then 'closed' end`;
  const settled = sql.least(`turn * 86400000 + 43200000 + ${chance('k', 22, 28_800_000)}`, String(now));
  return `insert into surveys (id, sale_id, rule_id, opens_on, expires_on, original_expires_on, assigned_to, seller_id,
      product_id, closed_on, settled_at, outcome)
    select k, sale_id, rule_id, ${sql.day('opens')}, ${sql.day('original + extra')}, ${sql.day('original')},
      case when ${chance('k', 23, 50)} = 0 then ${operatorAt('rule_id', chance('k', 24, 20))} end,
      seller_id, product_id, closed_on,
      case outcome when 'cancelled' then cancelled_at when 'executed' then ${settled} when 'closed' then ${settled} end, outcome
    from (select *, ${outcome} as outcome
      from (select k, sale_id, rule_id, seller_id, product_id, closed_on, cancelled, cancelled_at, opens, original, extra,
          luck, ${rushed} as turn
        from (select *, ${turn} as turn
          from (select ${numbered('s', 'r')} as k, s.id as sale_id, u.id as rule_id, seller_id, product_id, closed_on,
              ${sql.days('cancelled_on')} as cancelled, cancelled_at,
              ${sql.days('closed_on')} + u.start_days as opens, ${sql.days('closed_on')} + u.start_days + u.expiry_days as original,
              case when ${chance(numbered('s', 'r'), 25, 25)} = 0 then 10 else 0 end as extra,
              ${chance(numbered('s', 'r'), 26, 10_000)} as luck
            from sales as s cross join ${sql.series(3)} as r
            join rules as u on u.id = s.product_id % 3 * 3 + r.n ${sql.fence}) as dated ${sql.fence}) as drawn ${sql.fence}) as turned
      ${sql.fence}) as settled order by k`;
}

const numbered = (sale: string, rule: string) => `((${sale}.id - 1) * 3 + ${rule}.n)`;

/** An extension for each survey that expires later than it was to. */
export function extensionsSql({ now }: Extent): string {
  return `insert into extensions (survey_id, expires_on, reason, extended_by, extended_at)
    select id, expires_on, 'O cliente pediu', 2, coalesce(settled_at, ${now}) from surveys
    where expires_on > original_expires_on order by id`;
}

export function closuresSql(): string {
  return `insert into closures (survey_id, reason, closed_by, closed_at)
    select id, case id % 3 when 0 then 'refused' when 1 then 'unreachable' else 'wrong-number' end, 2, settled_at
    from surveys where outcome = 'closed' order by id`;
}

/** What a survey asks at a position, and who asks. */
interface Asked {
  readonly survey: string;
  readonly position: string;
  readonly question: string;
}

/** The position of the grade that a survey got for one of its questions: of five, or of the eleven of NPS. */
const grade = ({ survey, position, question }: Asked) => {
  const drawn = `(${survey} * 3 + ${position})`;
  return `(1 + case when ${question} = ${NPS_QUESTION} then ${chance(drawn, 30, 11)} else ${chance(drawn, 30, 5)} end)`;
};

/** One in twenty questions stays without an answer, but never the first. */
const isGraded = (survey: string, position: string) =>
  `(${position} = 1 or ${chance(`(${survey} * 3 + ${position})`, 31, 20)} > 0)`;

const weight = (asked: Asked) =>
  `case when ${asked.question} = ${NPS_QUESTION} then ${grade(asked)} * 20 - 120 else ${grade(asked)} * 50 - 150 end`;

/** An execution, with its survey's id, for each survey that was executed, by one of the rule's operators or the seller. */
export function executionsSql(sql: Sql): string {
  const sum = (value: (position: string) => string) =>
    ['1', '2', '3']
      .map(
        (position) =>
          `case when ${position} <= ${questionCount('s.rule_id')} and ${isGraded('s.id', position)} then ${value(position)} else 0 end`,
      )
      .join(' + ');
  const runs = `u.seller_runs and s.id % 4 = 0`;
  return `insert into executions (id, survey_id, executed_by, executed_on, started_at, finished_at, rule_name, score_sum,
      score_count, by_seller, form_key)
    select s.id, s.id, case when ${runs} then s.seller_id else ${operatorAt('s.rule_id', chance('s.id', 32, 5))} end,
      ${sql.day('s.settled_at / 86400000')}, s.settled_at - 180000, s.settled_at, u.name,
      ${sum((position) => weight({ survey: 's.id', position, question: questionAt('s.rule_id', position) }))}, ${sum(() => '1')}, case when ${runs} then true else false end,
      'seed-' || ${sql.pad('s.id', 9)}
    from surveys as s join rules as u on u.id = s.rule_id where s.outcome = 'executed' order by s.id`;
}

/** The answers of each execution: two or three. */
export function answersSql(sql: Sql): string {
  const asked = { survey: 'e.id', position: 'p.n', question: 'v.id' };
  const label = `cast(${grade(asked)} - case when v.id = ${NPS_QUESTION} then 1 else 0 end as text)`;
  const when = (value: string) => `case when ${isGraded('e.id', 'p.n')} then ${value} end`;
  return `insert into answers (id, execution_id, position, question_version_id, question_text, state, grade_position,
      grade_label, weight)
    select e.id * 3 + p.n - 3, e.id, p.n, v.id, v.text, coalesce(${when("'graded'")}, 'no-answer'),
      ${when(grade(asked))}, ${when(label)}, ${when(weight(asked))}
    from executions as e cross join ${sql.series(3)} as p
    join surveys as s on s.id = e.survey_id
    join question_versions as v on v.id = ${questionAt('s.rule_id', 'p.n')}
    where p.n <= ${questionCount('s.rule_id')}`;
}
