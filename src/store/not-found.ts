/** There is no such record, or it is not the asker's; the web shows both as 404. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
  readonly statusCode = 404;
  constructor(what: string, id: number | string) {
    super(`${what} ${id} not found`);
  }
}

/** The row, or NotFoundError naming what was looked for: turns a `find` into a `get`. */
export function found<T>(row: T | null | undefined, what: string, id: number | string): T {
  if (row === null || row === undefined) throw new NotFoundError(what, id);
  return row;
}
