import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import tap, { type Test } from 'tap';

/** What a file may ask of the root of its process: the rest is asked of the tests in it. */
type Root = Pick<Test, 'test' | 'teardown' | 'setTimeout'>;

/** How long a file may take, in milliseconds, before it is given up and the next one begins. */
const PATIENCE = 600_000;

/** What is to be done when the last file of the batch has run; null where a file runs by itself. */
let ends: (() => unknown)[] | null = null;

/** Does something when the tests of this process are over: what the files of a batch share is ended here. */
export function whenAllHaveRun(work: () => unknown): void {
  if (ends === null) tap.teardown(work);
  else ends.push(work);
}

/**
 * Runs test files one after another in this process, each as a test of its path: the second finds the application
 * loaded and its code warm. While a file runs, tap's root stands for the test that the file is. `note` is a file that
 * holds, until all of them are done, which one is under way and which are still to come, as a list in JSON.
 */
export async function runFiles(files: readonly string[], note: string): Promise<void> {
  const root: Root = tap;
  const test = root.test.bind(tap);
  ends = [];
  for (const [index, file] of files.entries()) {
    writeFileSync(note, JSON.stringify(files.slice(index)));
    await test(file, { timeout: PATIENCE }, async (t) => {
      const begun: Promise<unknown>[] = [];
      root.test = ((...args: Parameters<Test['test']>) => {
        const result = t.test(...args);
        begun.push(result);
        return result;
      }) as Test['test'];
      root.teardown = t.teardown.bind(t);
      root.setTimeout = t.setTimeout.bind(t);
      await import(path.resolve(file));
      await Promise.all(begun);
    });
    // A file that waits for what never comes ends the process: tap closes its books, and takes no further test.
    if (tap.results) return;
  }
  for (const work of ends) await work();
  rmSync(note);
}
