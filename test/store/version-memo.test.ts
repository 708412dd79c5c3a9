import t from 'tap';
import { rememberedUntilWritten } from '../../src/store/version-memo.js';
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
