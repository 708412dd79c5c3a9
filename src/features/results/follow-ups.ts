import type { FastifyRequest } from 'fastify';
import { FOLLOW_UP_STATUSES, type FollowUpStatus } from '../../domain/follow-up.js';
import { SIGNALS, type Signal } from '../../domain/grades.js';
import { ratio } from '../../domain/results.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { FollowUpRow } from '../../store/result-follow-ups.js';
import { cityValue } from '../list-cities.js';
import type { ResultQuery } from './query.js';
import { figureText, sampleModel } from './words.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

export const KINDS: Record<Signal, TextKey> = {
  complaint: 'results.complaints',
  doubt: 'results.doubts',
  improvement: 'results.improvements',
  opportunity: 'results.opportunities',
};

/**
 * What came of the answers: follow-ups by kind, how long they took, and what opportunities brought. What was opened is of the
 * period by its opening, what ended by its end.
 */
export function followUpsModel(
  request: Request,
  query: ResultQuery,
  now: readonly FollowUpRow[],
  before: readonly FollowUpRow[],
) {
  const { t, formats } = request;
  const days = (row: FollowUpRow | undefined) => figureText(request, ratio(row?.days ?? 0, row?.solved ?? 0), 'mean');
  const sum = (rows: readonly FollowUpRow[], of: 'won' | 'won_cents') =>
    rows.reduce((total, row) => total + row[of], 0);
  const rows = SIGNALS.map((kind) => {
    const [row, earlier] = [now, before].map((some) => some.find((one) => one.kind === kind));
    return {
      label: t(KINDS[kind]),
      opened: formats.number(row?.opened ?? 0),
      openedHref: row?.opened ? followUpsHref(query, 'opened', kind, FOLLOW_UP_STATUSES) : null,
      openedBefore: t('results.before', { value: formats.number(earlier?.opened ?? 0) }),
      solved: formats.number(row?.solved ?? 0),
      solvedHref: row?.solved ? followUpsHref(query, 'ended', kind, SOLVED) : null,
      discarded: formats.number(row?.discarded ?? 0),
      discardedHref: row?.discarded ? followUpsHref(query, 'ended', kind, ['discarded']) : null,
      days: days(row),
      daysBefore: t('results.before', { value: days(earlier) }),
      sample: sampleModel(request, row?.solved ?? 0),
    };
  });
  return {
    none: now.length === 0 && before.length === 0,
    rows,
    won: t('results.wonOpportunities', { count: sum(now, 'won'), value: formats.money(sum(now, 'won_cents')) }),
    wonHref: sum(now, 'won') > 0 ? followUpsHref(query, 'ended', 'opportunity', ['won']) : null,
    unlisted: unlistedText(request, query),
    wonBefore: t('results.before', { value: formats.money(sum(before, 'won_cents')) }),
  };
}

const SOLVED: readonly FollowUpStatus[] = ['resolved', 'won', 'lost'];

/** Why the numbers open no list: who is no manager finds only those that he owns in that of Acompanhamentos. */
function unlistedText({ t }: Request, { own }: ResultQuery): string | null {
  return own === 'seller' ? t('results.followUpsOfOthers') : null;
}

/** The list of Acompanhamentos behind a number; none where it holds other people's, which only managers see. */
function followUpsHref(
  { scope, own }: ResultQuery,
  of: 'opened' | 'ended',
  kind: Signal,
  statuses: readonly FollowUpStatus[],
): string | null {
  if (own === 'seller') return null;
  const { from, to } = scope.period;
  const params = new URLSearchParams({ of, from, to, kind });
  for (const [name, value] of pickedIn(scope.filter, 'owner')) params.append(name, value);
  params.set('tab', own === null ? 'all' : 'mine');
  for (const status of statuses) params.append('status', status);
  return `/follow-ups?${params}`;
}

/** What narrows results as a list of follow-ups or signals asks for it; `operator` is what it calls who worked them. */
export function pickedIn(filter: ResultQuery['scope']['filter'], operator: 'owner' | 'operator'): [string, string][] {
  const { sellerIds, operatorIds, productIds, profileIds, ruleIds, cities } = filter;
  const picked = {
    [operator]: operatorIds,
    product: productIds,
    profile: profileIds,
    rule: ruleIds,
    seller: sellerIds,
    city: cities?.map(cityValue),
  };
  return Object.entries(picked).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, String(value)]),
  );
}
