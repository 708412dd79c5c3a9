import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { addDays, type CivilDate } from '../../../src/domain/civil-date.js';
import { Client } from '../drive/client.js';
import { startServer } from '../drive/server.js';
import { summaryOf, timed } from '../statistics.js';
import type { World } from '../world.js';
import { EVERY_STATUS } from './follow-ups.js';
import { watched } from './watching.js';

/** As many rows as a spreadsheet may have, a day's executions less. */
const ROWS = 100_000;

/**
 * Exporting executed surveys, and all follow-ups, in each format, by a server that has done nothing else: its memory is
 * that of the export.
 */
export async function measureExports({ config, db, note, today }: World): Promise<void> {
  const from = await firstDay(db);
  const opened = await firstOpening(db);
  const empty = path.join(config.dataDir, 'empty.html');
  writeFileSync(empty, '');
  const program = path.join(import.meta.dirname, '../drive/constant-server.js');
  const lists = {
    'an export': (format: string) => `/panel/executed/export.${format}?of=execution&from=${from}&to=${today}`,
    // All of them; but as many as a spreadsheet may have.
    'an export of follow-ups': (format: string) =>
      `/follow-ups/export.${format}?tab=all&${EVERY_STATUS}${format === 'csv' ? '' : `&of=opened&from=${opened}`}`,
  };
  for (const [what, urlOf] of Object.entries(lists))
    for (const format of ['csv', 'xlsx']) await measureExport(`${what} to ${format}`, urlOf(format));

  async function measureExport(name: string, url: string) {
    const server = await startServer(config, program, { BENCH_PAGE: empty });
    const client = await Client.signIn(server.url);
    try {
      await client.get('/panel/executed');
      const seen = await watched(server, async () => void (await client.get(url)));
      note(name.replace('an ', ''), summaryOf([timed(seen.ms)]));
      note(`memory of ${name}`, summaryOf([timed(seen.memoryMb)]));
      note(`longest block of ${name}`, summaryOf([timed(seen.longestBlockMs)]));
    } finally {
      client.close();
      await server.stop();
    }
  }
}

/** The day after the one on which the row beyond the last of the export was executed. */
async function firstDay({ read }: World['db']): Promise<CivilDate> {
  const rows = read('surveys').whereRaw("outcome = 'executed'").orderBy('settled_at', 'desc');
  const row = await rows.offset(ROWS).first('executed_on');
  return row === undefined ? '2000-01-01' : addDays(row.executed_on, 1);
}

/** The same of the openings of follow-ups. */
async function firstOpening({ read }: World['db']): Promise<CivilDate> {
  const row = await read('follow_ups').orderBy('opened_on', 'desc').offset(ROWS).first('opened_on');
  return row === undefined ? '2000-01-01' : addDays(row.opened_on, 1);
}
