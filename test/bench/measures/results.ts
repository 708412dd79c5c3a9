import { addDays } from '../../../src/domain/civil-date.js';
import { hasStatus } from '../../../src/store/survey-predicates.js';
import { type Amount, sampled } from '../sampling.js';
import { summaryOf, timed } from '../statistics.js';
import type { World } from '../world.js';
import { finish } from './saving.js';
import { watched } from './watching.js';

const AMOUNT: Amount = { warmUp: 2, atMost: 20, forMs: 8_000 };

/**
 * What is added up for a month and for a year, as a manager gets it by HTTP: at the first look after the server has read
 * ahead; again; and after each execution of a survey that expires in the period. How long it holds up the server, and
 * what a filter takes that nobody looked through yet. The periods are none that the form offers: they begin in the
 * middle of a month.
 */
export async function measureResults(world: World): Promise<void> {
  const { server, page, today, note } = world;
  const since = (days: number) => `from=${addDays(today, 1 - days)}&to=${today}`;
  const pages = {
    'results of a month by seller': `/results/ranking?${since(30)}`,
    'results of a year by seller': `/results/ranking?${since(365)}`,
    'results of a month': `/results?${since(30)}`,
    'results of a year': `/results?${since(365)}`,
  };
  note('results are read ahead', summaryOf([timed(await server.logged('results are read ahead'))]));
  const executions = await toFinish(world);
  for (const [name, path] of Object.entries(pages)) {
    const first = await watched(server, async () => note(`${name}, first look`, summaryOf([await page(path)])));
    note(`longest block of ${name}, first look`, summaryOf([timed(first.longestBlockMs)]));
    note(name, await sampled(() => page(path), AMOUNT));
    const afterExecution = async () => {
      await executions();
      return page(path);
    };
    note(`${name}, after an execution`, await sampled(afterExecution, { warmUp: 1, atMost: 8, forMs: 8_000 }));
  }
  for (const [what, filter] of Object.entries(FILTERS))
    note(`results of a year by seller, ${what}`, summaryOf([await page(`/results/ranking?${since(365)}&${filter}`)]));
}

/** What nobody looked through yet: of one product are many surveys of the year, of one operator few. */
const FILTERS = { 'a product for the first time': 'product=1', 'an operator for the first time': 'operator=5' };

/** Finishes one more of the surveys that expire today, and then of the others that are due. */
async function toFinish({ db, today, client }: World): Promise<() => Promise<void>> {
  const { sql, bindings } = hasStatus('due', today);
  const ids: number[] = await db
    .read('surveys')
    .whereRaw(sql, [...bindings])
    .orderBy('expires_on')
    .orderBy('id')
    .limit(40)
    .pluck('id');
  return async () => {
    const id = ids.shift();
    if (id !== undefined) await finish(client.browser, id);
  };
}
