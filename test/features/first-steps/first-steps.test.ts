import t from 'tap';
import { setActive } from '../../../src/actions/set-active.js';
import type { Queryable } from '../../../src/store/dialect.js';
import { testApp } from '../../support/app.js';
import { addProduct, addProfile, addQuestion, addRule, adminContext } from '../../support/configuration.js';
import { onBothEngines } from '../../support/engines.js';
import { fixtures } from '../../support/fixtures.js';

const URL = '/config/first-steps';

t.test('Primeiros passos', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('is where an administrator lands until every step is done', async (t) => {
      const { db, ids, browser } = await testApp(t, engine);
      const context = adminContext(db, ids.davi);
      const davi = await browser('davi');
      const home = async () => (await davi.get('/')).location;
      const progress = async () => /(\d) de 6 passos prontos/.exec((await davi.get(URL)).text)?.[1];
      t.equal(await home(), URL);
      t.equal((await (await browser('ana')).get('/')).location, '/panel', 'nobody else does');
      t.equal(await progress(), '0');
      const question = await addQuestion(context);
      t.equal(await progress(), '1');
      const rule = await addRule(context, { questions: [question], operators: [ids.bruno] }, false);
      t.equal(await progress(), '1', 'a rule that is not active plans nothing');
      await setActive(context, 'rule', { id: rule, version: 1 }, true);
      t.equal(await progress(), '3', 'the rule, and who runs it');
      const profileId = await addProfile(context, { rules: [rule] });
      const product = await addProduct(context, { profileId });
      t.equal(await progress(), '5');
      t.equal(await home(), URL);
      const build = await fixtures(db);
      await build.sale({ productId: product });
      t.equal(await home(), '/panel');
      t.match((await davi.get(URL)).text, 'Tudo pronto');
    });

    await t.test('what is created in the guide leads on to the next step, and begins it', async (t) => {
      const { db, ids, browser } = await testApp(t, engine);
      const davi = await browser('davi');
      const follow = async (url: string) => {
        const to = (await davi.get(url)).location;
        return { to, page: await davi.get(to) };
      };
      t.match((await davi.get('/config/questions/new?guide=1')).text, 'Criar e continuar');
      const form = { guide: '1', gradeLabel: ['1', '2'], gradeWeight: ['-100', '100'], gradeSignal: ['', ''] };
      const refused = await davi.post('/config/questions', { ...form, text: '' });
      t.match(refused.body, 'name="guide" value="1"', 'a refusal stays in the guide');
      const asked = await follow((await davi.post('/config/questions', { ...form, text: 'Tudo bem?' })).location);
      const [{ id: question }] = await db.read('questions');
      t.equal(asked.to, `/config/rules/new?guide=1&from=${question}`);
      t.match(asked.page.body, `name="questions" value="${question}"`);
      const days = { guide: '1', name: 'Instalação', startDays: '7', expiryDays: '3', questions: String(question) };
      const idle = await davi.post('/config/rules', { ...days, activation: 'off' });
      t.equal((await follow(idle.location)).to, URL, 'a rule saved inactive is not asked for again');
      const rule = await davi.post('/config/rules', {
        ...days,
        name: 'Ativa',
        operators: [String(ids.bruno), String(ids.davi)],
      });
      const ruled = await follow(rule.location);
      t.match(ruled.to, /^\/config\/profiles\/new\?guide=1&from=\d+$/);
      t.match(ruled.page.body, /name="rules" value="\d+" checked/);
      const { id } = await db.read('rules').where({ name: 'Ativa' }).first();
      const profile = await davi.post('/config/profiles', { guide: '1', name: 'Fibra', rules: String(id) });
      const profiled = await follow(profile.location);
      t.match(profiled.to, /^\/config\/products\/new\?guide=1&from=\d+$/);
      const [{ id: profileId }] = await db.read('profiles');
      t.match(profiled.page.body, `<option value="${profileId}" selected>`);
      const product = { guide: '1', name: 'Fibra 500', code: '', profile: String(profileId), commissionKind: 'amount' };
      t.equal((await follow((await davi.post('/config/products', product)).location)).to, URL, 'sales are next');

      const away = (at: number | null) => (trx: Queryable) =>
        trx('users').whereNot({ id: ids.davi }).update({ deactivated_at: at });
      await db.transaction(async (trx) => away(1)(trx));
      const alone = await follow((await davi.post('/config/products', { ...product, name: 'Fibra 700' })).location);
      t.equal(alone.to, '/config/operators/new?guide=1', 'an administrator who is alone is asked for operators');
      t.match(alone.page.body, new RegExp(`name="rules" value="${id}" checked`));
      t.match(alone.page.text, 'Pular esta etapa');
      const person = { guide: '1', access: '1', name: 'Elisa', role: 'operator', rules: String(id) };
      const elisa = { ...person, login: 'elisa', password: 'uma senha de teste' };
      t.match((await davi.post('/config/operators', { ...elisa, login: '' })).body, 'name="guide" value="1"');
      const more = await davi.post('/config/operators', { ...elisa, another: '1' });
      t.equal(more.location, '/config/operators/new?guide=1', 'and may add one more');
      const last = await davi.post('/config/operators', { ...elisa, login: 'fabio' });
      t.equal((await follow(last.location)).to, URL, 'sales are next');
      t.equal((await db.read('rule_operators').where({ rule_id: id })).length, 4);
    });

    await t.test('says what hangs loose, why, and where it is mended', async (t) => {
      const { db, ids, browser } = await testApp(t, engine);
      const context = adminContext(db, ids.davi);
      const davi = await browser('davi');
      const warned = async () => /(\d+) avisos?/.exec((await davi.get('/account')).body)?.[1];
      t.match((await davi.get(URL)).text, 'Nenhum aviso');
      t.equal(await warned(), undefined);
      await addQuestion(context, { text: 'Solta?' });
      const asked = await addQuestion(context);
      const rule = await addRule(context, { questions: [asked], operators: [ids.carla] });
      await addProfile(context, { name: 'Vazio' });
      for (let n = 1; n <= 7; n += 1) await addProduct(context, { name: `Plano ${n}`, code: null });
      await db.transaction((trx) => trx('users').where({ id: ids.carla }).update({ deactivated_at: 1 }));
      const { id: productId } = await db.read('products').where({ name: 'Plano 1' }).first();
      await (await fixtures(db)).sale({ productId, closedOn: '2026-07-01' });
      const page = await davi.get(URL);
      for (const text of [
        '1 venda do último ano está sem pesquisas porque o produto não tem perfil.',
        '7 produtos ativos não têm perfil',
        'Plano 5 e mais 2',
        '1 perfil não tem nenhuma regra ativa',
        '1 regra ativa não tem operador com acesso',
        '1 pergunta ativa não está em nenhuma regra. Solta?',
        '1 regra ativa não está em nenhum perfil',
        '1 perfil ativo não é de nenhum produto',
      ])
        t.ok(page.text.includes(text), text);
      t.equal(await warned(), '7', 'the menu counts them for administrators');
      t.notMatch((await (await browser('ana')).get('/account')).body, 'avisos');
      t.match(page.body, `href="/config/rules/${rule}"`);
      t.match((await davi.get('/config/products?profile=none')).text, '7 registros', 'the link shows as many');
      const profileId = await addProfile(context, { name: 'Fibra', rules: [rule] });
      await db.transaction((trx) => trx('products').where({ id: productId }).update({ profile_id: profileId }));
      const after = await davi.get(URL);
      t.match(after.text, '1 venda foi registrada antes da configuração e ainda pode ter pesquisas.');
      const plan = /href="(\/sales\/planning\?from=[\d-]+)"/.exec(after.body)?.[1] ?? '';
      t.match((await davi.get(plan)).text, /1 venda/);
    });
  });
});
