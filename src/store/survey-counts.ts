import type { CivilDate } from '../domain/civil-date.js';
import { STATUSES, type Status } from '../domain/scheduler.js';
import { type Counted, memoised } from './count-memo.js';
import { indexedBy, type Queryable } from './dialect.js';
import { boundedDue } from './due-bound.js';
import { isBroad } from './index-plan.js';
import { allOf, anyOf, type Hint, type Predicate, partWith, predicate, type Search, withPart } from './predicate.js';
import { type ReadRows, readingAt } from './statements.js';
import { matches, type SurveyFilter } from './survey-filter.js';
import { indexToCount } from './survey-plan.js';
import { hasStatus, isPending, isResponsibleInParts } from './survey-predicates.js';
import { ANY_DAY, sumOf, type TallyRow, talliedBy, tallyColumns } from './survey-tallies.js';
import { foundIn, searchOf, withSearch } from './text-search.js';
import { versionOf } from './write-versions.js';

/** How many surveys have each status, and how many are pending (Não executada: scheduled, due or inconsistent). */
export type StatusCounts = Record<Status | 'pending', number>;

/** Counts the surveys that a filter leaves by their status on `today`, with the predicates that the lists use. */
export function countByStatus(q: Queryable, today: CivilDate, filter: SurveyFilter = {}): Promise<StatusCounts> {
  const filtered = matches(filter);
  const of = (status: Predicate) => allOf([status, filtered]);
  const counted = Object.fromEntries(STATUSES.map((status) => [status, of(hasStatus(status, today))]));
  return countEach(q, { ...counted, pending: of(isPending(today)) } as Record<keyof StatusCounts, Predicate>);
}

/**
 * Counts the surveys of several predicates. One that asks for statuses alone is answered from the tallies, any other is
 * counted; outside a transaction either is kept until something is written that it looks at. The figures are those of
 * the lists in one and the same moment, unless a write fell between two readings: then each is right by itself.
 */
export async function countEach<K extends string>(
  q: Queryable,
  predicates: Readonly<Record<K, Predicate>>,
  read?: ReadRows,
): Promise<Record<K, number>> {
  const names = Object.keys(predicates) as K[];
  const wanted = new Map(names.map((name) => [keyOf(predicates[name]), predicates[name]]));
  const counts = await memoised(q, wanted, (missing) => countNow(q, missing, read));
  return Object.fromEntries(names.map((name) => [name, counts.get(keyOf(predicates[name]))])) as Record<K, number>;
}

/** Two predicates of one key are the same. */
function keyOf({ sql, bindings }: Predicate): string {
  return `${sql} ${JSON.stringify(bindings)}`;
}

/** In one statement, so that all figures and their version are of the same moment. */
async function countNow(
  q: Queryable,
  wanted: ReadonlyMap<string, Predicate>,
  read: ReadRows = readingAt(q),
): Promise<Counted> {
  const { today, tallied, others } = sorted(wanted);
  const tallies = today === null ? [] : [tallyColumns(today)];
  const named = others.map(([, where], index) => ({ name: `n${index}`, where }));
  const each = named.filter(({ where }) => searchOf(where) === null).map((one) => ownCount(q, one));
  const together = countedTogether(q, named);
  const columns = [`${versionOf('surveys')} as version`, ...[...tallies, ...each].map(({ sql }) => sql)];
  const from = ['(select 1) as one', ...together.map(({ sql }) => sql)].join(' cross join ');
  const bindings = [...tallies, ...each, ...together].flatMap((part) => part.bindings);
  const all = [...columns, ...together.map((_, index) => `text${index}.*`)].join(', ');
  const [row] = await read<Record<string, number>>(`select ${all} from ${from}`, bindings);
  if (row === undefined) throw new Error('a select without conditions gives one row');
  return {
    version: row.version ?? 0,
    counts: new Map([
      ...tallied.map(([key, statuses]) => [key, sumOf(statuses, row as TallyRow)] as const),
      ...others.map(([key], index) => [key, row[`n${index}`] ?? 0] as const),
    ]),
  };
}

interface Named {
  readonly name: string;
  readonly where: Predicate;
}

/** Counts by the index that the filter asks for; what has several statuses, or ways to be somebody's, by each. */
function ownCount(q: Queryable, { name, where }: Named): Predicate {
  const each = (where.branches ?? [where]).flatMap(inParts).map((part) => {
    const { sql, bindings } = boundedDue(q, readFirst(part));
    return {
      sql: `(select count(*) from surveys ${indexedBy(q, 'surveys', indexToCount(part))} where ${sql})`,
      bindings,
    };
  });
  return {
    sql: `${each.map(({ sql }) => sql).join(' + ')} as "${name}"`,
    bindings: each.flatMap(({ bindings }) => bindings),
  };
}

function inParts(where: Predicate): readonly Predicate[] {
  const part = partWith(where, (hint): hint is { readonly responsible: number } => 'responsible' in hint);
  if (part === undefined) return [where];
  return isResponsibleInParts(part.hint.responsible).map((one) => withPart(where, part, one));
}

/** What is looked up for a large share of the surveys is read once before. */
function readFirst(where: Predicate): Predicate {
  const part = partWith(where, (hint): hint is Extract<Hint, { among: Predicate }> => 'among' in hint);
  return part !== undefined && isBroad(where) ? withPart(where, part, part.hint.among) : where;
}

/** A text may be found in a third of all sales: what is counted under it is counted in one pass over their surveys. */
function countedTogether(q: Queryable, named: readonly Named[]): Predicate[] {
  const passes = new Map<string, { search: Search; columns: Predicate[] }>();
  for (const { name, where } of named) {
    const search = searchOf(where);
    if (search === null) continue;
    const pass = passes.get(JSON.stringify(search)) ?? { search, columns: [] };
    passes.set(JSON.stringify(search), pass);
    const rest = withSearch(where, allOf([]));
    const { sql, bindings } = rest.branches
      ? anyOf(rest.branches.map(({ sql, bindings }) => predicate(sql, bindings)))
      : rest;
    pass.columns.push({ sql: `count(*) filter (where ${sql}) as "${name}"`, bindings });
  }
  return [...passes.values()].map(({ search, columns }, index) => {
    const found = foundIn(q, 'surveys', search);
    return {
      sql: `(select ${columns.map(({ sql }) => sql).join(', ')} from ${found.sql}) as text${index}`,
      bindings: [...columns, found].flatMap(({ bindings }) => bindings),
    };
  });
}

/** Those that the tallies of one day answer, and the others. */
function sorted(wanted: ReadonlyMap<string, Predicate>) {
  const tallied: [string, readonly Status[]][] = [];
  const others: [string, Predicate][] = [];
  let today: CivilDate | null = null;
  for (const [key, predicate] of wanted) {
    const tally = talliedBy(predicate);
    today ??= tally?.today ?? null;
    if (tally === null || (tally.today !== null && tally.today !== today)) others.push([key, predicate]);
    else tallied.push([key, tally.statuses]);
  }
  return { today: tallied.length === 0 ? null : (today ?? ANY_DAY), tallied, others };
}
