import { FOLLOW_UP_KINDS } from '../../../src/domain/follow-up.js';
import type { Extent } from './sales.js';
import { chance, type Sql } from './sql.js';

const TEXT = 'O cliente diz que o sinal cai à noite e que ninguém voltou a ligar depois da última visita';
const CONCLUSION = 'Visita feita, roteador trocado e cabo refeito; o cliente confirmou por telefone que ficou bom';

/** After so many days what was opened has ended, but for one in a hundred. */
const OPEN_DAYS = 14;

/**
 * A follow-up of every tenth executed survey, opened when it was executed, by who executed it. Rarely an opportunity ends
 * won. They are newer than the seed's own schema.
 */
export function followUpsSql(sql: Sql, { today, now }: Extent): string {
  const of = (salt: number, below: number) => chance('s.id', salt, below);
  const kinds = FOLLOW_UP_KINDS.map((kind, index) => `when ${index} then '${kind}'`).join(' ');
  const ending = `case when kind = 'opportunity' then case ${of(56, 8)} when 0 then 'won' else 'lost' end
    else case ${of(57, 9)} when 0 then 'discarded' else 'resolved' end end`;
  const ended = (value: string) => `case when has_ended then ${value} end`;
  return `insert into follow_ups (kind, survey_id, sale_id, customer_id, seller_id, product_id, closed_on, city_key, has_phone,
      owner_id, priority, due_on, text, opened_by, opened_at, opened_on, started_by, started_at, ended_by, ended_at,
      ended_on, ending, conclusion, won_cents)
    select kind, s.id, sale_id, customer_id, seller_id, product_id, closed_on, city_key, has_phone, executed_by,
      1 + ${of(51, 3)}, ${sql.day(`day + 2 + ${of(52, 9)}`)}, '${TEXT}', executed_by, settled_at, executed_on,
      ${started('executed_by', of(53, 3))}, ${started('settled_at + 3600000', of(53, 3))}, ${ended('executed_by')},
      ${ended(sql.least(`settled_at + ${of(54, 12)} * 86400000 + 60000`, String(now)))},
      ${ended(sql.day(sql.least(`day + ${of(54, 12)}`, String(today))))}, ${ended(ending)},
      case when has_ended then '${CONCLUSION}' else '' end,
      case when has_ended and (${ending}) = 'won' then 4990 + 100 * ${of(58, 150)} end
    from (select s.*, ${sql.days('s.executed_on')} as day, case ${of(50, FOLLOW_UP_KINDS.length)} ${kinds} end as kind,
        ${sql.days('s.executed_on')} < ${today - OPEN_DAYS} and ${of(55, 100)} <> 0 as has_ended
      from surveys as s where s.outcome = 'executed' and ${of(59, 10)} = 0 ${sql.fence}) as s order by s.id`;
}

function started(value: string, third: string): string {
  return `case when has_ended or ${third} = 0 then ${value} end`;
}
