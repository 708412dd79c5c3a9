/** The command was called the wrong way: exit 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command cannot do it, for the reasons given, one a line: exit 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly lines: readonly string[];

  constructor(lines: readonly string[] | string) {
    const all = typeof lines === 'string' ? [lines] : lines;
    super(all.join('\n'));
    this.lines = all;
  }
}
