import type { FastifyRequest } from 'fastify';
import { type Bucket, bucketAt, bucketsOf } from '../../domain/buckets.js';
import { merged, type ResultGroup } from '../../domain/result-group.js';
import type { Groups } from '../../store/result-reader.js';
import { daysText } from './bar.js';
import type { ResultQuery } from './query.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

/** A piece of the period, with what it is called and what it came to. */
export interface Piece extends Bucket {
  readonly label: string;
  readonly words: string;
  readonly group: ResultGroup;
}

/** The pieces of a period, each with what expired in it. */
export function piecesOf(request: Request, { scope }: Pick<ResultQuery, 'scope'>, days: Groups): Piece[] {
  const buckets = bucketsOf(scope.period);
  const parts: ResultGroup[][] = buckets.map(() => []);
  for (const [day, group] of days) parts[bucketAt(buckets, String(day))]?.push(group);
  return buckets.map((bucket, index) => ({
    ...bucket,
    label: shortLabel(request, bucket),
    words: daysText(request, bucket),
    group: merged(parts[index] ?? []),
  }));
}

/** 08/07 for a day or the week that begins on it, 07/26 for a month. */
export function shortLabel({ locale }: Pick<Request, 'locale'>, { from, unit }: Bucket): string {
  const options: Intl.DateTimeFormatOptions =
    unit === 'year'
      ? { year: 'numeric' }
      : unit === 'month'
        ? { month: 'short', year: '2-digit' }
        : { day: '2-digit', month: '2-digit' };
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(Date.parse(from)).replace(' de ', ' ');
}
