import { STATUSES } from '../domain/scheduler.js';
import { countByStatus } from '../store/survey-counts.js';
import type { Command } from './command.js';
import { reading } from './database.js';

/** `surveys count`: the counters of the panels, for scripts. */
export const surveysCount: Command = {
  name: 'surveys count',
  summary: 'Count the surveys by their status on a day',
  options: [
    { name: 'today', value: 'DATE', help: 'the day (YYYY-MM-DD); the company’s today if absent' },
    { name: 'json', help: 'one JSON object instead of a table' },
  ],
  notes: ['pending = scheduled + due + inconsistent.'],
  async run(args, io) {
    const counts = await reading(io, ({ db, today }) => countByStatus(db.read, today), args.date('today'));
    const ordered = [...STATUSES, 'pending' as const].map((status) => [status, counts[status]] as const);
    if (args.has('json')) return io.out(JSON.stringify(Object.fromEntries(ordered)));
    const width = Math.max(...ordered.map(([, count]) => String(count).length));
    for (const [status, count] of ordered) io.out(`${status.padEnd(14)}${String(count).padStart(width)}`);
  },
};
