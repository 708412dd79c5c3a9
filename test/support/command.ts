import { COMMANDS } from '../../src/cli/commands.js';
import { runCommandLine } from '../../src/cli/run.js';
import { NOW } from './app.js';
import type { DatabaseConfig } from './engines.js';
import type { Outcome } from './process.js';

/** Runs a command in this process, on the day of the tests: what the shell would see, without its half second. */
export async function runCommand(
  config: DatabaseConfig,
  args: readonly string[],
  input: string | Buffer = '',
): Promise<Outcome> {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const code = await runCommandLine(COMMANDS, args, {
    env: { DATA_DIR: config.dataDir, ...(config.databaseUrl && { DATABASE_URL: config.databaseUrl }) },
    now: () => NOW,
    out: (line) => stdout.push(`${line}\n`),
    err: (line) => stderr.push(`${line}\n`),
    input: async () => Buffer.from(input),
  });
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}
