import { type CivilDate, isCivilDate } from '../domain/civil-date.js';
import { STATUSES, type Status } from '../domain/scheduler.js';
import type { Predicate } from './predicate.js';
import { hasAnyStatus } from './survey-predicates.js';

/** A predicate that asks for statuses and nothing else; `today` is null where they do not depend on it. */
export interface Tallied {
  readonly statuses: readonly Status[];
  readonly today: CivilDate | null;
}

/** What the predicate asks for, when it is exactly that of some statuses; null when it has to be counted. */
export function talliedBy({ sql, bindings }: Predicate): Tallied | null {
  const statuses = statusesByText().get(sql);
  if (statuses === undefined) return null;
  const today = bindings.find((value): value is CivilDate => typeof value === 'string' && isCivilDate(value)) ?? null;
  const same = hasAnyStatus(statuses, today ?? ANY_DAY).bindings;
  return JSON.stringify(same) === JSON.stringify(bindings) ? { statuses, today } : null;
}

/** For what is the same on every day. */
export const ANY_DAY: CivilDate = '2000-01-01';

let texts: ReadonlyMap<string, readonly Status[]> | undefined;

/** Every choice of statuses by the SQL that stands for it. */
function statusesByText(): ReadonlyMap<string, readonly Status[]> {
  const chosen = (number: number) => STATUSES.filter((_, index) => number & (1 << index));
  const choices = Array.from({ length: 2 ** STATUSES.length - 1 }, (_, index) => chosen(index + 1));
  texts ??= new Map(choices.map((statuses) => [hasAnyStatus(statuses, ANY_DAY).sql, statuses]));
  return texts;
}

/**
 * Columns that count every survey: from the tallies that triggers keep of whole months (migration 20261124_000002), and
 * within the month of `today` from the indexes by expiry and by opening.
 */
export function tallyColumns(today: CivilDate): Predicate {
  const month = today.slice(0, 7);
  return { sql: COLUMNS, bindings: [month, `${month}-01`, today, month, today, firstOfNext(month)] };
}

const OPEN = 'select count(*) from surveys where settled_at is null and';

const COLUMNS = `${tallied("kind = 'expiring'")} as open,
  ${tallied("kind = 'expiring' and month < ?")} + (${OPEN} expires_on >= ? and expires_on < ?) as inconsistent,
  ${tallied("kind = 'opening' and month > ?")} + (${OPEN} opens_on > ? and opens_on < ?) as scheduled,
  ${tallied("kind = 'executed'")} as executed,
  ${tallied("kind = 'closed'")} as closed,
  ${tallied("kind = 'cancelled'")} as cancelled`;

function tallied(condition: string): string {
  return `(select cast(coalesce(sum(surveys), 0) as bigint) from survey_tallies where ${condition})`;
}

function firstOfNext(month: string): CivilDate {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const [nextYear, next] = number === 12 ? [year + 1, 1] : [year, number + 1];
  return `${String(nextYear).padStart(4, '0')}-${String(next).padStart(2, '0')}-01`;
}

/** The values of `tallyColumns`. */
export type TallyRow = Readonly<Record<Exclude<Status, 'due'> | 'open', number>>;

/** How many surveys have one of the statuses: what is open and neither scheduled nor inconsistent is due (SPEC 4). */
export function sumOf(statuses: readonly Status[], row: TallyRow): number {
  const counts = { ...row, due: row.open - row.inconsistent - row.scheduled };
  return statuses.reduce((sum, status) => sum + counts[status], 0);
}
