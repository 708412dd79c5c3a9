import t from 'tap';
import type { ActionContext } from '../../src/actions/context.js';
import type { ConfigKind } from '../../src/store/configuration.js';
import { testApp } from '../support/app.js';
import { addProduct, addProfile, addQuestion, addRule, adminContext } from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';

type Fields = Record<string, string | string[]>;

interface PanelFacts {
  kind: ConfigKind;
  base: string;
  title: string;
  button: string;
  saved: string;
  /** The field that carries the unique name. */
  nameField: string;
  add(context: ActionContext, name: string): Promise<number>;
  form(name: string): Fields;
}

const PANELS: readonly PanelFacts[] = [
  {
    kind: 'question',
    base: '/config/questions',
    title: 'Painel de Perguntas',
    button: 'Nova Pergunta',
    saved: 'Pergunta salva.',
    nameField: 'text',
    add: (context, text) => addQuestion(context, { text }),
    form: (text) => ({ text, gradeLabel: ['1', '2'], gradeWeight: ['-100', '100'], gradeSignal: ['', ''] }),
  },
  {
    kind: 'rule',
    base: '/config/rules',
    title: 'Painel de Regras',
    button: 'Nova Regra',
    saved: 'Regra salva.',
    nameField: 'name',
    add: async (context, name) =>
      addRule(context, { name, questions: [await addQuestion(context, { text: `${name}?` })], sellerRuns: true }),
    form: (name) => ({ name, startDays: '5', expiryDays: '2', activation: 'off' }),
  },
  {
    kind: 'profile',
    base: '/config/profiles',
    title: 'Painel de Perfil',
    button: 'Novo Perfil',
    saved: 'Perfil salvo.',
    nameField: 'name',
    add: (context, name) => addProfile(context, { name }),
    form: (name) => ({ name, note: 'x' }),
  },
  {
    kind: 'product',
    base: '/config/products',
    title: 'Painel de Produtos',
    button: 'Novo Produto',
    saved: 'Produto salvo.',
    nameField: 'name',
    add: (context, name) => addProduct(context, { name, code: null }),
    form: (name) => ({ name, code: 'X1', commissionKind: 'amount', commission: '' }),
  },
];

for (const panel of PANELS)
  t.test(panel.title, async (t) => {
    await onBothEngines(t, async (t, engine) => {
      const { db, ids, browser } = await testApp(t, engine);
      const { base } = panel;
      const davi = await browser('davi');
      const count = async () => Number((await db.read(`${panel.kind}s`).count({ n: '*' }))[0]?.n);

      await t.test('is empty at first, says so and offers its button', async (t) => {
        const page = await davi.get(base);
        t.equal(page.status, 200);
        t.match(page.text, panel.title);
        t.match(page.text, panel.button);
        t.match(page.text, /Nenhuma? \S+ ainda/);
        t.match(page.body, `href="${base}/new"`);
      });

      await t.test('is closed to who is not signed in and to every other role', async (t) => {
        const id = await panel.add(adminContext(db, ids.davi), 'Fechado');
        const paths = [base, `${base}/new`, `${base}/${id}`];
        const posts = [base, `${base}/${id}`, `${base}/${id}/activation`, `${base}/${id}/deactivation`];
        for (const persona of [undefined, 'bruno', 'ana'] as const) {
          const visitor = await browser(persona);
          const answers = [
            ...(await Promise.all(paths.map((path) => visitor.get(path)))),
            ...(await Promise.all(posts.map((path) => visitor.post(path, { ...panel.form('Intruso'), version: '1' })))),
          ];
          for (const { status, location } of answers)
            if (persona === undefined) t.match({ status, location }, { status: 303, location: '/sign-in' });
            else t.equal(status, 403, persona);
        }
        t.equal(await count(), 1);
        t.equal((await db.read(`${panel.kind}s`).first()).deactivated_at, null);
      });

      await t.test('adds a record, tells so and lists it', async (t) => {
        await davi.get(`${base}/new`);
        const before = await count();
        const posted = await davi.post(base, panel.form('Zênite'));
        t.match(posted, { status: 303, location: base });
        t.equal(await count(), before + 1);
        const list = await davi.get(`${base}?show=all&q=ZENITE`);
        t.match(list.text, panel.saved);
        t.match(list.text, 'Zênite');
        t.match(list.text, '1 registro');
        t.notMatch(list.text, 'Fechado');
      });

      await t.test(
        'without a name, or with one that is taken, nothing is saved and what was typed is kept',
        async (t) => {
          const before = await count();
          for (const [name, message] of [
            ['', 'Preencha este campo.'],
            ['  ZENITE ', 'Já existe outro com este valor.'],
          ] as const) {
            const page = await davi.post(base, {
              ...panel.form(name),
              ...(panel.kind === 'product' && { code: 'X2' }),
            });
            t.equal(page.status, 422);
            t.match(page.text, message);
            t.match(page.body, `href="#${panel.nameField}"`);
            t.ok(page.body.includes(name));
          }
          t.equal(await count(), before);
        },
      );

      await t.test('edits a record; a stale save shows both versions and can go on', async (t) => {
        const id = await panel.add(adminContext(db, ids.davi), 'Original');
        const editor = await davi.get(`${base}/${id}`);
        t.equal(editor.status, 200);
        t.match(editor.body, 'Original');
        t.match(editor.body, 'name="version" value="1"');
        t.same((await davi.post(`${base}/${id}`, { ...panel.form('Dela'), code: [], version: '1' })).status, 303);
        const stale = await davi.post(`${base}/${id}`, { ...panel.form('Meu'), code: [], version: '1' });
        t.equal(stale.status, 409);
        t.match(stale.text, 'Você salvou este registro em outra janela enquanto editava nesta');
        const other = await panel.add(adminContext(db, ids.ana), 'De outra pessoa');
        const hers = await davi.post(`${base}/${other}`, { ...panel.form('Meu'), code: [], version: '7' });
        t.match(hers.text, 'Outra pessoa salvou este registro enquanto você editava');
        t.match(stale.text, /Dela Meu/);
        t.match(stale.body, 'name="version" value="2"');
        t.match(stale.text, 'Salvar por cima');
        const after = await davi.post(`${base}/${id}`, { ...panel.form('Meu'), code: [], version: '2' });
        t.equal(after.status, 303);
        t.match((await davi.get(`${base}/${id}`)).body, 'Meu');
      });

      await t.test('deactivates and activates a record; a stale one is told', async (t) => {
        const id = await panel.add(adminContext(db, ids.davi), 'Liga e desliga');
        const off = await davi.post(`${base}/${id}/deactivation`, { version: '1' });
        t.match(off, { status: 303, location: `${base}/${id}` });
        t.match((await davi.get(`${base}/${id}`)).text, 'Registro desativado.');
        t.notMatch((await davi.get(base)).text, 'Liga e desliga');
        t.match((await davi.get(`${base}?show=inactive`)).text, 'Liga e desliga');
        const stale = await davi.post(`${base}/${id}/activation`, { version: '1' });
        t.equal(stale.status, 409);
        t.match(stale.text, 'Outra pessoa alterou este registro.');
        t.equal((await davi.post(`${base}/${id}/activation`, { version: '2' })).status, 303);
        t.match((await davi.get(base)).text, 'Liga e desliga');
      });

      await t.test('knows no record that does not exist', async (t) => {
        for (const id of ['999', '0', 'x', '99999999999']) {
          t.equal((await davi.get(`${base}/${id}`)).status, 404, id);
          t.equal((await davi.post(`${base}/${id}`, panel.form('N'))).status, 404, id);
          t.equal((await davi.post(`${base}/${id}/deactivation`, { version: '1' })).status, 404, id);
        }
      });

      await t.test('keeps search, order and page in the URL, and speaks English too', async (t) => {
        for (let n = 0; n < 60; n += 1)
          await panel.add(adminContext(db, ids.davi), `Série ${String(n).padStart(2, '0')}`);
        const second = await davi.get(`${base}?q=serie&sort=-name&page=2`);
        t.match(second.text, '60 registros');
        t.match(second.text, 'Série 09');
        t.notMatch(second.text, 'Série 10');
        t.match(second.body, `href="${base}?q=serie&amp;sort=-name"`, 'back to the first page');
        t.match((await davi.get(`${base}?q=nada+disso`)).text, 'Nada encontrado');
        t.equal((await davi.get(`${base}?unknown=1`)).status, 400);
        await db.transaction((trx) => trx('users').where({ id: ids.davi }).update({ locale: 'en' }));
        for (const path of [base, `${base}/new`, `${base}?q=none+of+it`]) {
          const page = await davi.get(path);
          t.equal(page.status, 200);
          t.notMatch(page.text, /\b(undefined|null|NaN|Nova?|Salvar)\b/);
        }
      });
    });
  });
