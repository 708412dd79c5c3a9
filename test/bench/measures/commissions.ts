import type { CivilDate } from '../../../src/domain/civil-date.js';
import { monthOf, monthsLater } from '../../../src/domain/period.js';
import { type Amount, COSTLY, sampled } from '../sampling.js';
import { summaryOf, timed } from '../statistics.js';
import type { World } from '../world.js';
import { watched } from './watching.js';

const AMOUNT: Amount = { warmUp: 2, atMost: 40, forMs: 2_000 };

/**
 * The open months as a manager gets them by HTTP, the last one that is over, and the statement of the seller with most
 * sales in it: by a process that has not added them up yet, again, and after each write, which forgets all of it. How
 * long the first ones hold up the server.
 */
export async function measureCommissions(world: World): Promise<void> {
  const { server, page, today, note, write } = world;
  const month = monthsLater(today, -1);
  const pages = {
    'commissions of a month': `/commissions/months/${month}`,
    'closing of all months before': `/commissions/months/${month}?closing=shown`,
    'a statement of commissions': `/commissions/statements/${month}-${await busiestSeller(world, `${month}-01`)}`,
    'commissions of all open months': '/commissions',
  };
  for (const [name, path] of Object.entries(pages)) {
    const first = await watched(server, async () => note(`${name}, first look`, summaryOf([await page(path)])));
    note(`longest block of ${name}, first look`, summaryOf([timed(first.longestBlockMs)]));
    note(name, await sampled(() => page(path), AMOUNT));
    const afterWrite = async () => {
      await write();
      return page(path);
    };
    const later = await watched(server, async () => note(`${name}, after a write`, await sampled(afterWrite, COSTLY)));
    note(`longest block of ${name}, after a write`, summaryOf([timed(later.longestBlockMs)]));
  }
}

async function busiestSeller({ db }: World, day: CivilDate): Promise<number> {
  const { from, to } = monthOf(day);
  const sold = db.read('sales').whereBetween('closed_on', [from, to]).groupBy('seller_id');
  const busiest = await sold.orderByRaw('count(*) desc, seller_id').first('seller_id');
  return busiest?.seller_id ?? 0;
}
