import t from 'tap';
import { setActive } from '../../src/actions/set-active.js';
import { getQuestion } from '../../src/store/questions.js';
import { getRule } from '../../src/store/rules.js';
import { testApp } from '../support/app.js';
import { addProfile, addQuestion, addRule, adminContext } from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

t.test('copies of the configuration', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { db, ids, browser } = await testApp(t, engine);
    const context = adminContext(db, ids.davi);
    const [kept, gone] = [await addQuestion(context), await addQuestion(context, { text: 'Antiga?' })];
    const content = { note: 'Obs', questions: [gone, kept], operators: [ids.bruno, ids.carla], sellerRuns: true };
    const rule = await addRule(context, content);
    const davi = await browser('davi');

    await t.test('a rule is copied under a name of its own, without what was deactivated', async (t) => {
      t.match((await davi.get(`/config/rules/${rule}`)).body, `href="/config/rules/new?copy=${rule}"`);
      await setActive(context, 'question', { id: gone, version: 1 }, false);
      await db.transaction((trx) => trx('users').where({ id: ids.carla }).update({ deactivated_at: 1 }));
      const page = await davi.get(`/config/rules/new?copy=${rule}`);
      t.equal(page.status, 200);
      t.match(page.text, 'Cópia de “Instalação”, ainda não salva');
      t.match(page.body, /value="Instalação \(cópia\)"/);
      t.match(page.body, new RegExp(`name="questions" value="${kept}"`));
      t.notMatch(page.body, new RegExp(`name="questions" value="${gone}"`));
      t.match(page.body, 'action="/config/rules"', 'saving adds a record');
      t.equal((await db.read('rules').count({ n: '*' }))[0]?.n, 1, 'looking saves nothing');
    });

    await t.test('a second copy is told apart', async (t) => {
      const copy = await addRule(context, { ...content, name: 'instalacao (COPIA)', questions: [kept], operators: [] });
      t.match((await davi.get(`/config/rules/new?copy=${rule}`)).body, 'value="Instalação (cópia 2)"');
      matchLists(t, await getRule(db.read, copy), { questions: [kept] });
    });

    await t.test('a question and a profile are copied whole, a long text is cut to make room', async (t) => {
      const long = await addQuestion(context, { text: 'x'.repeat(500), script: 'Leia', commentRequiredUpTo: 2 });
      const page = await davi.get(`/config/questions/new?copy=${long}`);
      t.match(page.body, /[^x]x{492} \(cópia\)</, 'exactly as long as a text may be');
      t.match(page.body, 'Leia');
      t.match((await getQuestion(db.read, long)).text, 'x'.repeat(500));
      const profile = await addProfile(context, { name: 'Fibra', rules: [rule] });
      const copy = await davi.get(`/config/profiles/new?copy=${profile}`);
      t.match(copy.body, 'value="Fibra (cópia)"');
      t.match(copy.body, new RegExp(`name="rules" value="${rule}" checked`));
    });

    await t.test('there is no copy of what does not exist, and none for who is no administrator', async (t) => {
      t.equal((await davi.get('/config/rules/new?copy=999')).status, 404);
      t.equal((await (await browser('ana')).get(`/config/rules/new?copy=${rule}`)).status, 403);
      t.match((await davi.get('/config/rules/new?copy=x')).text, 'Nova regra', 'what is no id opens an empty editor');
    });
  });
});
