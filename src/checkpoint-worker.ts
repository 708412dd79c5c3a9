import { parentPort, workerData } from 'node:worker_threads';
import { openLog } from './store/checkpoint.js';

// In a thread of its own: carrying four megabytes over and having them on the disk would hold every request up.

/** In milliseconds; a look costs some microseconds. */
const EVERY = 100;

const log = openLog(workerData.file);
const looking = setInterval(() => log.carryOver(), EVERY);
parentPort?.once('message', () => {
  clearInterval(looking);
  log.close();
});
