import { buffer } from 'node:stream/consumers';
import { COMMANDS } from './cli/commands.js';
import { runCommandLine } from './cli/run.js';
import { systemClock } from './clock.js';

process.exitCode = await runCommandLine(COMMANDS, process.argv.slice(2), {
  env: process.env,
  now: () => systemClock.now(),
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  input: () => buffer(process.stdin),
});
