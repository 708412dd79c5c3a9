import t from 'tap';
import { testApp } from '../support/app.js';
import { onBothEngines } from '../support/engines.js';
import { surveyWorld } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a rule says how many surveys it has had, and a question how often it was answered', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const world = await surveyWorld(db);
    const davi = await browser('davi');
    const rule = `/config/rules/${world.ruleId}`;
    t.match((await davi.get(rule)).text, 'Nenhuma pesquisa executada ainda Nenhuma pesquisa em aberto');
    const [done] = await world.surveys([
      { outcome: 'executed' },
      {},
      { startDays: 30 },
      { startDays: 0, expiryDays: 1 },
    ]);
    const editor = await davi.get(rule);
    t.match(editor.text, '1 pesquisa executada 3 pesquisas em aberto');
    for (const [list, count] of [
      [`/panel/executed?rule=${world.ruleId}`, 1],
      [`/panel/pending?rule=${world.ruleId}&status=scheduled&status=due&status=inconsistent`, 3],
    ] as const) {
      t.ok(editor.body.includes(`href="${list.replaceAll('&', '&amp;')}"`), list);
      t.equal((await davi.get(list)).body.match(/href="\/surveys\/\d+"/g)?.length, count, 'the list has as many');
    }
    const [version] = world.versionIds;
    const { question_id } = await db.read('question_versions').where({ id: version }).first();
    const question = `/config/questions/${question_id}`;
    t.match((await davi.get(question)).text, 'Nunca respondida');
    const { id } = await db.read('executions').where({ survey_id: done }).first('id');
    const answer = { question_version_id: version, question_text: 'x', state: 'no-answer', position: 9 };
    await db.transaction((trx) => trx('answers').insert({ ...answer, execution_id: id }));
    const asked = await davi.get(question);
    t.match(asked.text, 'Respondida 1 vez');
    t.ok(asked.body.includes(`href="/results/questions/${question_id}"`));
    t.equal((await davi.get(`/results/questions/${question_id}`)).status, 200);
  });
});
