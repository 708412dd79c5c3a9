import { isIP } from 'node:net';
import path from 'node:path';

/** What the process was told at start. Company name, time zone and language are settings in the database instead. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Folder of the embedded database, its lock and its backups. */
  readonly dataDir: string;
  /** PostgreSQL connection URL; null means the embedded SQLite in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly logLevel: LogLevel;
  /** Addresses of reverse proxies whose X-Forwarded-* headers are believed; empty means none. */
  readonly trustProxy: readonly string[];
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Thrown at boot for a variable that cannot be used; the message names it and says what is expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads and validates the environment; the only reader of it. An absent or empty variable takes its default.
 * @throws ConfigError naming the variable at fault and what is expected.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return Object.freeze({
    port: port(env.PORT || '3000'),
    host: matching('HOST', env.HOST || '0.0.0.0', /^[A-Za-z0-9.:_-]{1,255}$/, 'an address or host name to listen on'),
    dataDir: path.resolve(env.DATA_DIR || 'data'),
    databaseUrl: databaseUrl(env.DATABASE_URL || null),
    logLevel: oneOf('LOG_LEVEL', env.LOG_LEVEL || 'info', LOG_LEVELS),
    trustProxy: Object.freeze(proxies(env.TRUST_PROXY || '')),
  });
}

function port(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65535)
    throw expected('PORT', value, 'a whole number from 0 to 65535 (0 picks a free port)');
  return Number(value);
}

function databaseUrl(value: string | null): string | null {
  if (value !== null && !(/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)))
    throw new ConfigError('DATABASE_URL is not usable: expected postgresql://user:password@host:port/database');
  return value;
}

function proxies(value: string): string[] {
  if (value === '') return [];
  const list = value.split(',').map((part) => part.trim());
  for (const item of list)
    if (!isAddressOrRange(item)) throw expected('TRUST_PROXY', item, 'addresses or CIDR ranges, separated by commas');
  return list;
}

function isAddressOrRange(item: string): boolean {
  const [address = '', prefix, ...more] = item.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    more.length === 0 && bits > 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
  );
}

function matching(name: string, value: string, pattern: RegExp, what: string): string {
  if (!pattern.test(value)) throw expected(name, value, what);
  return value;
}

function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw expected(name, value, `one of ${allowed.join(', ')}`);
  return found;
}

function expected(name: string, value: string, what: string): ConfigError {
  return new ConfigError(`${name}=${JSON.stringify(value)} is not usable: expected ${what}`);
}
