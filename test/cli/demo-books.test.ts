import t from 'tap';
import { closeBooks } from '../../src/cli/demo/months.js';
import { listClosedMonths } from '../../src/store/commission-months.js';
import { commissionWorld } from '../support/commission-world.js';
import { onBothEngines } from '../support/engines.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('the books of a year that begins early in a month close from that month on', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const closing = (day: string) => closeBooks(db, day, world.people.ana.id, '2027-05-01');
    await closing('2026-04-06');
    await world.sale({ closedOn: '2026-05-02' });
    for (const day of ['2026-05-05', '2026-05-06', '2026-06-06']) await closing(day);
    t.same(
      (await listClosedMonths(db.read)).map(({ month }) => month),
      ['2026-05'],
    );
  });
});
