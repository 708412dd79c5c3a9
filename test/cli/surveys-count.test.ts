import t from 'tap';
import { openDatabase } from '../../src/store/connection.js';
import { runCommand } from '../support/command.js';
import { onBothEngines } from '../support/engines.js';
import { surveyWorld, TODAY } from '../support/survey-world.js';

t.test('without a day, surveys are counted for the day of the company’s zone', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const config = await engine.freshConfig(t);
    const db = openDatabase(config);
    t.teardown(() => db.close());
    const world = await surveyWorld(db);
    await world.survey({ closedOn: TODAY, startDays: 0, expiryDays: 0 });
    const counts = async (...options: string[]) => {
      const { stdout } = await runCommand(config, ['surveys', 'count', '--json', ...options]);
      const { scheduled, due, inconsistent, pending } = JSON.parse(stdout);
      return { scheduled, due, inconsistent, pending };
    };
    const is = { scheduled: 0, due: 0, inconsistent: 0, pending: 1 };
    t.same(await counts(), { ...is, due: 1 }, 'in São Paulo');
    // Fourteen hours ahead of Greenwich it is three in the morning of the next day.
    await db.transaction((trx) => trx('settings').update({ time_zone: 'Pacific/Kiritimati' }));
    t.same(await counts(), { ...is, inconsistent: 1 });
    t.same(await counts('--today', TODAY), { ...is, due: 1 }, 'a day that is named is that day');
    t.same(await counts('--today', '2018-08-20'), { ...is, scheduled: 1 });
  });
});
