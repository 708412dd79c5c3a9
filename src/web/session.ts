import session from '@fastify/session';
import type { FastifyInstance } from 'fastify';

const MINUTE = 60_000;
/** A session ends after a working day without a request. */
export const SESSION_MS = 12 * 60 * MINUTE;
const EXTEND_EVERY_MS = 10 * MINUTE;

/** Where sessions are kept; the store's functions, bound to the database by app.ts. */
export interface SessionKeeper {
  find(id: string, now: number): Promise<{ data: string; expiresAt: number } | null>;
  save(id: string, session: { userId: number | null; data: string; expiresAt: number }): Promise<void>;
  extend(id: string, expiresAt: number, now: number): Promise<void>;
  end(id: string, now: number, tombstoneUntil: number): Promise<void>;
}

/**
 * Sessions in the database under @fastify/session. Not rolling: a session is saved only when it changed, and its expiry is
 * put off at most every ten minutes, and never by what a page asks by itself. The cookie lasts as long as the browser; the expiry is the database's.
 */
export async function registerSession(
  app: FastifyInstance,
  options: { keeper: SessionKeeper; secret: string; cookieName: string; now: () => number },
): Promise<void> {
  // Read from the database and last put off longer ago than that; who asks decides whether it is put off now.
  const old = new Set<string>();
  await app.register(session, {
    secret: options.secret,
    cookieName: options.cookieName,
    cookie: { secure: 'auto', httpOnly: true, sameSite: 'lax', path: '/' },
    rolling: false,
    saveUninitialized: false,
    store: storeOver(options.keeper, options.now, old),
  });
  app.addHook('onRequest', async (request) => {
    const { session } = request;
    if (session?.userId === undefined || request.routeOptions.config.byItself) return;
    const id = session.sessionId;
    if (old.delete(id)) await options.keeper.extend(id, options.now() + SESSION_MS, options.now());
  });
}

function storeOver(keeper: SessionKeeper, now: () => number, old: Set<string>): session.SessionStore {
  return {
    get: (id, done) => {
      load(keeper, id, now(), old).then((found) => done(null, found as never), done);
    },
    set: (id, value, done) => {
      const row = { userId: value.userId ?? null, data: JSON.stringify(value), expiresAt: now() + SESSION_MS };
      keeper.save(id, row).then(() => done(), done);
    },
    destroy: (id, done) => {
      old.delete(id);
      keeper.end(id, now(), now() + SESSION_MS).then(() => done(), done);
    },
  };
}

async function load(keeper: SessionKeeper, id: string, now: number, old: Set<string>): Promise<unknown> {
  const found = await keeper.find(id, now);
  if (found !== null && found.expiresAt - now < SESSION_MS - EXTEND_EVERY_MS) old.add(id);
  else old.delete(id);
  if (found === null) return null;
  return JSON.parse(found.data);
}
