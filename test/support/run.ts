import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { batches } from './batches.js';
import { closingLines, failedTests } from './closing-line.js';
import { useMemory } from './in-memory.js';
import { startPostgres } from './postgres.js';

// `npm test`: starts one PostgreSQL for the whole run, runs tap on the built test files (those named as arguments, or
// all), and closes with a line that says how many passed and failed. tap's own exit code is the verdict. Options, such as
// `--jobs=1`, go to tap.

const TESTS = 'build/test';
/** Where the files are written that tap starts. */
const BATCHES = 'build/batches';
const NOTE = '.running.json';

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
  const options = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
  const named = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  const files = named.length > 0 ? named : everyFile();
  // Not spawnSync: PostgreSQL writes its log into a pipe of ours, and stops dead when nobody reads it.
  const tap = spawn('npx', ['tap', '--reporter=terse', `--output-file=${terse}`, ...options, ...entries(files)], {
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
  for (const [file, ...left] of brokenOff())
    console.log(`failed: ${file} ended its process or was given up; not run after it: ${left.join(', ') || 'none'}`);
  for (const line of closingLines(report, exitCode)) console.log(line);
  return exitCode;
}

function everyFile(): string[] {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).sort();
  return files.filter((file) => file.endsWith('.test.js')).map((file) => path.join(TESTS, file));
}

/** What tap is to start, each in a process: a test file, or the file that runs those of a batch. */
function entries(files: readonly string[]): string[] {
  rmSync(BATCHES, { recursive: true, force: true });
  mkdirSync(BATCHES, { recursive: true });
  return batches(files).map(({ name, files }) => {
    const [only] = files;
    if (only !== undefined && files.length === 1) return only;
    const entry = path.join(BATCHES, `${name}.js`);
    const arguments_ = JSON.stringify([files, path.join(BATCHES, `${name}${NOTE}`)]);
    writeFileSync(entry, `import { runFiles } from '../test/support/batch.js';\nawait runFiles(...${arguments_});\n`);
    return entry;
  });
}

/** The batches that did not come to their end, each as its files from the one that was under way on. */
function brokenOff(): string[][] {
  const notes = readdirSync(BATCHES).filter((name) => name.endsWith(NOTE));
  return notes.map((name) => JSON.parse(readFileSync(path.join(BATCHES, name), 'utf8')));
}
