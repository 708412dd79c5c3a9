import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { addDays } from '../../../src/domain/civil-date.js';
import { type Amount, sampled } from '../sampling.js';
import { PRODUCTS, SELLERS } from '../seed/people.js';
import { CITY_NAMES, COMMON, RARE } from '../seed/words.js';
import { summaryOf, timed } from '../statistics.js';
import type { World } from '../world.js';
import { watched } from './watching.js';

const LOOKS: Amount = { warmUp: 2, atMost: 20, forMs: 800 };
const SINGLE: Amount = { warmUp: 10, atMost: 40, forMs: 5_000 };

/** The part of a query string that asks for follow-ups of any status. */
export const EVERY_STATUS = ['open', 'in-progress', 'resolved', 'discarded', 'won', 'lost']
  .map((status) => `status=${status}`)
  .join('&');

/** What a manager looks at in everybody's list, by its name; days are counted back from today. */
const PAGES: Readonly<Record<string, (day: (back: number) => string) => string>> = {
  'open ones': () => '',
  'all of them': () => EVERY_STATUS,
  'those that were won': () => 'status=won&sort=priority',
  'of a product': () => `${EVERY_STATUS}&product=${Math.ceil(PRODUCTS / 2)}`,
  'of a seller': () => `${EVERY_STATUS}&seller=${SELLERS.first + 3}&sort=opened`,
  'of a city': () => `${EVERY_STATUS}&city=${encodeURIComponent(CITY_NAMES[3]?.word ?? '')}`,
  'of a city and a kind': () =>
    `${EVERY_STATUS}&city=${encodeURIComponent(CITY_NAMES[0]?.word ?? '')}&kind=doubt&sort=kind`,
  'ended in a month': (day) => `${EVERY_STATUS}&of=ended&from=${day(400)}&to=${day(370)}`,
  'ended in years': (day) => `${EVERY_STATUS}&of=ended&from=${day(3_000)}&to=${day(600)}&sort=opened`,
  'of a rare name': () => `${EVERY_STATUS}&q=${RARE.word}`,
  'of a common name': () => `${EVERY_STATUS}&q=${COMMON}`,
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
  await page(path(`${EVERY_STATUS}&priority=1&of=due&to=${today}`));
  for (const [name, searchOf] of Object.entries(PAGES)) {
    const search = path(searchOf(day));
    const first = await watched(server, async () =>
      note(`follow-ups ${name}, first look`, summaryOf([await page(search)])),
    );
    note(`longest block of follow-ups ${name}, first look`, summaryOf([timed(first.longestBlockMs)]));
    note(`follow-ups ${name}`, await sampled(() => page(search), LOOKS));
  }
  await measureSteps(world);
  const jobs = {
    'a bulk action on open follow-ups': { verb: 'postpone', fields: { dueOn: addDays(today, 90) } },
    'ending all open follow-ups': { verb: 'discard', fields: { conclusion: 'Mutirão encerrado' } },
  };
  for (const [name, job] of Object.entries(jobs)) {
    const { ms, longestBlockMs } = await watched(server, () => changeAll(world, job));
    note(name.replace('a ', ''), summaryOf([timed(ms)]));
    note(`longest block of ${name}`, summaryOf([timed(longestBlockMs)]));
  }
}

/** A follow-up is begun, and ended: the former writes none of the indexes of what ended, the latter all of them. */
async function measureSteps({ client: { browser }, db, note }: World): Promise<void> {
  const open = db.read('follow_ups').whereRaw("ended_at is null and started_at is null and kind <> 'opportunity'");
  const ids: number[] = await open
    .orderBy('id')
    .limit(SINGLE.atMost + SINGLE.warmUp)
    .pluck('id');
  for (const [name, step, fields] of [
    ['beginning a follow-up', 'start', {}],
    ['ending a follow-up', 'resolved', { conclusion: 'Resolvido por telefone' }],
  ] as const) {
    const take = async (n: number) => {
      const path = `/follow-ups/${ids[n % ids.length]}`;
      const version = /name="version" value="(\d+)"/.exec((await browser.get(path)).body)?.[1] ?? '';
      const started = performance.now();
      const page = await browser.post(`${path}/${step}`, { version, ...fields });
      if (page.status !== 303) throw new Error(`${name} answered ${page.status}: ${page.text}`);
      return timed(performance.now() - started);
    };
    if (ids.length >= SINGLE.atMost + SINGLE.warmUp) note(name, await sampled(take, SINGLE));
  }
}

interface BulkJob {
  readonly verb: string;
  readonly fields: Readonly<Record<string, string>>;
}

async function changeAll({ client: { browser } }: World, { verb, fields }: BulkJob): Promise<void> {
  const url = `/follow-ups/bulk?tab=all&which=all&verb=${verb}`;
  const preview = await browser.post(url, fields);
  const key = /name="key" value="([^"]+)"/.exec(preview.body)?.[1];
  if (key === undefined) throw new Error(`the preview answered ${preview.status}: ${preview.text}`);
  const { location, status } = await browser.post('/follow-ups/bulk/jobs', { key });
  if (status !== 303) throw new Error(`the confirmation answered ${status}`);
  while ((await browser.get(location)).body.includes('hx-trigger="every')) await pause(100);
}

/** The names of the pages, each of which is measured in three ways. */
export const FOLLOW_UP_PAGES: readonly string[] = Object.keys(PAGES).map((name) => `follow-ups ${name}`);
