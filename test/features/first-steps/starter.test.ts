import t from 'tap';
import { getProfile } from '../../../src/store/profiles.js';
import { getQuestion } from '../../../src/store/questions.js';
import { getRule } from '../../../src/store/rules.js';
import { testApp } from '../../support/app.js';
import { addQuestion, addRule, adminContext } from '../../support/configuration.js';
import { onBothEngines } from '../../support/engines.js';
import { matchLists } from '../../support/match-lists.js';

const URL = '/config/first-steps/starter';

/** What the offered form holds, as a browser would post it. */
function fieldsOf(body: string): Record<string, string | string[]> {
  const text = (html = '') => html.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const fields: Record<string, string | string[]> = {};
  for (const [, name = '', value] of body.matchAll(/name="((?:rule|profile)\.[\w.]+)" type="text" value="([^"]*)"/g))
    fields[name] = text(value);
  for (const [, name = '', value] of body.matchAll(/name="(question\.[\w.]+)"[^>]*>\n([^<]*)<\/textarea>/g))
    fields[name] = text(value);
  for (const [, name = ''] of body.matchAll(/name="([\w.]+\.taken)" value="1" checked/g)) fields[name] = '1';
  fields.operators = [...body.matchAll(/name="operators" value="(\w+)" checked/g)].map(([, login = '']) => login);
  return fields;
}

t.test('the ready-made set', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('is saved as it is offered, all at once, and twice is once', async (t) => {
      const { db, ids, browser } = await testApp(t, engine);
      const davi = await browser('davi');
      const offered = await davi.get(URL);
      t.equal(offered.status, 200);
      const fields = fieldsOf(offered.body);
      t.same(fields.operators, ['bruno', 'carla'], 'the operators are chosen already');
      const posted = await davi.post(URL, fields);
      t.match(posted, { status: 303, location: /^\/config\/first-steps\/next\?after=profile&id=\d+$/ });
      const next = await davi.get(posted.location);
      const [profile] = await db.read('profiles');
      t.equal(next.location, `/config/products/new?guide=1&from=${profile.id}`, 'on to the product');
      t.match((await davi.get(next.location)).body, `<option value="${profile.id}" selected>Internet residencial`);
      const rules = await Promise.all((await getProfile(db.read, profile.id)).rules.map((id) => getRule(db.read, id)));
      matchLists(t, rules, [
        { name: 'Instalação', startDays: 7, expiryDays: 5, active: true, operators: [ids.bruno, ids.carla] },
        { name: 'Satisfação 30 dias', startDays: 30, expiryDays: 10, active: true },
        { name: 'Renovação', startDays: 330, expiryDays: 20, active: true },
      ]);
      t.same(
        rules.map((rule) => rule.questions.length),
        [4, 4, 3],
      );
      const nps = await getQuestion(db.read, rules[1]?.questions[0] ?? 0);
      t.match(nps, {
        kind: 'nps',
        commentRequiredUpTo: 7,
        grades: { 6: { signal: 'complaint' }, 10: { weight: 100 } },
      });
      const written = (await db.read('audit')).length;
      t.equal((await davi.post(URL, fields)).location, posted.location, 'a double click ends in the same place');
      t.equal((await db.read('audit')).length, written, 'and writes nothing');
    });

    await t.test('is taken in part, with other words and days', async (t) => {
      const { db, ids, browser } = await testApp(t, engine);
      const davi = await browser('davi');
      const fields = fieldsOf((await davi.get(URL)).body);
      for (const left of ['rule.renewal', 'rule.satisfaction', 'question.onTime', 'profile'])
        delete fields[`${left}.taken`];
      const changed = { 'rule.installation.name': 'Boas-vindas', 'rule.installation.startDays': '3' };
      const asked = { 'question.working.text': 'Tudo funcionando?', operators: [], sellerRuns: '1' };
      t.equal((await davi.post(URL, { ...fields, ...changed, ...asked })).status, 303);
      const [{ id }] = await db.read('rules');
      matchLists(t, await getRule(db.read, id), { name: 'Boas-vindas', startDays: 3, sellerRuns: true, operators: [] });
      t.same(await db.read('profiles'), []);
      const texts = await db.read('question_versions').orderBy('id').pluck('text');
      t.equal(texts.length, 3);
      t.ok(texts.includes('Tudo funcionando?'));
      t.match((await db.read('audit').where({ entity: 'rule' }))[0], { actor_id: ids.davi, action: 'create' });
    });

    await t.test('what is wrong is told at its field, what was typed is kept, and nothing is saved', async (t) => {
      const { db, ids, browser } = await testApp(t, engine);
      const context = adminContext(db, ids.davi);
      const taken = await addQuestion(context, { text: 'De 0 a 10, quanto recomenda?' });
      await addRule(context, { name: 'instalacao', questions: [taken], sellerRuns: true });
      const davi = await browser('davi');
      const fields = fieldsOf((await davi.get(URL)).body);
      const cases: [changes: Record<string, string | string[]>, field: string, message: string][] = [
        [{ 'question.recommend.text': 'de 0 a 10, quanto recomenda?' }, 'question.recommend.text', 'Já existe outr'],
        [{ 'question.onTime.text': '' }, 'question.onTime.text', 'Preencha este campo'],
        [
          { 'question.working.text': String(fields['question.onTime.text']) },
          'question.working.text',
          'Este valor aparece mais de uma vez.',
        ],
        [{}, 'rule.installation.name', 'Já existe outr'],
        [{ 'rule.renewal.startDays': 'logo' }, 'rule.renewal.startDays', 'Digite um número inteiro'],
        [{ operators: [] }, 'operators', 'precisa de pelo menos um operador'],
        [
          { operators: 'ninguem' },
          'operators',
          'Há 2 problemas a corrigir Já existe outro com este valor. Não existe “ninguem”',
        ],
        [{ 'rule.installation.name': 'Outra', 'profile.name': '' }, 'profile.name', 'Preencha este campo'],
      ];
      for (const [changes, field, message] of cases) {
        const page = await davi.post(URL, { ...fields, ...changes });
        t.equal(page.status, 422, field);
        t.ok(page.body.includes(`href="#${field}"`), `${field} is named`);
        t.match(page.text, message);
        t.match(page.body, 'Satisfação 30 dias');
      }
      const several = {
        'question.onTime.text': '',
        'question.recommend.text': 'de 0 a 10, quanto recomenda?',
        'rule.renewal.startDays': 'logo',
        'profile.name': '',
        operators: 'ninguem',
      };
      const all = await davi.post(URL, { ...fields, ...several });
      const named = [...all.body.matchAll(/<li><a href="#([\w.]+)"/g)].map(([, field]) => field);
      t.same(
        named,
        [
          'rule.installation.name',
          'question.onTime.text',
          'question.recommend.text',
          'rule.renewal.startDays',
          'operators',
          'profile.name',
        ],
        'all of them at once, as they stand on the page, and nothing that only follows from them',
      );
      for (const field of named) t.ok(all.body.includes(`id="${field}-error"`), `${field} says so itself`);
      const none = Object.fromEntries(Object.entries(fields).filter(([name]) => !name.endsWith('.taken')));
      t.match((await davi.post(URL, none)).body, 'href="#rules"', 'nothing was ticked');
      const empty: Record<string, string | string[]> = { ...fields, 'rule.installation.name': 'Outra' };
      for (const key of ['onTime', 'technician', 'working', 'explained']) delete empty[`question.${key}.taken`];
      t.match((await davi.post(URL, empty)).body, 'href="#rule.installation.questions"');
      t.equal((await db.read('questions')).length, 1);
      t.equal((await db.read('rules')).length, 1);
      t.same(await db.read('profiles'), []);
    });

    await t.test('is the administrator’s alone', async (t) => {
      const { browser } = await testApp(t, engine);
      for (const [persona, status] of [
        ['ana', 403],
        ['bruno', 403],
      ] as const) {
        const other = await browser(persona);
        await other.get('/account');
        t.equal((await other.get(URL)).status, status);
        t.equal((await other.post(URL, {})).status, status);
        t.equal((await other.get('/config/first-steps')).status, status);
      }
      t.equal((await (await browser()).get(URL)).status, 303);
    });
  });
});
