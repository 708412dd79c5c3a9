import { setTimeout as pause } from 'node:timers/promises';
import { addDays } from '../../../src/domain/civil-date.js';
import { type Amount, sampled } from '../sampling.js';
import { PRODUCTS, SELLERS } from '../seed/people.js';
import { CITY_NAMES, COMMON, RARE } from '../seed/words.js';
import { summaryOf, timed } from '../statistics.js';
import type { World } from '../world.js';
import { watched } from './watching.js';

const LOOKS: Amount = { warmUp: 2, atMost: 20, forMs: 800 };

const ALL = ['open', 'in-progress', 'resolved', 'discarded', 'won', 'lost']
  .map((status) => `status=${status}`)
  .join('&');

/** What a manager looks at in everybody's list, by its name; days are counted back from today. */
const PAGES: Readonly<Record<string, (day: (back: number) => string) => string>> = {
  'open ones': () => '',
  'all of them': () => ALL,
  'those that were won': () => 'status=won&sort=priority',
  'of a product': () => `${ALL}&product=${Math.ceil(PRODUCTS / 2)}`,
  'of a seller': () => `${ALL}&seller=${SELLERS.first + 3}&sort=opened`,
  'of a city': () => `${ALL}&city=${encodeURIComponent(CITY_NAMES[3]?.word ?? '')}`,
  'of a city and a kind': () => `${ALL}&city=${encodeURIComponent(CITY_NAMES[0]?.word ?? '')}&kind=doubt&sort=kind`,
  'ended in a month': (day) => `${ALL}&of=ended&from=${day(400)}&to=${day(370)}`,
  'ended in years': (day) => `${ALL}&of=ended&from=${day(3_000)}&to=${day(600)}&sort=opened`,
  'of a rare name': () => `${ALL}&q=${RARE.word}`,
  'of a common name': () => `${ALL}&q=${COMMON}`,
};

/**
 * Acompanhamentos as a manager looks at it: a page at first, which counts what it shows, and again while nothing is
 * written; how long the first look holds up the server; and what is done with all open ones at once.
 */
export async function measureFollowUps(world: World): Promise<void> {
  const { server, page, today, note } = world;
  const path = (search: string) => `/follow-ups?tab=all&${search}`;
  const day = (back: number) => addDays(today, -back);
  // The thread for what looks at many begins with the first that needs it.
  await page(path(`${ALL}&priority=1&of=due&to=${today}`));
  for (const [name, searchOf] of Object.entries(PAGES)) {
    const search = path(searchOf(day));
    const first = await watched(server, async () =>
      note(`follow-ups ${name}, first look`, summaryOf([await page(search)])),
    );
    note(`longest block of follow-ups ${name}, first look`, summaryOf([timed(first.longestBlockMs)]));
    note(`follow-ups ${name}`, await sampled(() => page(search), LOOKS));
  }
  const { ms, longestBlockMs } = await watched(server, () => postponeAll(world));
  note('bulk action on open follow-ups', summaryOf([timed(ms)]));
  note('longest block of a bulk action on open follow-ups', summaryOf([timed(longestBlockMs)]));
}

async function postponeAll({ client: { browser }, today }: World): Promise<void> {
  const url = '/follow-ups/bulk?tab=all&which=all&verb=postpone';
  const preview = await browser.post(url, { dueOn: addDays(today, 90) });
  const key = /name="key" value="([^"]+)"/.exec(preview.body)?.[1];
  if (key === undefined) throw new Error(`the preview answered ${preview.status}: ${preview.text}`);
  const { location, status } = await browser.post('/follow-ups/bulk/jobs', { key });
  if (status !== 303) throw new Error(`the confirmation answered ${status}`);
  while ((await browser.get(location)).body.includes('hx-trigger="every')) await pause(100);
}

/** The names of the pages, each of which is measured in three ways. */
export const FOLLOW_UP_PAGES: readonly string[] = Object.keys(PAGES).map((name) => `follow-ups ${name}`);
