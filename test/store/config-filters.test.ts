import t from 'tap';
import type { ConfigListRequest } from '../../src/store/config-list.js';
import { listProducts } from '../../src/store/products.js';
import { listProfiles } from '../../src/store/profiles.js';
import { listQuestions } from '../../src/store/questions.js';
import { listRules } from '../../src/store/rules.js';
import { testApp } from '../support/app.js';
import { addProduct, addProfile, addQuestion, addRule, adminContext } from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';

type Filters = NonNullable<ConfigListRequest['filters']>;

const asked = (filters: Filters): ConfigListRequest => {
  return { q: '', show: 'all', sort: 'name', descending: false, page: 1, filters };
};

t.test('the filters of the configuration lists', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { db, ids, browser } = await testApp(t, engine);
    const context = adminContext(db, ids.davi);
    const used = await addQuestion(context, { text: 'Usada?', kind: 'csat' });
    await addQuestion(context, { text: 'Solta?' });
    const run = await addRule(context, { name: 'Bruno', questions: [used], operators: [ids.bruno] });
    const sold = await addRule(context, { name: 'Vendedor', questions: [used], sellerRuns: true });
    const idle = await addRule(context, { name: 'Parada' }, false);
    const fibre = await addProfile(context, { name: 'Fibra', rules: [run, idle] });
    await addProfile(context, { name: 'Rádio', rules: [idle] });
    await addProduct(context, { name: 'Com', code: null, profileId: fibre });
    await addProduct(context, { name: 'Sem', code: null });

    const tables: Record<string, [filters: Filters, names: string[]][]> = {
      questions: [
        [{ kind: 'csat' }, ['Usada?']],
        [{ kind: 'none' }, ['Solta?']],
        [{ kind: 'nps' }, []],
        [{ use: 'used' }, ['Usada?']],
        [{ use: 'unused' }, ['Solta?']],
        [{ use: 'used', kind: 'none' }, []],
      ],
      rules: [
        [{ profile: String(fibre) }, ['Bruno', 'Parada']],
        [{ profile: 'none' }, ['Vendedor']],
        [{ profile: 'x' }, []],
        [{ operator: String(ids.bruno) }, ['Bruno']],
        [{ operator: String(ids.carla) }, []],
        [{ operator: 'none' }, ['Vendedor']],
      ],
      profiles: [
        [{ rule: String(idle) }, ['Fibra', 'Rádio']],
        [{ rule: String(sold) }, []],
        [{ rule: 'none' }, ['Rádio']],
        [{ use: 'used' }, ['Fibra']],
        [{ use: 'unused' }, ['Rádio']],
      ],
      products: [
        [{ profile: String(fibre) }, ['Com']],
        [{ profile: 'none' }, ['Sem']],
      ],
    };
    const lists = { questions: listQuestions, rules: listRules, profiles: listProfiles, products: listProducts };
    for (const [kind, cases] of Object.entries(tables))
      await t.test(`narrow the ${kind}`, async (t) => {
        for (const [filters, names] of cases) {
          const page = await lists[kind as keyof typeof lists](db.read, asked(filters));
          const found = page.rows.map((row) => ('text' in row ? row.text : row.name));
          t.same(found, names, JSON.stringify(filters));
          t.equal(page.total, names.length, 'the counter equals the list');
        }
      });

    await t.test('stand in the URL and in the toolbar, and stay when the list is sorted', async (t) => {
      const davi = await browser('davi');
      const page = await davi.get(`/config/rules?profile=${fibre}&show=all`);
      t.match(page.body, new RegExp(`<option value="${fibre}" selected>Fibra`));
      t.match(page.body, `/config/rules?profile=${fibre}&amp;show=all&amp;sort=start`);
      t.match((await davi.get('/config/rules?profile=999')).text, 'Nada encontrado');
      t.equal((await davi.get('/config/rules?kind=nps')).status, 400, 'another list’s filter');
    });
  });
});
