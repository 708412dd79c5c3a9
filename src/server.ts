import { loadConfig } from './config.js';
import { serve } from './serve.js';

try {
  await serve(loadConfig(process.env));
} catch (error) {
  process.stderr.write(`posvenda: ${explain(error)}\n`);
  process.exit(1);
}

/** The message alone for what the operator of the machine can mend; the stack for what only we can. */
function explain(error: unknown): string {
  const mendable = ['ConfigError', 'DataDirLockedError', 'SchemaTooNewError'];
  if (error instanceof Error && mendable.includes(error.name)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
