/** Errors that say all there is to say in their message: whoever runs the machine can mend them. */
const MENDABLE = new Set(['ConfigError', 'DataDirLockedError', 'SchemaTooNewError', 'NotFoundError']);

/** SQLite's errors that come from the machine and not from us. */
const MACHINE = /^SQLITE_(NOTADB|CANTOPEN|READONLY|FULL|IOERR|CORRUPT|BUSY)/;

interface Coded extends Error {
  code?: string;
  syscall?: string;
  severity?: string;
}

/** What to say when a process cannot go on: one line for what can be mended, the stack for a bug of ours. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, code, syscall, severity }: Coded = error;
  if (MENDABLE.has(name)) return error.message;
  if (name === 'SqliteError' && MACHINE.test(code ?? ''))
    return `DATA_DIR: the database cannot be used: ${error.message}`;
  if (syscall === 'mkdir') return `DATA_DIR is not usable: expected a folder that can be written (${error.message})`;
  // Several addresses were tried, as for localhost; the first says why.
  if (error instanceof AggregateError) return explainFailure(error.errors[0]);
  if (severity !== undefined || syscall === 'connect' || syscall === 'getaddrinfo' || name === 'KnexTimeoutError')
    return `DATABASE_URL: the database cannot be used: ${error.message}`;
  return syscall === undefined ? (error.stack ?? error.message) : error.message;
}
