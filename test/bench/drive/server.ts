import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../../src/clock.js';
import { dateAt } from '../../../src/domain/civil-date.js';
import type { DatabaseConfig } from '../../support/engines.js';
import { freePort } from '../../support/postgres.js';
import type { Probe } from './probe.js';

/** A server under measurement, in a process of its own. */
export interface MeasuredServer {
  readonly url: string;
  readonly pid: number;
  /** Waits until it has logged a message; how long that was after it began to listen. */
  logged(message: string): Promise<number>;
  /** Asks what it used; the event loop is watched from the first time on. */
  probe(): Promise<Probe>;
  stop(): Promise<void>;
}

const PRODUCT = path.resolve(import.meta.dirname, '../../../src/server.js');

/** Starts a server as in production, the product's unless another program is named, and waits until it answers. */
export async function startServer(
  config: DatabaseConfig,
  program = PRODUCT,
  environment: Readonly<Record<string, string>> = {},
): Promise<MeasuredServer> {
  const port = await freePort();
  const log = path.join(config.dataDir, `${path.basename(program)}.log`);
  preventBackup(config.dataDir);
  const output = openSync(log, 'w');
  const child = spawn(process.execPath, ['--import', path.join(import.meta.dirname, 'probe.js'), program], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TZ: 'UTC',
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: config.dataDir,
      DATABASE_URL: config.databaseUrl ?? '',
      LOG_LEVEL: 'info',
      ...environment,
    },
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  const url = `http://127.0.0.1:${port}`;
  await listening(child, url, log);
  return {
    url,
    pid: child.pid ?? 0,
    logged: (message) => logged(child, log, message),
    probe: async () => {
      child.send('probe');
      const [probe] = (await once(child, 'message')) as [Probe];
      return probe;
    },
    stop: async () => {
      const gone = once(child, 'exit');
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** The copy of the day would be made while the first figures are taken. */
function preventBackup(dataDir: string): void {
  mkdirSync(path.join(dataDir, 'backups'), { recursive: true });
  const today = dateAt(systemClock.now(), 'America/Sao_Paulo');
  writeFileSync(path.join(dataDir, 'backups', `posvenda-${today}.sqlite`), '');
}

async function listening(child: ChildProcess, url: string, log: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the server stopped: ${readFileSync(log, 'utf8')}`);
    try {
      if ((await fetch(`${url}/healthz`)).ok) return;
    } catch {
      // It does not listen yet.
    }
    await pause(50);
  }
}

async function logged(child: ChildProcess, log: string, message: string): Promise<number> {
  for (;;) {
    const lines = readFileSync(log, 'utf8').split('\n');
    const at = (text: string) => Number(/"time":(\d+)/.exec(lines.find((line) => line.includes(text)) ?? '')?.[1]);
    const ms = at(`"msg":"${message}"`) - at('Server listening');
    if (!Number.isNaN(ms)) return ms;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the server stopped: ${lines.join('\n')}`);
    await pause(50);
  }
}
