import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Test } from 'tap';

const BUILD = path.resolve(import.meta.dirname, '../../src');

/** What a process left behind. */
export interface Outcome {
  /** The exit code; null when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

type Env = Readonly<Record<string, string>>;

/** Only what a process needs to start, so that the machine's own PORT or DATABASE_URL does not reach it. */
function environment(env: Env): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', TZ: 'UTC', ...env };
}

/** Runs the command line to its end: `command(['user', 'list'], { DATA_DIR })`. */
export async function command(args: readonly string[], env: Env, input: string | Buffer = ''): Promise<Outcome> {
  const child = start('cli.js', args, env);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  return outcomeOf(child);
}

/** Runs the server until it stops by itself, as it does when it cannot start. */
export function serverThatStops(env: Env): Promise<Outcome> {
  return outcomeOf(start('server.js', [], env));
}

/** A running server. */
export interface Server {
  readonly url: string;
  readonly child: ChildProcess;
  /** Waits until it has printed what matches, and returns that. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends it, with SIGTERM unless another signal is named, and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts the real server on a free port and waits until it listens; it is stopped at the latest when `t` ends. */
export async function startServer(t: Test, env: Env): Promise<Server> {
  return listening(t, start('server.js', [], { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'info', ...env }));
}

/** Starts a command that serves, such as `demo`, and waits until it listens. */
export async function startServing(t: Test, args: readonly string[], env: Env): Promise<Server> {
  return listening(t, start('cli.js', args, { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'info', ...env }));
}

async function listening(t: Test, child: ChildProcess): Promise<Server> {
  let output = '';
  // Not `exit`: what it printed last may still be on its way then.
  const gone = once(child, 'close');
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  t.teardown(() => stop('SIGKILL'));
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk;
      child.emit('printed');
    });
  const printed = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(output);
      if (found !== null) return found;
      const over = await Promise.race([once(child, 'printed').then(() => false), gone.then(() => true)]);
      if (over && !pattern.test(output)) {
        const how = child.signalCode ?? child.exitCode;
        throw new Error(`it stopped (${how}) without printing ${pattern}: ${output}`);
      }
    }
  };
  // Fastify logs the address that it was given: with port 0 the only place that knows it.
  const [, url = ''] = await printed(/Server listening at (http:\/\/[^"\s]+)/);
  return { url, child, stop, printed };
}

function start(file: string, args: readonly string[], env: Env): ChildProcess {
  return spawn(process.execPath, [path.join(BUILD, file), ...args], {
    env: environment(env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const [stdout, stderr, [code]] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}
