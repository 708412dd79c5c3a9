import type { FastifyRequest } from 'fastify';
import { type CivilDate, daysBetween, parseLocalDate } from '../../domain/civil-date.js';
import {
  type DayRange,
  isPeriodPreset,
  monthOf,
  type PeriodPreset,
  periodBefore,
  presetRange,
} from '../../domain/period.js';
import { can } from '../../domain/permissions.js';
import type { Queryable } from '../../store/dialect.js';
import type { ResultFilter, ResultScope } from '../../store/results.js';
import { signedIn } from '../../web/request.js';
import { type PickedNames, pickedNames } from '../list-names.js';
import { given, ListParameters, type ParameterError, type Typed } from '../list-parameters.js';
import { findPicks, readPicks } from '../survey-filters.js';

/** The filters of Resultados, which take several values each, and are the panel's too. */
export const RESULT_FILTERS = ['seller', 'operator', 'product', 'profile', 'rule', 'city'] as const;

/** The parameters of Resultados in the order of a canonical URL. */
export const RESULT_NAMES = ['period', 'from', 'to', ...RESULT_FILTERS, 'as', 'by', 'sort', 'month'] as const;

export type ResultName = (typeof RESULT_NAMES)[number];

/** What somebody who is no manager looks at: the surveys that he ran or is responsible for, or those of his own sales. */
export type OwnView = 'operator' | 'seller';

/** What the URL asks for. With errors it is answered with the form alone. */
export interface ResultQuery {
  readonly typed: Typed;
  /** What the records are called that the filters pick. */
  readonly names: PickedNames;
  readonly preset: PeriodPreset | null;
  readonly scope: ResultScope;
  readonly before: ResultScope;
  /** Null for managers, who see everybody's. */
  readonly own: OwnView | null;
  readonly errors: readonly ParameterError[];
}

type Request = Pick<FastifyRequest, 'query' | 't' | 'today' | 'user'>;

const FIRST: PeriodPreset = 'last-90-days';

/** Ten years; more is no period to compare. */
const MOST_DAYS = 3_660;

/** Reads the URL; who is no manager gets his own results whatever it says (SPEC 1). */
export async function readResultQuery(request: Request, q: Queryable): Promise<ResultQuery> {
  const parameters = new ListParameters(request.query, request.t, RESULT_NAMES);
  const { preset, period } = readPeriod(parameters, request.today);
  const user = signedIn(request);
  const as = parameters.one('as');
  const own = can(user.role, 'seeEverySurvey') ? null : as === 'seller' ? 'seller' : 'operator';
  // Whose results they are is not asked.
  if (own !== null) for (const name of ['seller', 'operator']) parameters.replace(name, []);
  const asked = given<ResultFilter>(readPicks(parameters));
  const names = pickedNames(await findPicks(q, asked));
  for (const { name, value } of names.missing) parameters.refuse(name, 'panel.noSuchRecord', {}, value);
  const filter = own === null ? asked : { ...asked, [own === 'seller' ? 'sellerIds' : 'operatorIds']: [user.id] };
  const scope = { period, filter, today: request.today };
  const before = { ...scope, period: periodBefore(period) };
  return { typed: parameters.typed(), names, preset, scope, before, own, errors: parameters.errors };
}

/** The only value of a parameter, '' without one. */
export function typedOne({ typed }: Pick<ResultQuery, 'typed'>, name: ResultName): string {
  return typed.get(name)?.[0] ?? '';
}

function readPeriod(parameters: ListParameters, today: CivilDate) {
  const [preset, from, to] = [parameters.one('period'), parameters.date('from'), parameters.date('to')];
  const dated = parameters.values('from').length > 0 || parameters.values('to').length > 0;
  if (!dated || (preset !== '' && preset !== 'interval')) {
    if (preset !== '' && !isPeriodPreset(preset)) parameters.refuse('from', 'validation.unknownValue');
    const chosen = isPeriodPreset(preset) ? preset : FIRST;
    return { preset: chosen, period: presetRange(chosen, today) };
  }
  for (const [name, day] of [
    ['from', from],
    ['to', to],
  ] as const)
    if (day === null && parameters.values(name).length === 0) parameters.refuse(name, 'validation.notADate');
  const period = from === null || to === null ? presetRange(FIRST, today) : { from, to };
  if (period.to < period.from) parameters.refuse('to', 'panel.periodTurnedRound');
  if (daysBetween(period.from, period.to) > MOST_DAYS) parameters.refuse('to', 'results.periodTooLong');
  return { preset: null, period };
}

/** The month that `month=YYYY-MM` names, the running one at most; the last one that is over when it names none. */
export function readMonth(query: Pick<ResultQuery, 'typed'>, today: CivilDate): DayRange | null {
  const month = typedOne(query, 'month');
  if (month === '') return presetRange('last-month', today);
  const day = parseLocalDate(`${month}-01`);
  return day === null || day > today ? null : monthOf(day);
}
