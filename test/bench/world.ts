import { systemClock } from '../../src/clock.js';
import { addDays, type CivilDate, dateAt } from '../../src/domain/civil-date.js';
import { type Database, openDatabase } from '../../src/store/connection.js';
import { type PanelFilter, type Scope, TABS } from '../../src/store/survey-tabs.js';
import type { DatabaseConfig } from '../support/engines.js';
import { Client } from './drive/client.js';
import { processorTime } from './drive/processor.js';
import { type MeasuredServer, startServer } from './drive/server.js';
import { MANAGER_ID } from './seed/people.js';
import type { Sample, Summary } from './statistics.js';

/** What a measurement works on: a seeded database, the server over it, and a manager who is signed in. */
export interface World {
  readonly config: DatabaseConfig;
  /** This process's own connection to the same database. */
  readonly db: Database;
  readonly today: CivilDate;
  readonly server: MeasuredServer;
  readonly client: Client;
  /** Asks for a page: how long it took, and how much of that the server's side was busy. */
  page(path: string): Promise<Sample>;
  /** What the manager's panels look at. */
  scope(filter?: PanelFilter): Scope;
  /** One write of the product by HTTP: a scheduled survey is extended by a day. */
  write(): Promise<void>;
  /** Keeps a figure under its name. */
  note(name: string, figure: Summary): void;
}

/** Runs the work in a world over the database; server and connections are closed after it. */
export async function inWorld(
  config: DatabaseConfig,
  note: World['note'],
  work: (world: World) => Promise<void>,
): Promise<void> {
  const server = await startServer(config);
  const db = openDatabase(config);
  try {
    const client = await Client.signIn(server.url);
    const today = dateAt(systemClock.now(), 'America/Sao_Paulo');
    const scope = (filter: PanelFilter = {}): Scope => ({
      userId: MANAGER_ID,
      today,
      filter,
      chips: ['scheduled', 'due', 'inconsistent'],
    });
    // Once the pool's connections are there.
    for (const tab of TABS) await client.get(`/panel/${tab}`);
    const busy = await processorTime(server.pid, db);
    const page = async (path: string) => {
      const before = busy();
      const { ms } = await client.get(path);
      return { ms, cpu: busy() - before };
    };
    await work({ config, db, today, server, client, page, scope, note, write: writer(db, today, client) });
    client.close();
  } finally {
    await db.close();
    await server.stop();
  }
}

function writer(db: Database, today: CivilDate, { browser }: Client): World['write'] {
  const scheduled = scheduledSurveys(db, today);
  return async () => {
    const { value: survey } = await scheduled.next();
    if (survey === undefined) throw new Error('no survey is left to extend');
    const fields = { expiresOn: addDays(survey.expires_on, 1), reason: 'O cliente pediu' };
    const page = await browser.post(`/surveys/${survey.id}/extension`, fields);
    if (page.status !== 303) throw new Error(`extending answered ${page.status}: ${page.text}`);
  };
}

interface Scheduled {
  id: number;
  expires_on: CivilDate;
}

/** Scheduled surveys, the newest first, over and over. */
async function* scheduledSurveys({ read }: Database, today: CivilDate): AsyncGenerator<Scheduled, undefined> {
  const top = 2 ** 31 - 1;
  for (let below = top; ; ) {
    const some: Scheduled[] = await read('surveys')
      .whereRaw('settled_at is null and opens_on > ? and id < ?', [today, below])
      .orderBy('id', 'desc')
      .limit(100)
      .select('id', 'expires_on');
    yield* some;
    if (some.length === 0 && below === top) return undefined;
    below = some.at(-1)?.id ?? top;
  }
}
