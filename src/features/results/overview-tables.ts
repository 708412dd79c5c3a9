import type { FastifyRequest } from 'fastify';
import { executionRate, meanScore, onTimeRate, scoredIn, surveysIn } from '../../domain/results.js';
import { type Listed, listHref, WITH_SCORE } from './links.js';
import type { Piece } from './pieces.js';
import type { ResultQuery } from './query.js';
import { seenMean } from './seen.js';
import { figureText } from './words.js';

// The tables behind the pictures of the overview: each number opens its list.

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

/** What was done, by parts of the period. */
export function columnsTable({ t, formats }: Request, query: ResultQuery, pieces: readonly Piece[]) {
  return {
    label: t('results.surveysChart'),
    columns: [
      t('results.expiryIn'),
      t('results.punctual'),
      t('results.late'),
      t('results.closed'),
      t('results.inconsistent'),
    ],
    rows: pieces.map((piece) => {
      const { tally } = piece.group;
      const cell = (count: number, part: 'executed' | 'closed' | 'inconsistent', more = {}) => ({
        text: formats.number(count),
        href: count === 0 ? null : listHref(query, part, { period: piece, ...more }),
      });
      return {
        head: piece.words,
        cells: [
          cell(tally.onTime, 'executed', { 'on-time': '1' }),
          cell(tally.executed - tally.onTime, 'executed', { late: '1' }),
          cell(tally.closed, 'closed'),
          cell(tally.inconsistent, 'inconsistent'),
        ],
      };
    }),
  };
}

/** The rates, and what they are of. */
export function ratesTable(request: Request, query: Listed, pieces: readonly Piece[]) {
  const { t, formats } = request;
  const cell = (count: number, part: 'executed' | 'unexecuted' | 'past', period: Piece) => ({
    text: formats.number(count),
    href: count === 0 ? null : listHref(query, part, { period }),
  });
  return {
    label: t('results.ratesChart'),
    columns: [
      t('results.expiryIn'),
      t('results.execution'),
      t('results.onTime'),
      t('results.executed'),
      t('results.unexecuted'),
      t('results.surveys'),
    ],
    rows: pieces.map((piece) => {
      const { tally } = piece.group;
      return {
        head: piece.words,
        cells: [
          { text: figureText(request, executionRate(tally), 'percent') },
          { text: figureText(request, onTimeRate(tally), 'percent') },
          cell(tally.executed, 'executed', piece),
          cell(tally.closed + tally.inconsistent, 'unexecuted', piece),
          cell(surveysIn(tally), 'past', piece),
        ],
      };
    }),
  };
}

/** The mean scores, and how many executions they are of. */
export function scoresTable(request: Request, query: Listed, pieces: readonly Piece[]) {
  const { t, formats } = request;
  const cell = (count: number, period: Piece) => ({
    text: formats.number(count),
    href: count === 0 ? null : listHref(query, 'executed', { period, ...WITH_SCORE }),
  });
  return {
    label: t('results.scoresChart'),
    columns: [t('results.expiryIn'), t('results.score'), t('results.withScore')],
    rows: pieces.map((piece) => {
      const { scores } = piece.group;
      const mean = seenMean(query, meanScore(scores), scoredIn(scores));
      return { head: piece.words, cells: [{ text: figureText(request, mean, 'mean') }, cell(scoredIn(scores), piece)] };
    }),
  };
}
