import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { Client } from '../drive/client.js';
import { type MeasuredServer, startServer } from '../drive/server.js';
import { type Summary, summaryOf } from '../statistics.js';
import type { World } from '../world.js';

const WARM_UP = 4;
const ROUNDS = 7;
const ROUND_MS = 700;
const PAGE = '/panel/inconsistent';

/** The processor time of a full page, and of sending the same bytes as a constant from the same process. */
export async function measureCpu({ config, client, note }: World): Promise<void> {
  const page = path.join(config.dataDir, 'page.html');
  writeFileSync(page, (await client.browser.get(PAGE)).body);
  const program = path.join(import.meta.dirname, '../drive/constant-server.js');
  const server = await startServer(config, program, { BENCH_PAGE: page });
  const signedIn = await Client.signIn(server.url);
  const rounds: Record<'page' | 'constant', number[]> = { page: [], constant: [] };
  // In turns, so that what disturbs the machine disturbs both; a server that has worked for a while runs compiled code.
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const [full, constant] = [await cpuOf(server, signedIn, PAGE), await cpuOf(server, signedIn, '/bench/constant')];
    if (round < WARM_UP) continue;
    rounds.page.push(full);
    rounds.constant.push(constant);
  }
  signedIn.close();
  await server.stop();
  const noted: [string, Summary][] = Object.entries(rounds).map(([name, cpu]) => [
    name,
    summaryOf(cpu.map((ms) => ({ ms, cpu: ms }))),
  ]);
  for (const [name, summary] of noted) note(`CPU of a ${name}`, summary);
}

/** Milliseconds of processor time for each request of a round. */
async function cpuOf(server: MeasuredServer, client: Client, url: string): Promise<number> {
  const before = await server.probe();
  const started = performance.now();
  let requests = 0;
  while (requests < 10 || performance.now() - started < ROUND_MS) {
    await client.get(url);
    requests += 1;
  }
  return ((await server.probe()).cpuMs - before.cpuMs) / requests;
}
