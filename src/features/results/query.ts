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
import { nameKey } from '../../domain/text.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { ResultFilter, ResultScope } from '../../store/results.js';
import { type FieldErrorView, one, parseId, query, text } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';

/** The parameters of Resultados in the order of a canonical URL; those that are the panel's too are called the same. */
export const RESULT_NAMES = [
  'period',
  'from',
  'to',
  'seller',
  'operator',
  'product',
  'rule',
  'city',
  'as',
  'by',
  'sort',
  'month',
] as const;

export type ResultName = (typeof RESULT_NAMES)[number];

export const resultQuery = query(Object.fromEntries(RESULT_NAMES.map((name) => [name, text(200)])));

/** What somebody who is no manager looks at: the surveys that he ran or is responsible for, or those of his own sales. */
export type OwnView = 'operator' | 'seller';

/** What the URL asks for. With errors it is answered with the form alone. */
export interface ResultQuery {
  readonly typed: Readonly<Record<ResultName, string>>;
  readonly preset: PeriodPreset | null;
  readonly scope: ResultScope;
  readonly before: ResultScope;
  /** Null for managers, who see everybody's. */
  readonly own: OwnView | null;
  readonly errors: readonly FieldErrorView[];
}

type Request = Pick<FastifyRequest, 'query' | 't' | 'today' | 'user'>;

const FIRST: PeriodPreset = 'last-90-days';

/** Ten years; more is no period to compare. */
const MOST_DAYS = 3_660;

/** Reads the URL; who is no manager gets his own results whatever it says (SPEC 1). */
export function readResultQuery(request: Request): ResultQuery {
  const typed = Object.fromEntries(RESULT_NAMES.map((name) => [name, one(request.query, name).trim()])) as Record<
    ResultName,
    string
  >;
  const errors: FieldErrorView[] = [];
  const refuse = (field: ResultName, key: TextKey) => errors.push({ field, text: request.t(key) });
  const { preset, period } = readPeriod(typed, request.today, refuse);
  const user = signedIn(request);
  const own = can(user.role, 'seeEverySurvey') ? null : typed.as === 'seller' ? 'seller' : 'operator';
  const asked = readFilter(typed, refuse);
  const filter = own === null ? asked : { ...asked, [own === 'seller' ? 'sellerIds' : 'operatorIds']: [user.id] };
  const scope = { period, filter, today: request.today };
  return { typed, preset, scope, before: { ...scope, period: periodBefore(period) }, own, errors };
}

type Refuse = (field: ResultName, key: TextKey) => void;

function readPeriod(typed: Record<ResultName, string>, today: CivilDate, refuse: Refuse) {
  const { period: preset, from: fromText, to: toText } = typed;
  const dated = fromText !== '' || toText !== '';
  if (!dated || (preset !== '' && preset !== 'interval')) {
    if (preset !== '' && !isPeriodPreset(preset)) refuse('from', 'validation.unknownValue');
    const chosen = isPeriodPreset(preset) ? preset : FIRST;
    return { preset: chosen, period: presetRange(chosen, today) };
  }
  const [from, to] = [parseLocalDate(fromText), parseLocalDate(toText)];
  if (from === null) refuse('from', 'validation.notADate');
  if (to === null) refuse('to', 'validation.notADate');
  const period = from === null || to === null ? presetRange(FIRST, today) : { from, to };
  if (period.to < period.from) refuse('to', 'panel.periodTurnedRound');
  if (daysBetween(period.from, period.to) > MOST_DAYS) refuse('to', 'results.periodTooLong');
  return { preset: null, period };
}

/** Each a single record: what several have together is read off the ranking. */
function readFilter(typed: Record<ResultName, string>, refuse: Refuse): ResultFilter {
  const filter: Record<string, readonly (number | string)[]> = {};
  for (const [name, part] of Object.entries(ID_FILTERS)) {
    const value = typed[name as keyof typeof ID_FILTERS];
    const id = parseId(value);
    if (id !== null) filter[part] = [id];
    else if (value !== '') refuse(name as ResultName, 'validation.unknownValue');
  }
  if (typed.city !== '') filter.cities = [nameKey(typed.city)];
  return filter;
}

const ID_FILTERS = {
  seller: 'sellerIds',
  operator: 'operatorIds',
  product: 'productIds',
  rule: 'ruleIds',
} as const;

/** The month that `month=YYYY-MM` names; the last one that is over when it names none. */
export function readMonth({ typed }: ResultQuery, today: CivilDate): DayRange | null {
  if (typed.month === '') return presetRange('last-month', today);
  const day = parseLocalDate(`${typed.month}-01`);
  return day === null ? null : monthOf(day);
}
