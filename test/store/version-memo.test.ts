import t from 'tap';
import { rememberedUntilWritten, rowsRememberedUntilWritten } from '../../src/store/version-memo.js';
import { onBothEngines } from '../support/engines.js';

t.test('fifty sellers in ten years of months that are open are all found again', (t) =>
  onBothEngines(t, async (t, engine) => {
    const { read } = await engine.freshDatabase(t);
    let reads = 0;
    const look = async () => {
      const remember = await rememberedUntilWritten(read);
      for (let key = 0; key < 120 * 50; key += 1) await remember(`${key}`, async () => (reads += 1));
      return reads;
    };
    t.equal(await look(), 6000);
    t.equal(await look(), 6000, 'none is read a second time');
  }),
);

t.test('of rows so many are remembered, however many one statement finds', (t) =>
  onBothEngines(t, async (t, engine) => {
    const { read } = await engine.freshDatabase(t);
    const page = Array.from({ length: 1000 }, (_, id) => ({ id }));
    const reads: number[] = [];
    const remember = await rowsRememberedUntilWritten(read);
    const look = (key: number, rows: readonly object[]) =>
      remember(`${key}`, async () => {
        reads.push(key);
        return rows;
      });
    for (let key = 0; key < 100; key += 1) await look(key, page);
    reads.length = 0;
    for (let key = 99; key >= 0; key -= 1) await look(key, page);
    t.ok(reads.length > 50 && reads.length < 60, 'fewer than fifty thousand rows were found again');
    t.same(reads[0], 99 - (100 - reads.length), 'those that were looked at last');
    for (let key = 1000; key < 2000; key += 1) await look(key, []);
    reads.length = 0;
    for (let key = 1999; key >= 1000; key -= 1) await look(key, []);
    t.same(reads, [], 'of short ones more');
    await look(0, page);
    t.same(reads, [0]);
  }),
);

t.test('what failed is read again', (t) =>
  onBothEngines(t, async (t, engine) => {
    const { read } = await engine.freshDatabase(t);
    const remember = await rememberedUntilWritten(read);
    await t.rejects(
      remember('a', () => Promise.reject(new Error('gone'))),
      /gone/,
    );
    t.equal(await remember('a', async () => 7), 7);
    t.equal(await remember('a', async () => 8), 7);
  }),
);
