import type { FastifyRequest } from 'fastify';
import { CLOSURE_REASONS, type ClosureReason } from '../../domain/survey-change.js';
import { nameKey } from '../../domain/text.js';
import type { Queryable } from '../../store/dialect.js';
import type { PageKey } from '../../store/key-paging.js';
import { findPanelChips } from '../../store/preferences.js';
import type { GradeOfVersion } from '../../store/survey-filter.js';
import type { SurveySort } from '../../store/survey-order.js';
import { type Chip, COUNTED_CHIPS, type PanelFilter, type Scope, type Tab } from '../../store/survey-tabs.js';
import { parseId } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';
import { listQuery, type ParameterError, type Typed } from '../list-parameters.js';
import { type PickedNames, pickedNames } from './names.js';
import { Parameters } from './parameters.js';
import { type PanelPeriod, readPeriod } from './period.js';
import { readChips, readKey, readSize, readSort } from './view-parameters.js';

/** Any parameter may come, once or often: what is wrong with it is said at its filter, in a page. */
export const panelQuery = listQuery;

/** What the URL asks for. With errors it must not be answered with a list. */
export interface PanelQuery {
  /** The filters as they were typed, in canonical form where they are right. */
  readonly typed: Typed;
  readonly filter: PanelFilter;
  readonly period: PanelPeriod | null;
  /** The names of the records that were picked, by parameter and value. */
  readonly names: PickedNames;
  readonly chips: readonly Chip[];
  readonly sort: SurveySort;
  readonly descending: boolean;
  readonly size: number;
  readonly key: PageKey | null;
  readonly errors: readonly ParameterError[];
  /** False when the address does not say all that is seen, or says more: the canonical one should stand in its place. */
  readonly tidy: boolean;
}

type Request = Pick<FastifyRequest, 'query' | 't' | 'today' | 'user'>;

/**
 * Reads the URL of a tab (SPEC 6); what is wrong is an error at its filter, and the rest is read all the same. Without
 * chips in the URL they are those that the user chose last.
 */
export async function readPanelQuery(request: Request, q: Queryable, tab: Tab): Promise<PanelQuery> {
  const parameters = new Parameters(request.query, request.t);
  const period = readPeriod(parameters, tab, request.today);
  const filter = readFilter(parameters, period);
  const named = readChips(parameters);
  const chips = named ?? (await findPanelChips(q, signedIn(request).id)) ?? COUNTED_CHIPS;
  const order = readSort(parameters, tab);
  const view = { chips, ...order, size: readSize(parameters), key: readKey(parameters, order.sort) };
  const names = await pickedNames(q, filter);
  for (const { name, value } of names.missing) parameters.refuse(name, 'panel.noSuchRecord', {}, value);
  const moved = tab === 'pending' && named === null && chips.join() !== COUNTED_CHIPS.join();
  const { errors } = parameters;
  return { typed: parameters.typed(), filter, period, names, ...view, errors, tidy: !parameters.hasBlanks && !moved };
}

/** What the store lists and counts for this URL. */
export function scopeOf({ filter, chips }: PanelQuery, request: Pick<FastifyRequest, 'user' | 'today'>): Scope {
  return { filter, chips, userId: signedIn(request).id, today: request.today };
}

function readFilter(parameters: Parameters, period: PanelPeriod | null): PanelFilter {
  const text = parameters.one('q');
  if (text.length > MAX_TEXT) parameters.refuse('q', 'validation.tooLong', { max: MAX_TEXT });
  const parts: PanelFilter = {
    ...(period !== null && { period: { of: period.of, from: period.from, to: period.to } }),
    ...given('sellerIds', parameters.ids('seller')),
    ...given('operatorIds', parameters.ids('operator')),
    ...given('productIds', parameters.ids('product')),
    ...given('profileIds', parameters.ids('profile')),
    ...given('ruleIds', parameters.ids('rule')),
    ...given('cities', parameters.several('city', nameKey)),
    ...given('attempts', parameters.several('attempts', readAttempts)),
    ...given('score', readScore(parameters)),
    ...given('reasons', parameters.several('reason', readReason)),
    ...given('grades', parameters.several('grade', readGrade)?.map(gradeOf)),
    ...given('late', parameters.flag('late')),
    ...given('onTime', parameters.flag('on-time')),
    ...given('bySeller', parameters.flag('own-seller')),
    ...given('withoutPhone', parameters.flag('no-phone')),
    ...given('text', text === '' ? undefined : text),
  };
  return parts;
}

const MAX_TEXT = 200;

function given<K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [key in K]?: V };
}

/** 3 stands for three or more. */
function readAttempts(value: string): number | null {
  return /^[0-3]$/.test(value) ? Number(value) : null;
}

function readReason(value: string): ClosureReason | null {
  return CLOSURE_REASONS.find((reason) => reason === value) ?? null;
}

/** A version's id and the position of a grade: 12.5. */
function readGrade(value: string): string | null {
  const { versionId, position } = gradeOf(value);
  return parseId(String(versionId)) !== null && position >= 1 && `${versionId}.${position}` === value ? value : null;
}

function gradeOf(value: string): GradeOfVersion {
  const [versionId, position] = value.split('.').map(Number);
  return { versionId: versionId ?? 0, position: position ?? 0 };
}

function readScore(parameters: Parameters): PanelFilter['score'] {
  const [from, to] = [parameters.integer('score-from', -100, 100), parameters.integer('score-to', -100, 100)];
  if (from !== null && to !== null && to < from) parameters.refuse('score-to', 'panel.scoreTurnedRound');
  return from === null && to === null ? undefined : { from, to };
}
