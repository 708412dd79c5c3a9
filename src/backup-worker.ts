import { workerData } from 'node:worker_threads';
import { backUpSqlite } from './store/backup.js';

// In a thread of its own: copying a large database would hold every request for seconds.
backUpSqlite(workerData.dataDir, workerData.target);
