import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Config, loadConfig } from '../config.js';
import { openDatabase, sqliteFile } from '../store/connection.js';
import { lockDataDir } from '../store/lock.js';
import { migrate } from '../store/migrate.js';
import type { Command, CommandIo } from './command.js';
import { DEMO_PASSWORD, PEOPLE } from './demo/company.js';
import { fillDemo } from './demo/fill.js';
import { CommandError } from './errors.js';

/** Marks a data folder as ours to fill; it says how far we got. */
const MARK = 'demo.json';
const FILLING = '{"demo":true,"filled":false}';
const FILLED = '{"demo":true,"filled":true}';

/** `demo`: a server over a folder of its own, filled at its first start with an ISP that never was. */
export const demoCommand: Command = {
  name: 'demo',
  summary: 'Serve a demonstration from a data folder of its own (./data-demo, or DATA_DIR)',
  notes: [
    'The first start fills it with a year of a small ISP up to today; delete the folder for a fresh one. PORT and HOST',
    'hold as for the server. A folder with a database that is no demonstration is refused.',
  ],
  async run(_args, io) {
    const config = loadConfig({ ...io.env, DATA_DIR: io.env.DATA_DIR || 'data-demo' });
    if (config.databaseUrl !== null) throw new CommandError('the demonstration runs on SQLite: unset DATABASE_URL');
    await prepare(config, io);
    const { serve } = await import('../serve.js');
    sayLogins(await serve(config), io);
  },
};

/** Fills the folder, unless that is done already. What an interrupted start left behind is begun anew. */
async function prepare(config: Config, io: CommandIo): Promise<void> {
  const mark = path.join(config.dataDir, MARK);
  if (!existsSync(mark) && existsSync(sqliteFile(config.dataDir)))
    throw new CommandError(`${config.dataDir} holds a database that is no demonstration: name another folder`);
  if (existsSync(mark) && isFilled(mark)) return;
  const lock = lockDataDir(config);
  try {
    mkdirSync(config.dataDir, { recursive: true });
    writeFileSync(mark, FILLING);
    for (const suffix of ['', '-wal', '-shm']) rmSync(sqliteFile(config.dataDir) + suffix, { force: true });
    await migrate(config);
    await fill(config, io);
    writeFileSync(mark, FILLED);
  } finally {
    lock.release();
  }
}

/** @throws CommandError when the mark is not one that we wrote: then nothing is touched */
function isFilled(mark: string): boolean {
  const text = readFileSync(mark, 'utf8');
  if (text === FILLING || text === FILLED) return text === FILLED;
  throw new CommandError(`${mark} is not ours: name another folder`);
}

async function fill(config: Config, io: CommandIo): Promise<void> {
  const db = openDatabase(config);
  try {
    io.err(`filling ${config.dataDir} with a year of sales and surveys…`);
    await fillDemo(db, io.now(), (share) => io.err(`  ${Math.round(share * 100)} %`));
  } finally {
    await db.close();
  }
}

function sayLogins(port: number, io: CommandIo): void {
  const width = Math.max(...PEOPLE.map(({ login }) => login.length)) + 2;
  io.out(`\n  Posvenda (demonstração): http://localhost:${port}\n`);
  for (const { login, role, name } of PEOPLE)
    io.out(`  ${login.padEnd(width)}${DEMO_PASSWORD}   ${ROLE_NAMES[role].padEnd(14)} ${name}`);
  io.out('');
}

const ROLE_NAMES = { operator: 'Operador', manager: 'Gestor', admin: 'Administrador' } as const;
