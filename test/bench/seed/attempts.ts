import { operatorAt } from './people.js';
import type { Extent } from './sales.js';
import { chance, type Sql } from './sql.js';

const KINDS = ['no-answer', 'busy', 'voicemail', 'no-time'] as const;

/** One or two attempts on one in thirty of the surveys that opened. They are newer than the seed's own schema. */
export function attemptsSql(sql: Sql, { today, now }: Extent): string {
  const kinds = KINDS.map((kind, index) => `when ${index} then '${kind}'`).join(' ');
  return `insert into attempts (survey_id, outcome, retry_at, attempted_by, attempted_at, form_key)
    select id, case ${chance('id * 2 + n', 40, KINDS.length)} ${kinds} end, at + 10800000, by_whom, at, 'seed-' || id || '-' || n
    from (select s.id, p.n, ${operatorAt('s.rule_id', chance('s.id', 41, 5))} as by_whom,
        ${sql.least(`${sql.days('s.opens_on')} * 86400000 + 39600000 + p.n * 3600000`, String(now))} as at
      from surveys as s cross join ${sql.series(2)} as p
      where ${chance('s.id', 42, 30)} = 0 and ${sql.days('s.opens_on')} <= ${today} and (p.n = 1 or ${chance('s.id', 43, 3)} = 0)
      ${sql.fence}) as made order by id, n`;
}
