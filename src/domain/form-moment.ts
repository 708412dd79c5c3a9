/**
 * The key of a form that is opened now: what tells one sending from another, with its moment, by which a form that was
 * opened before something was recorded can be told from one that showed it. In UTC epoch milliseconds, written to base 36.
 */
export function keyOpenedAt(now: number, nonce: string): string {
  return `${now.toString(36)}.${nonce}`;
}

/** Whether the form of that key was opened before the moment; false where its key does not say. */
export function wasOpenedBefore(key: string, moment: number): boolean {
  const opened = /^([\da-z]{1,10})\./.exec(key)?.[1];
  return opened !== undefined && Number.parseInt(opened, 36) < moment;
}
