import t from 'tap';
import { previewEffects } from '../../src/actions/preview-effects.js';
import { calendarOf } from '../../src/domain/calendar.js';
import { NO_EFFECTS } from '../../src/domain/configuration-effects.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';

const MOMENT = { now: Date.parse('2026-07-10T10:00:00-03:00'), today: '2026-07-10' };
const CALENDAR = calendarOf([], () => []);
const SCHEDULE = { startDays: 20, expiryDays: 10, businessDays: false };

await onBothEngines(t, async (t, engine) => {
  await t.test('a preview counts a sale once however often it is found, and ends when nobody waits', async (t) => {
    const db = await engine.freshDatabase(t);
    const build = await fixtures(db);
    const rules = [await build.rule(), await build.rule()] as const;
    const sale = await build.sale();
    for (const rule of rules) await build.survey(sale, rule);
    const redate = rules.map((ruleId) => ({ kind: 'rule', ruleId, schedule: SCHEDULE }) as const);
    const effects = { ...NO_EFFECTS, redate };
    const preview = await previewEffects(db.read, effects, MOMENT, CALENDAR);
    t.match(preview?.counts, { sales: 1, redated: 2, before: { due: 2 }, after: { scheduled: 2 } });

    const looked: string[] = [];
    db.read.on('query', ({ sql }: { sql: string }) => looked.push(sql));
    t.equal(await previewEffects(db.read, effects, MOMENT, CALENDAR, () => false), null);
    t.equal(looked.length, 1, 'it looked for sales once, and planned none');
  });
});
