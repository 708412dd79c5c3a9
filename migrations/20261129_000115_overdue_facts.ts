import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

/**
 * What tells an inconsistency that is none any more from a survey that never was one: the day on which a survey was closed,
 * and the day on which its expiry was moved with the expiry that stood before.
 */
export async function up(knex: Knex): Promise<void> {
  await addDay(knex, 'closures', 'closed_on');
  await addDay(knex, 'extensions', 'extended_on');
  await addDay(knex, 'extensions', 'was_expires_on');
  await fillDays(knex, 'closures', 'closed_at', 'closed_on');
  await fillDays(knex, 'extensions', 'extended_at', 'extended_on');
  await fillExpiries(knex);
  for (const [name, columns] of [
    ['extensions_overdue', 'was_expires_on, extended_on, survey_id'],
    ['extensions_overdue_by_extended_on', 'extended_on, was_expires_on, survey_id'],
  ])
    await knex.raw(`create index ${name} on extensions (${columns}) where extended_on > was_expires_on`);
}

async function addDay(knex: Knex, table: string, column: string): Promise<void> {
  const type = isPostgres(knex) ? 'date' : `text check (${column} = date(${column}))`;
  await knex.raw(`alter table ${table} add column ${column} ${type}`);
}

/** The civil day of each instant in the company's time zone, a stretch of one offset from UTC at a time. */
async function fillDays(knex: Knex, table: string, instant: string, day: string): Promise<void> {
  const { time_zone: zone } = await knex('settings').first('time_zone');
  const [ends] = await knex(table).min(`${instant} as first`).max(`${instant} as last`);
  if (ends === undefined || ends.first === null) return;
  const set = isPostgres(knex)
    ? `(to_timestamp((${instant} + ?) / 1000.0) at time zone 'UTC')::date`
    : `date((${instant} + ?) / 1000, 'unixepoch')`;
  for (const { from, to, offset } of stretchesOf(zone, Number(ends.first), Number(ends.last)))
    await knex.raw(`update ${table} set ${day} = ${set} where ${instant} >= ? and ${instant} < ?`, [offset, from, to]);
}

/** What the audit says of it; without its row the latest that can have stood. */
async function fillExpiries(knex: Knex): Promise<void> {
  const told = isPostgres(knex)
    ? "max((changes::jsonb -> 'expiresOn' ->> 0)::date)"
    : "max(json_extract(changes, '$.expiresOn[0]'))";
  const later = isPostgres(knex) ? 'greatest' : 'max';
  await knex.raw(`update extensions set was_expires_on = coalesce(
    (select ${told} from audit where audit.entity = 'survey' and audit.entity_id = extensions.survey_id
      and audit.action = 'extend' and audit.at = extensions.extended_at),
    (select ${later}(surveys.original_expires_on, coalesce((select max(earlier.expires_on) from extensions as earlier
        where earlier.survey_id = extensions.survey_id and earlier.id < extensions.id), surveys.original_expires_on))
      from surveys where surveys.id = extensions.survey_id))`);
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

const DAY_MS = 86_400_000;

/** The stretches of time from `first` to `last` in each of which a zone has one offset. */
function stretchesOf(zone: string, first: number, last: number): Stretch[] {
  const offsetAt = offsetsOf(zone);
  const stretches: Stretch[] = [];
  let [from, at] = [first, first];
  for (; at <= last; at += DAY_MS) {
    const next = Math.min(at + DAY_MS, last + 1);
    if (offsetAt(next) === offsetAt(from)) continue;
    const to = changeBetween(offsetAt, at, next);
    stretches.push({ from, to, offset: offsetAt(from) });
    from = to;
  }
  return [...stretches, { from, to: last + 1, offset: offsetAt(from) }];
}

/** The first instant of another offset; there is one change between the two. */
function changeBetween(offsetAt: (instant: number) => number, before: number, after: number): number {
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === offsetAt(before)) low = middle;
    else high = middle;
  }
  return high;
}

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetsOf(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  return (instant) => {
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    const local = Date.UTC(year, month - 1, day, hour, minute, second);
    return local - Math.floor(instant / 1000) * 1000;
  };
}
