import SqliteConnection from 'better-sqlite3';

/** How many pages of SQLite's log are worth carrying over at once. */
const WORTH_IT = 1000;

interface LogState {
  /** Pages that were written to the log since it last began anew, and how many of them stand in the database's file. */
  readonly log: number;
  readonly checkpointed: number;
}

/** The embedded database's write-ahead log, for whoever carries it over into the file while others write and read. */
export interface Log {
  /** Carries over what has gathered, if it is worth it; returns whether it did. Nobody waits for it, and it for nobody. */
  carryOver(worthIt?: number): boolean;
  close(): void;
}

/** Opens the log of an embedded database by the file of that. */
export function openLog(file: string): Log {
  const connection = new SqliteConnection(file, { fileMustExist: true });
  connection.pragma('synchronous = FULL');
  const ask = (mode: 'NOOP' | 'PASSIVE') => (connection.pragma(`wal_checkpoint(${mode})`) as LogState[])[0];
  return {
    carryOver: (worthIt = WORTH_IT) => {
      const state = ask('NOOP');
      if (state === undefined || state.log - state.checkpointed < worthIt) return false;
      ask('PASSIVE');
      return true;
    },
    close: () => connection.close(),
  };
}
