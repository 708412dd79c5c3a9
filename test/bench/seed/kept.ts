import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../../src/clock.js';
import { dateAt } from '../../../src/domain/civil-date.js';
import type { Extent } from './sales.js';

const DAY_MS = 86_400_000;

/** The extent of a seed for today, by the company's calendar. */
export function extentNow(sales: number, executed: number): Extent {
  const now = systemClock.now();
  return { sales, executed, now, today: Date.parse(dateAt(now, 'America/Sao_Paulo')) / DAY_MS };
}

/** What a kept database must have been made of to be taken again: the day, the seed and the migrations. */
export function stampOf({ today }: Extent): string {
  const build = path.resolve(import.meta.dirname, '../../..');
  const hash = createHash('sha256').update(String(today));
  for (const folder of ['migrations', 'test/bench/seed'])
    for (const name of readdirSync(path.join(build, folder)).sort())
      if (name.endsWith('.js')) hash.update(readFileSync(path.join(build, folder, name)));
  return hash.digest('hex');
}
