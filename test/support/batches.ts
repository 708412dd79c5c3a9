/** Test files that run one after another in one process; `name` says which they are. */
export interface Batch {
  readonly name: string;
  readonly files: readonly string[];
}

/** The rooms whose files share processes, in the order in which the batches start: the longest first, the smallest last. */
const SHARING = ['conventions', 'exports', 'cli', 'features', 'actions', 'store', 'web', 'charts', 'support', 'domain'];

/** So many that few of them start from cold, and so few that a processor is not left idle at the end. */
const FILES_IN_BATCH = 8;

/**
 * Puts test files (`build/test/<room>/…`) into batches, each of one room. What starts browsers and servers, or kills
 * them, stays alone: it has nothing to gain, and takes longest, so it goes first.
 */
export function batches(files: readonly string[]): Batch[] {
  const sharing = SHARING.flatMap((room) =>
    inBatches(
      room,
      files.filter((file) => roomOf(file) === room),
    ),
  );
  const alone = files.filter((file) => !SHARING.includes(roomOf(file))).map((file) => ({ name: file, files: [file] }));
  return [...alone, ...sharing];
}

function inBatches(room: string, files: readonly string[]): Batch[] {
  const count = Math.ceil(files.length / FILES_IN_BATCH);
  return Array.from({ length: count }, (_, index) => ({
    name: `${room}-${index + 1}`,
    // Dealt out rather than cut: the files of one feature are alike, and so a batch of the largest would take longest.
    files: files.filter((_, position) => position % count === index),
  }));
}

function roomOf(file: string): string {
  return /^build\/test\/([^/]+)\//.exec(file)?.[1] ?? '';
}
