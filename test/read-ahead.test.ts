import { EventEmitter, once } from 'node:events';
import t, { type Test } from 'tap';
import { annulExecution } from '../src/actions/annul-execution.js';
import { buildApp } from '../src/app.js';
import { type ReadAheadParts, readAhead, startReadingAhead } from '../src/read-ahead.js';
import type { Database } from '../src/store/connection.js';
import { LongReads } from '../src/store/long-reads.js';
import { RANKED } from '../src/store/results.js';
import { acting } from './support/acting.js';
import { testApp } from './support/app.js';
import { Browser } from './support/browser.js';
import { CountedReads } from './support/counted-reads.js';
import { onBothEngines } from './support/engines.js';
import { resultWorld } from './support/result-world.js';
import { NOW, TODAY } from './support/survey-world.js';

const DAY = 86_400_000;

/** What managers open: the overview and each ranking, of each period that the form offers as a whole. */
const PAGES = ['', 'last-month', 'this-month', 'last-12-months'].flatMap((period) => [
  `/results?period=${period}`,
  ...RANKED.filter((by) => by !== 'city').map((by) => `/results/ranking?period=${period}&by=${by}`),
]);

await onBothEngines(t, async (t, engine) => {
  await t.test('what was read ahead is what pages ask for', async (t) => {
    const { db } = await testApp(t, engine);
    const world = await resultWorld(db, { surveys: 60 });
    const reads = new CountedReads(db);
    const clock = { value: NOW, now: () => clock.value };
    const app = await buildApp({ config: { port: 3000, trustProxy: [] }, db, clock, reads });
    t.teardown(() => app.close());
    const look = async (pages: readonly string[]) => {
      const ana = await new Browser(app).signIn('ana');
      for (const path of pages) t.equal((await ana.get(path)).status, 200, path);
    };
    const parts = { ...partsOf(t, db, reads), clock };

    await readAhead(parts);
    t.ok(reads.anew() > 100, 'at first all of it is read');
    t.equal(reads.most, 1, 'one piece at a time');
    await look(PAGES);
    t.equal(reads.anew(), 0, 'and nothing by the pages');
    await readAhead(parts);
    t.equal(reads.anew(), 0, 'nor a second time');

    const survey = await db.read('surveys').where({ outcome: 'executed' }).where('expires_on', '<', TODAY).first('id');
    const execution = await db.read('executions').where({ survey_id: survey.id }).first('id');
    await annulExecution(acting(db, world.ana), survey.id, { executionId: execution.id, reason: 'Engano' });
    await readAhead(parts);
    const written = reads.anew();
    t.ok(written > 0, 'what was written since is read again');
    clock.value += DAY;
    await readAhead(parts);
    t.ok(reads.anew() > 0, 'and what a new day brings');
    await look(PAGES.filter((path) => !path.includes('by=') || path.includes('by=seller')));
    t.equal(reads.anew(), 0, 'before anybody looks');
  });

  await t.test('it ends when it is told to, in the middle of a reading too', async (t) => {
    const { db } = await testApp(t, engine);
    await resultWorld(db, { surveys: 20 });
    const reads = new CountedReads(db);
    const ahead = startReadingAhead(partsOf(t, db, reads));
    await reads.begun;
    await ahead.stop();
    const asked = reads.anew();
    await new Promise((resolve) => setImmediate(resolve));
    t.equal(reads.anew(), 0, `nothing is asked after the ${asked} until then`);
    const kept = new LongReads(db);
    const other = startReadingAhead(partsOf(t, db, kept));
    await other.stop();
    await kept.close();
  });
});

t.test('what fails is logged, and nothing else comes to harm', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { db } = await testApp(t, engine);
    const reads = { all: () => Promise.reject(new Error('no database')) };
    const said = new EventEmitter();
    const error = (_: object, message: string) => said.emit('error logged', message);
    const ahead = startReadingAhead({ ...partsOf(t, db, reads), log: { info: () => undefined, error } });
    t.same(await once(said, 'error logged'), ['results could not be read ahead']);
    await ahead.stop();
  });
});

function partsOf(t: Test, db: Database, reads: ReadAheadParts['reads']): ReadAheadParts {
  const error = (context: object, message: string) => t.fail(message, context);
  return {
    db,
    reads,
    clock: { now: () => NOW },
    timeZone: async () => 'America/Sao_Paulo',
    log: { info: () => undefined, error },
    between: 0,
  };
}
