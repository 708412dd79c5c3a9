import t from 'tap';
import { wholeStatement } from '../../../src/features/commissions/statement-data.js';
import { testApp } from '../../support/app.js';
import { commissionWorld } from '../../support/commission-world.js';
import { onBothEngines } from '../../support/engines.js';

t.test('a whole statement adds up while sales go on being recorded and corrected', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { db } = await testApp(t, engine);
    const world = await commissionWorld(db);
    const key = { month: '2026-05', sellerId: world.people.bruno.id };
    const ids: number[] = [];
    for (let made = 0; made < 260; made += 1) ids.push(await world.sale());
    const few = await wholeStatement(db, key, 7);
    t.same([few.lines.length, few.data.lineCount], [7, 260]);
    let isRead = false;
    const reading = wholeStatement(db, key).finally(() => {
      isRead = true;
    });
    // One after the other comes to stand before all lines that were read.
    for (const id of ids.toReversed()) {
      if (isRead) break;
      await world.correct(id, { closedOn: '2026-05-01' });
      await world.sale({ closedOn: '2026-05-01' });
    }
    const { data, lines } = await reading;
    t.equal(new Set(lines.map(({ facts }) => facts.saleId)).size, data.figures.lineCount);
    t.equal(
      lines.reduce((sum, { amountCents }) => sum + amountCents, 0),
      data.figures.linesCents,
    );
  });
});
