import t from 'tap';
import { sumCents } from '../../src/domain/commission-totals.js';
import { listOpenStatements } from '../../src/store/open-statements.js';
import { commissionWorld } from '../support/commission-world.js';
import { onBothEngines } from '../support/engines.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('totals are the sums of lines, and others have their turn between two sellers', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const { bruno, carla, davi } = world.people;
    for (const sellerId of [bruno.id, bruno.id, carla.id, davi.id]) {
      const sale = await world.sale({ sellerId, commissionBaseCents: 4999 });
      for (const [rule, score] of [33, -70].entries()) await world.execute(sale, rule, score);
    }
    let [turns, over] = [0, false];
    const turn = () => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    const statements = await listOpenStatements(db.read, '2026-05');
    over = true;
    t.ok(turns >= statements.length, `${turns} turns for ${statements.length} sellers`);
    t.same(
      statements.map(({ sellerId, linesCents, effectCents, lineCount }) => [
        sellerId,
        lineCount,
        linesCents,
        effectCents,
      ]),
      [bruno.id, carla.id, davi.id].map((id) => (id === bruno.id ? [id, 2, 9628, -370] : [id, 1, 4814, -185])),
    );
    for (const { lines, linesCents } of statements)
      t.equal(sumCents(lines.map(({ amountCents }) => amountCents)), linesCents);
  });
});
