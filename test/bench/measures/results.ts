import { addDays } from '../../../src/domain/civil-date.js';
import { type Amount, sampled } from '../sampling.js';
import { summaryOf, timed } from '../statistics.js';
import type { World } from '../world.js';
import { watched } from './watching.js';

const AMOUNT: Amount = { warmUp: 2, atMost: 20, forMs: 8_000 };

/** What is added up for a year and for a month, as a manager gets it by HTTP, and how long it holds up the server. */
export async function measureResults({ server, page, today, note }: World): Promise<void> {
  const since = (days: number) => `from=${addDays(today, -days)}&to=${addDays(today, -1)}`;
  const pages = {
    'results of a month by seller': `/results/ranking?${since(30)}`,
    'results of a year by seller': `/results/ranking?${since(365)}`,
    'results of a month': `/results?${since(30)}`,
    'results of a year': `/results?${since(365)}`,
  };
  for (const [name, path] of Object.entries(pages)) note(name, await sampled(() => page(path), AMOUNT));
  const { longestBlockMs } = await watched(server, async () => void (await page(pages['results of a year by seller'])));
  note('longest block of results of a year', summaryOf([timed(longestBlockMs)]));
}
