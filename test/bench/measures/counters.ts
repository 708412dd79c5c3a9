import { performance } from 'node:perf_hooks';
import { countEach } from '../../../src/store/survey-counts.js';
import { countersOf } from '../../../src/store/survey-tabs.js';
import { COSTLY, SHORT, sampled } from '../sampling.js';
import { timed } from '../statistics.js';
import type { World } from '../world.js';

/** All counters without a filter, as a request counts them, in this process: the time is the database's and Knex's. */
export async function measureCounters({ db, note, scope, write }: World): Promise<void> {
  const count = async () => {
    const started = performance.now();
    await countEach(db.read, countersOf('inconsistent', scope()));
    return timed(performance.now() - started);
  };
  note('counters, nothing written', await sampled(count, SHORT));
  note(
    'counters after a write',
    await sampled(async () => {
      await write();
      return count();
    }, COSTLY),
  );
}
