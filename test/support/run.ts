import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { closingLines, failedTests } from './closing-line.js';
import { useMemory } from './in-memory.js';
import { startPostgres } from './postgres.js';

// `npm test`: starts one PostgreSQL for the whole run, runs tap with the arguments given, and closes with a line that
// says how many passed and failed. tap's own exit code is the verdict.

useMemory();
const server = await startPostgres();
const folder = mkdtempSync(path.join(tmpdir(), 'posvenda-run-'));
const terse = path.join(folder, 'terse.tap');
let exitCode = 1;
try {
  exitCode = await run();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
// Said outright: the embedded server's own exit hook ends a process that merely runs out with code 0.
process.exit(exitCode);

async function run(): Promise<number> {
  // Not spawnSync: PostgreSQL writes its log into a pipe of ours, and stops dead when nobody reads it.
  const tap = spawn('npx', ['tap', '--reporter=terse', `--output-file=${terse}`, ...process.argv.slice(2)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, POSVENDA_TEST_POSTGRES: server.url },
  });
  const [status] = (await once(tap, 'close')) as [number | null];
  const exitCode = status ?? 1;
  // tap's reporter leaves the cursor, and its escape codes, in the middle of a line.
  console.log('');
  const report = existsSync(terse) ? readFileSync(terse, 'utf8') : '';
  // Once more, because the places where they happened are thousands of lines above.
  for (const test of failedTests(report)) console.log(`failed: ${test}`);
  for (const line of closingLines(report, exitCode)) console.log(line);
  return exitCode;
}
