import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from './clock.js';
import { dateAt } from './domain/civil-date.js';
import { type PeriodPreset, periodBefore, presetRange } from './domain/period.js';
import type { Database } from './store/connection.js';
import type { LongReads } from './store/long-reads.js';
import { rankResults } from './store/result-ranking.js';
import { ResultReader } from './store/result-reader.js';
import type { Ranked } from './store/results.js';

/** The periods that managers look at, the one that the page begins with first; other ones share most of their pieces. */
const PERIODS: readonly PeriodPreset[] = ['last-90-days', 'last-month', 'this-month', 'last-12-months'];

/** That by seller is read first. Cities may be so many that the memory would forget all the rest for them. */
const RANKINGS: readonly Ranked[] = ['operator', 'product', 'rule'];

const HOUR = 3_600_000;

/** What reading ahead needs of the server around it; `reads` are those of its pages. */
export interface ReadAheadParts {
  readonly db: Database;
  readonly reads: Pick<LongReads, 'all'>;
  readonly clock: Clock;
  timeZone(): Promise<string>;
  readonly log: Record<'info' | 'error', (context: object, message: string) => void>;
  /** How long the database is left to others after each piece, in milliseconds. */
  readonly between?: number;
}

/**
 * Reads what Resultados adds up before anybody asks, as long as the process runs (decision 34): all of it at the start,
 * and each hour what a new day, or a write, has made new.
 */
export function startReadingAhead(parts: ReadAheadParts): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const look = async () => {
    for (let first = true; !signal.aborted; first = false) {
      try {
        await readAhead(parts, signal);
        if (first) parts.log.info({}, 'results are read ahead');
      } catch (err) {
        if (!signal.aborted) parts.log.error({ err }, 'results could not be read ahead');
      }
      // Not a reason to stay for a process that is to end.
      await pause(HOUR, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const looking = look();
  return {
    stop: () => {
      stopping.abort();
      return looking;
    },
  };
}

/** Reads it once, a piece at a time, and leaves off when it is told to. */
export async function readAhead(parts: ReadAheadParts, signal?: AbortSignal): Promise<void> {
  const { db, clock, timeZone } = parts;
  const today = dateAt(clock.now(), await timeZone());
  const reader = new ResultReader(pieceByPiece(parts, signal), db.dialect);
  const scopes = PERIODS.map((preset) => ({ period: presetRange(preset, today), filter: {}, today }));
  for (const scope of scopes) {
    await reader.overview(scope, { ...scope, period: periodBefore(scope.period) });
    await rankResults(reader, db.read, scope, 'seller');
  }
  for (const by of RANKINGS) for (const scope of scopes) await rankResults(reader, db.read, scope, by);
}

/**
 * The readings of a page, taken apart: whoever asks meanwhile waits for one piece at the most. What is not kept is left
 * out; an answer without rows is one.
 */
function pieceByPiece({ reads, between = 20 }: ReadAheadParts, signal?: AbortSignal): ReadAheadParts['reads'] {
  return {
    all: async (readings) => {
      for (const reading of readings)
        for (const piece of 'pieces' in reading ? reading.pieces : []) {
          signal?.throwIfAborted();
          await reads.all([{ ...reading, pieces: [piece] }]);
          await pause(between, undefined, { ...(signal && { signal }) });
        }
      return readings.map(() => []);
    },
  };
}
