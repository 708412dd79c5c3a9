import type { FastifyInstance, RouteOptions } from 'fastify';
import type { Test } from 'tap';
import { hashPassword } from '../../src/actions/passwords.js';
import { type AppParts, buildApp } from '../../src/app.js';
import type { Role } from '../../src/domain/permissions.js';
import { type Database, openDatabase } from '../../src/store/connection.js';
import { insertUser } from '../../src/store/users.js';
import { audited } from './audited.js';
import { Browser, PASSWORD } from './browser.js';
import type { DatabaseConfig, Engine } from './engines.js';

/** The application over a fresh database, with a clock that the test sets and the four personas. */
export interface TestApp {
  app: FastifyInstance;
  db: Database;
  config: DatabaseConfig;
  /** Set `now` to travel; starts at 2026-07-10 10:00 in São Paulo. */
  clock: { now: number };
  /** Ids of ana (manager), bruno and carla (operators), davi (admin). */
  ids: Record<Persona, number>;
  /** A new browser, signed in when a persona is named. */
  browser(persona?: Persona): Promise<Browser>;
}

export type Persona = 'ana' | 'bruno' | 'carla' | 'davi';

export const NOW = Date.parse('2026-07-10T10:00:00-03:00');

const PERSONAS: readonly { login: Persona; name: string; role: Role }[] = [
  { login: 'ana', name: 'Ana Gestora', role: 'manager' },
  { login: 'bruno', name: 'Bruno Operador', role: 'operator' },
  { login: 'carla', name: 'Carla Operadora', role: 'operator' },
  { login: 'davi', name: 'Davi Administrador', role: 'admin' },
];

/** Hashing is slow on purpose: once for all. */
const passwordHash = hashPassword(PASSWORD);

/** Builds it; everything is closed when `t` ends. `onRoute` is told of every route. */
export async function testApp(
  t: Test,
  engine: Engine,
  onRoute?: (route: RouteOptions) => void,
  limits?: AppParts['limits'],
): Promise<TestApp> {
  const config = await engine.freshConfig(t);
  const db = audited(openDatabase(config));
  const clock = { now: NOW };
  const parts = { config: { port: 3000, trustProxy: [] }, db, clock: { now: () => clock.now } };
  const app = await buildApp({ ...parts, ...(onRoute && { onRoute }), ...(limits && { limits }) });
  t.teardown(async () => {
    await app.close();
    await db.close();
  });
  const ids = await insertPersonas(db);
  const browser = async (persona?: Persona) => {
    const fresh = new Browser(app);
    return persona === undefined ? fresh : fresh.signIn(persona);
  };
  return { app, db, config, clock, ids, browser };
}

/** Adds the four personas, all with the tests' password. */
export async function insertPersonas(db: Database): Promise<Record<Persona, number>> {
  const hash = await passwordHash;
  const ids: Partial<Record<Persona, number>> = {};
  for (const { login, name, role } of PERSONAS) {
    const user = { login, name, role, passwordHash: hash, externalId: null };
    ids[login] = (await db.transaction((trx) => insertUser(trx, user, NOW))) ?? 0;
  }
  return ids as Record<Persona, number>;
}
