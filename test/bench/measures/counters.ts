import { performance } from 'node:perf_hooks';
import { countEach } from '../../../src/store/survey-counts.js';
import { countersOf } from '../../../src/store/survey-tabs.js';
import { databaseTime } from '../drive/processor.js';
import { type Amount, sampled } from '../sampling.js';
import { timed } from '../statistics.js';
import type { World } from '../world.js';

/** PostgreSQL plans a statement anew the first five times, and what runs often is compiled later still. */
const READING: Amount = { warmUp: 200, atMost: 400, forMs: 4_000 };
const WRITING: Amount = { warmUp: 10, atMost: 60, forMs: 8_000 };

/**
 * All counters without a filter, as a request counts them, in this process. SQLite's time is the whole; PostgreSQL's is
 * what its processes have run for, and the whole with the way there and back is told besides.
 */
export async function measureCounters({ db, note, scope, write }: World): Promise<void> {
  const count = () => countEach(db.read, countersOf('inconsistent', scope()));
  await count();
  const wall = () => performance.now();
  const own = await databaseTime(db);
  const nothing = async () => undefined;
  const measured = (before: () => Promise<void>, amount: Amount, clock: () => number, run: () => Promise<unknown>) =>
    sampled(async () => {
      await before();
      const started = clock();
      await run();
      return timed(clock() - started);
    }, amount);
  note('counters, nothing written', await measured(nothing, READING, own ?? wall, count));
  note('counters after a write', await measured(write, WRITING, own ?? wall, count));
  if (own === null) return;
  note('counters, nothing written, and the way', await measured(nothing, READING, wall, count));
  note('counters after a write, and the way', await measured(write, WRITING, wall, count));
  note('the way to the database', await measured(nothing, READING, wall, async () => db.read.raw('select 1')));
}
