import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { runSurvey, signalling } from '../../support/signals.js';
import { surveyWorld } from '../../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('the tabs count what the filters leave that their lists share, and carry them along', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const world = await surveyWorld(db);
    await signalling(db, world);
    await runSurvey(db, world, await world.survey(), { grade: 1, comment: 'Cai toda noite' });
    const ana = await browser('ana');
    for (const [filter, waiting] of [
      ['kind=complaint', 1],
      ['kind=doubt', 0],
      // Signals have no priority: it narrows the follow-ups alone.
      ['kind=complaint&priority=1', 1],
    ] as const) {
      const page = await ana.get(`/follow-ups?tab=mine&${filter}`);
      t.match(page.text, `A abrir ${waiting} `, filter);
      const [kind = ''] = filter.split('&');
      t.match(page.body, `href="/follow-ups/signals?${kind}"`, filter);
      const signals = await ana.get(`/follow-ups/signals?${kind}`);
      t.match(signals.text, `A abrir ${waiting} `, filter);
      t.match(signals.body, `href="/follow-ups?tab=mine&amp;${kind}"`, filter);
    }
    const { id } = await db.read('signals').first('id');
    await ana.post(`/follow-ups/signals/${id}/opening`, {});
    t.match((await ana.get('/follow-ups/signals?kind=complaint')).text, /Meus 1 .*Todos 1 /);
    t.match((await ana.get('/follow-ups/signals?kind=doubt')).text, /Meus 0 .*Todos 0 /);
  });
});
