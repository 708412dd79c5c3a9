import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { Dialect } from '../../src/store/dialect.js';
import { ArgumentError, HELP, type Request, readArguments, type Section } from './arguments.js';
import { measureBulk } from './measures/bulk.js';
import { measureChanges } from './measures/changes.js';
import { measureCommissions } from './measures/commissions.js';
import { measureCounters } from './measures/counters.js';
import { measureCpu } from './measures/cpu.js';
import { measureDeepPages } from './measures/deep.js';
import { measureExports } from './measures/exporting.js';
import { measureFilters } from './measures/filters.js';
import { measureFollowUps } from './measures/follow-ups.js';
import { measureResults } from './measures/results.js';
import { measureSaving } from './measures/saving.js';
import { measureTabs } from './measures/tabs.js';
import { measureText } from './measures/text.js';
import { measuresOf } from './measures.js';
import { type Figure, Figures, type Report } from './report.js';
import { databasesOf } from './seed/databases.js';
import { tableOf } from './table.js';
import { inWorld, type World } from './world.js';

// `npm run bench`: see HELP. What is measured stands in measures/, what is made of it in measures.ts.

const MEASURING: Readonly<Record<Section, (world: World) => Promise<void>>> = {
  tabs: measureTabs,
  deep: measureDeepPages,
  filters: measureFilters,
  text: measureText,
  counters: measureCounters,
  cpu: measureCpu,
  saving: measureSaving,
  results: measureResults,
  commissions: measureCommissions,
  'follow-ups': measureFollowUps,
  export: measureExports,
  bulk: measureBulk,
  changes: measureChanges,
};

let failed = false;

// Said outright: the embedded PostgreSQL's own exit hook ends a process that merely runs out with code 0.
process.exit(await main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  try {
    const request = readArguments(args);
    if (request === null) process.stdout.write(HELP);
    else await measure(request);
    return failed ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    process.stderr.write(`bench: ${error.message}\n`);
    return 2;
  }
}

async function measure(request: Request): Promise<void> {
  const reports: Report[] = [];
  for (const engine of request.engines) {
    const figures = new Figures(await figuresOf(engine, request));
    const { sales: sizes, executed } = request;
    reports.push({ engine, sizes, executed, node: process.version, measures: measuresOf(figures) });
  }
  for (const report of reports) process.stdout.write(`${tableOf(report).join('\n')}\n\n`);
  const [first, ...others] = reports;
  if (request.json !== null)
    writeFileSync(request.json, `${JSON.stringify(others.length === 0 ? first : reports, null, 2)}\n`);
}

async function figuresOf(engine: Dialect, { sales, executed, sections, keep }: Request): Promise<Figure[]> {
  const figures: Figure[] = [];
  const databases = await databasesOf(engine, keep, say);
  try {
    for (const share of executed)
      for (const size of sales) {
        say(`${engine}: ${size} sales, ${share} % executed`);
        const { config, drop } = await databases.open(size, share);
        const note: World['note'] = (name, summary) => {
          figures.push({ sales: size, executed: share, name, summary });
          say(`  ${name}: ${summary.p50.toFixed(2)} ms`);
        };
        try {
          await inWorld(config, note, async (world) => {
            for (const section of sections) {
              say(section);
              await MEASURING[section](world).catch((error) => fail(section, error));
            }
          });
        } finally {
          await drop();
        }
      }
  } finally {
    await databases.close();
  }
  return figures;
}

/** The other figures of a long run are worth having: what could not be measured is said, and the run ends with code 1. */
function fail(section: Section, error: Error): void {
  failed = true;
  process.stderr.write(`bench: ${section} could not be measured: ${error.message}\n`);
}

/** On stderr, so that stdout holds the table alone. */
function say(step: string): void {
  process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(7)} s  ${step}\n`);
}
