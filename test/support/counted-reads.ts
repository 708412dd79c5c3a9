import type { Database } from '../../src/store/connection.js';
import type { LongReads } from '../../src/store/long-reads.js';
import { answering, type PiecedReading, PieceMemory, type Reading } from '../../src/store/pieced-readings.js';
import { select } from '../../src/store/statements.js';

/** Long reads on the database's own connection that count the pieces which their memory did not have. */
export class CountedReads {
  /** Pieces that were asked for at once, at the most. */
  most = 0;
  readonly begun: Promise<void>;
  readonly #db: Database;
  readonly #memory = new PieceMemory();
  #anew = 0;
  #begin: () => void = () => undefined;

  constructor(db: Database) {
    this.#db = db;
    this.begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
  }

  /** How many were read since it was asked the last time. */
  anew(): number {
    const count = this.#anew;
    this.#anew = 0;
    return count;
  }

  async all(readings: Parameters<LongReads['all']>[0]) {
    const pieces = new Set<unknown>(readings.flatMap((reading) => ('pieces' in reading ? reading.pieces : [])));
    this.#begin();
    this.most = Math.max(this.most, pieces.size);
    const steps = answering(readings, this.#memory);
    let step = steps.next();
    while (!step.done) {
      if (pieces.has(step.value)) this.#anew += 1;
      step = steps.next(await select<object>(this.#db.read, step.value.sql, step.value.bindings));
    }
    return step.value;
  }

  async close(): Promise<void> {}
}

/** Long reads that remember nothing: each is read anew, on the database's own connection. */
export function forgetful({ read }: Database): Pick<LongReads, 'all'> {
  return {
    all: async (readings) => {
      const steps = answering(readings, new PieceMemory());
      let step = steps.next();
      while (!step.done) step = steps.next(await select<object>(read, step.value.sql, step.value.bindings));
      return step.value;
    },
  };
}

/** The statements of a reading: one for each of its pieces. */
export function statementsOf(reading: Reading | PiecedReading): readonly Reading[] {
  return 'pieces' in reading ? reading.pieces : [reading];
}
