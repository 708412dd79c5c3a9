/** The clock, as an argument: everything else is told what time it is. */
export interface Clock {
  /** UTC epoch milliseconds. */
  now(): number;
}

/** The only caller of the system's clock. Read once per request, and passed on. */
export const systemClock: Clock = { now: () => Date.now() };
