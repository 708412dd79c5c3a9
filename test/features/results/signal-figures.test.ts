import t from 'tap';
import { workSignal } from '../../../src/actions/work-signal.js';
import { acting, done } from '../../support/acting.js';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { runSurvey, signalling } from '../../support/signals.js';
import { surveyWorld } from '../../support/survey-world.js';

const JULY = 'from=2026-07-01&to=2026-07-31';

await onBothEngines(t, async (t, engine) => {
  const app = await testApp(t, engine);
  const { db } = app;
  const world = await surveyWorld(db);
  await signalling(db, world);
  const grades = [1, 1, 1, 1, 1, 5];
  const surveys = await world.surveys(grades.map((_, index) => ({ customer: `Cliente ${index}` })));
  for (const [index, grade] of grades.entries())
    await runSurvey(db, world, surveys[index] ?? 0, { grade, comment: `Disse ${index}` });
  const signalOf = async (index: number): Promise<number> =>
    (await db.read('signals').where({ survey_id: surveys[index] }).first('id')).id;
  const ana = acting(db, world.ana);
  done(await workSignal(ana, await signalOf(0), 'open', {}));
  done(await workSignal(ana, await signalOf(1), 'dismiss', { reason: 'Já ligamos' }));
  const { sale_id: cancelled } = await db.read('surveys').where({ id: surveys[2] }).first('sale_id');
  const browser = await app.browser('ana');
  await browser.post(`/sales/${cancelled}/cancellation`, { cancelledOn: '2026-07-10', reverseCommission: 'no' });
  const june = await signalOf(3);
  await db.transaction((trx) => trx('signals').where({ id: june }).update({ executed_on: '2026-06-30' }));

  await t.test('signals are of the day of their execution, by kind, and what became of them adds up', async (t) => {
    const { text } = await browser.get(`/results?${JULY}`);
    t.match(
      text,
      /Reclamações 3 antes: 1 1 33,3% \* amostra pequena 1 1 Dúvidas 0 antes: 0 0 — 0 0 /,
      'followed, dismissed, waiting; the cancelled one is none',
    );
    t.match(text, /Oportunidades 1 antes: 0 0 0,0% \* amostra pequena 0 1$/);
    const empty = await browser.get('/results?from=2026-01-01&to=2026-01-31');
    t.match(empty.text, 'Nenhuma nota pediu acompanhamento neste período nem no anterior.');
  });

  await t.test('each number opens a list that counts as many, whoever looks', async (t) => {
    for (const who of ['ana', 'bruno'] as const)
      for (const filter of [
        '',
        `&product=${world.productId}`,
        `&operator=${world.bruno.id}`,
        `&seller=${world.edu.id}&rule=${world.ruleId}`,
        '&city=NONE',
      ]) {
        const reader = await app.browser(who);
        const { body } = await reader.get(`/results?${JULY}${filter}`);
        const links = [...body.matchAll(/<a href="(\/follow-ups\/signals\?of[^"]+)">(\d+)</g)];
        if (filter === '') t.equal(links.length, 6, 'what is none leads nowhere');
        for (const [, href = '', count] of links) {
          const list = await reader.get(href.replaceAll('&amp;', '&'));
          t.equal(/(\d+) sina(l|is)\b/.exec(list.text)?.[1], count, `${who} ${href}`);
        }
      }
    const { text } = await (await app.browser('carla')).get(`/results?${JULY}`);
    t.match(text, 'Nenhuma nota pediu acompanhamento', 'an operator’s are those of what he ran');
  });

  await t.test('what has a follow-up says whose, and leads to it who may open it', async (t) => {
    const { id } = await db.read('follow_ups').first('id');
    for (const [who, leads] of [
      ['ana', true],
      ['bruno', false],
    ] as const) {
      const list = await (await app.browser(who)).get('/follow-ups/signals?state=followed');
      t.match(list.text, /1 sinal .*Acompanhamento de Ana Gestora/, who);
      t.equal(list.body.includes(`href="/follow-ups/${id}"`), leads, who);
      t.notMatch(list.body, /signals\/\d+\/opening/, 'it is opened already');
    }
    t.match((await browser.get('/follow-ups/signals/export.csv?state=followed')).body, 'Com acompanhamento');
  });
});
