import t from 'tap';
import { countsBusinessDays } from '../../src/store/holidays.js';
import { onBothEngines } from '../support/engines.js';
import { addFollowUp } from '../support/follow-ups.js';
import { surveyWorld } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('business days count once a rule counts them, or a follow-up is due in them', async (t) => {
    const db = await engine.freshDatabase(t);
    t.equal(await countsBusinessDays(db.read), false, 'of an empty company');
    const world = await surveyWorld(db);
    t.equal(await countsBusinessDays(db.read), false, 'of rules by calendar days');
    const rules = (on: boolean) => db.transaction((trx) => trx('rules').update({ business_days: on }));
    await rules(true);
    t.equal(await countsBusinessDays(db.read), true, 'a rule');
    await rules(false);
    await addFollowUp(db, world, await world.survey());
    t.equal(await countsBusinessDays(db.read), true, 'a follow-up');
  });
});
