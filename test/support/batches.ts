/** Test files that run one after another in one process; `name` says which they are. */
export interface Batch {
  readonly name: string;
  readonly files: readonly string[];
}

/**
 * The rooms whose files share processes, in the order in which the batches start: the longest first, the smallest last.
 * So many files at most are in one that few of them start from cold, and no processor is left idle at the end.
 */
const SHARING: readonly (readonly [room: string, filesAtMost: number])[] = [
  ['browser', 4],
  ['conventions', 8],
  ['exports', 8],
  ['cli', 8],
  ['features', 8],
  ['actions', 8],
  ['store', 8],
  ['web', 8],
  ['charts', 8],
  ['support', 8],
  ['domain', 24],
];

/**
 * Puts test files (`build/test/<room>/…`) into batches, each of one room. What starts servers, or kills them, stays
 * alone: it has nothing to gain, and takes long, so it goes first.
 */
export function batches(files: readonly string[]): Batch[] {
  const alone = files.filter((file) => !SHARING.some(([room]) => room === roomOf(file)));
  const sharing = SHARING.flatMap(([room, atMost]) => {
    const its = files.filter((file) => roomOf(file) === room);
    return inBatches(room, its, Math.ceil(its.length / atMost));
  });
  return [...alone.map((file) => ({ name: file, files: [file] })), ...sharing];
}

function inBatches(room: string, files: readonly string[], count: number): Batch[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${room}-${index + 1}`,
    // Dealt out rather than cut: the files of one feature are alike, and so a batch of the largest would take longest.
    files: files.filter((_, position) => position % count === index),
  }));
}

function roomOf(file: string): string {
  return /^build\/test\/([^/]+)\//.exec(file)?.[1] ?? '';
}
