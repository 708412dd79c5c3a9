import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { closingLines } from './closing-line.js';
import { startPostgres } from './postgres.js';

// `npm test`: starts one PostgreSQL for the whole run, runs tap with the arguments given, and closes with a line that
// says how many passed and failed. tap's own exit code is the verdict.

const server = await startPostgres();
const folder = mkdtempSync(path.join(tmpdir(), 'posvenda-run-'));
const terse = path.join(folder, 'terse.tap');
try {
  process.exitCode = run();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function run(): number {
  const outcome = spawnSync('npx', ['tap', '--reporter=terse', `--output-file=${terse}`, ...process.argv.slice(2)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, POSVENDA_TEST_POSTGRES: server.url },
  });
  const exitCode = outcome.status ?? 1;
  for (const line of closingLines(existsSync(terse) ? readFileSync(terse, 'utf8') : '', exitCode)) console.log(line);
  return exitCode;
}
