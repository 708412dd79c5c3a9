import type { FastifyRequest } from 'fastify';
import { SIGNALS, type Signal } from '../../domain/grades.js';
import { ratio } from '../../domain/results.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { FollowUpRow } from '../../store/result-follow-ups.js';
import { figureText, sampleModel } from './words.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

const KINDS: Record<Signal, TextKey> = {
  complaint: 'results.complaints',
  doubt: 'results.doubts',
  improvement: 'results.improvements',
  opportunity: 'results.opportunities',
};

/** What came of the answers: follow-ups by kind, how long they took, and what opportunities brought. */
export function followUpsModel(request: Request, now: readonly FollowUpRow[], before: readonly FollowUpRow[]) {
  const { t, formats } = request;
  const days = (row: FollowUpRow | undefined) => figureText(request, ratio(row?.days ?? 0, row?.solved ?? 0), 'mean');
  const sum = (rows: readonly FollowUpRow[], of: 'won' | 'won_cents') =>
    rows.reduce((total, row) => total + row[of], 0);
  const rows = SIGNALS.map((kind) => {
    const [row, earlier] = [now, before].map((some) => some.find((one) => one.kind === kind));
    return {
      label: t(KINDS[kind]),
      opened: formats.number(row?.opened ?? 0),
      openedBefore: t('results.before', { value: formats.number(earlier?.opened ?? 0) }),
      solved: formats.number(row?.solved ?? 0),
      discarded: formats.number(row?.discarded ?? 0),
      days: days(row),
      daysBefore: t('results.before', { value: days(earlier) }),
      sample: sampleModel(request, row?.solved ?? 0),
    };
  });
  return {
    none: now.length === 0 && before.length === 0,
    rows,
    won: t('results.wonOpportunities', { count: sum(now, 'won'), value: formats.money(sum(now, 'won_cents')) }),
    wonBefore: t('results.before', { value: formats.money(sum(before, 'won_cents')) }),
  };
}
