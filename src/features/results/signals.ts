import type { FastifyRequest } from 'fastify';
import { SIGNALS, type Signal } from '../../domain/grades.js';
import { ratio } from '../../domain/results.js';
import { SIGNAL_STATES, type SignalState } from '../../domain/signal.js';
import type { ResultSignals } from '../../store/result-signals.js';
import { KINDS, pickedIn } from './follow-ups.js';
import type { ResultQuery } from './query.js';
import { figureText, sampleModel } from './words.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

/** What grades asked to be followed up in the period, by kind, and what became of it until now; each number has its list. */
export function signalsModel(
  request: Request,
  query: ResultQuery,
  now: readonly ResultSignals[],
  before: readonly ResultSignals[],
) {
  const { t, formats } = request;
  const rows = SIGNALS.map((kind) => {
    const [row, earlier] = [now, before].map((some) => some.find((one) => one.kind === kind));
    const number = (states: readonly SignalState[]) => {
      const count = sumOf(row, states);
      return { count: formats.number(count), href: count === 0 ? null : signalsHref(query, kind, states) };
    };
    const arose = sumOf(row, SIGNAL_STATES);
    return {
      label: t(KINDS[kind]),
      arose: number(SIGNAL_STATES),
      before: t('results.before', { value: formats.number(sumOf(earlier, SIGNAL_STATES)) }),
      followed: number(['followed']),
      share: figureText(request, ratio(row?.followed ?? 0, arose), 'percent'),
      sample: sampleModel(request, arose),
      dismissed: number(['dismissed']),
      waiting: number(['waiting']),
    };
  });
  const unlisted = query.own === 'seller' ? t('results.signalsOfOthers') : null;
  return { none: now.length === 0 && before.length === 0, rows, unlisted };
}

function sumOf(row: ResultSignals | undefined, states: readonly SignalState[]): number {
  return states.reduce((sum, state) => sum + (row?.[state] ?? 0), 0);
}

/** The list A abrir behind a number; none where it holds what others ran, which only managers see. */
function signalsHref({ scope, own }: ResultQuery, kind: Signal, states: readonly SignalState[]): string | null {
  if (own === 'seller') return null;
  const { from, to } = scope.period;
  const params = new URLSearchParams({ of: 'executed', from, to, kind });
  for (const [name, value] of pickedIn(scope.filter, 'operator')) params.append(name, value);
  for (const state of states) params.append('state', state);
  return `/follow-ups/signals?${params}`;
}
