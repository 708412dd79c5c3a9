import { setTimeout as pause } from 'node:timers/promises';
import { addDays, type CivilDate } from '../../../src/domain/civil-date.js';
import { summaryOf, timed } from '../statistics.js';
import type { World } from '../world.js';
import { watched } from './watching.js';

const COUNTS = [1_284, 100_000] as const;

/** Extending all surveys of a filtered list, from the confirmation to the result; a day's surveys more than named. */
export async function measureBulk(world: World): Promise<void> {
  const { note, server } = world;
  for (const count of COUNTS) {
    const until = await expiryOf(world, count);
    if (until === null) continue;
    const { ms, longestBlockMs } = await watched(server, () => extendAll(world, until));
    note(`bulk action of ${count}`, summaryOf([timed(ms)]));
    note(`longest block of a bulk action of ${count}`, summaryOf([timed(longestBlockMs)]));
  }
}

/** The day by which so many open surveys expire; null when there are fewer. */
async function expiryOf({ db }: World, count: number): Promise<CivilDate | null> {
  const open = db.read('surveys').whereRaw('settled_at is null').orderBy(['expires_on', 'id']);
  const row = await open.offset(count - 1).first('expires_on');
  return row?.expires_on ?? null;
}

async function extendAll({ client: { browser }, today }: World, until: CivilDate): Promise<void> {
  const url = `/panel/bulk?tab=pending&status=pending&of=expiry&to=${until}&which=all&verb=extend`;
  // Later than any of them expires, so that each is changed.
  const preview = await browser.post(url, { expiresOn: addDays(today, 3_000), reason: 'Greve' });
  const key = /name="key" value="([^"]+)"/.exec(preview.body)?.[1];
  if (key === undefined) throw new Error(`the preview answered ${preview.status}: ${preview.text}`);
  const { location, status } = await browser.post('/panel/bulk/jobs', { key });
  if (status !== 303) throw new Error(`the confirmation answered ${status}`);
  while ((await browser.get(location)).body.includes('hx-trigger="every')) await pause(100);
}
