import t from 'tap';
import { setActive } from '../../src/actions/set-active.js';
import { CONFIG_PAGE_SIZE, type ConfigListRequest } from '../../src/store/config-list.js';
import { listProducts } from '../../src/store/products.js';
import { listProfiles } from '../../src/store/profiles.js';
import { listQuestions } from '../../src/store/questions.js';
import { listRules } from '../../src/store/rules.js';
import { addProduct, addProfile, addQuestion, addRule, adminContext } from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

const ALL: ConfigListRequest = { q: '', show: 'all', sort: 'name', descending: false, page: 1 };

t.test('the lists of the configuration', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const db = await engine.freshDatabase(t);
    const context = adminContext(db);
    const questions = [
      await addQuestion(context, { text: 'Água 100%?' }),
      await addQuestion(context, { text: 'boleto_em dia?' }),
    ];
    const both = await addRule(context, { name: 'Regra B', startDays: 9, questions, sellerRuns: true });
    await addRule(context, { name: 'regra a', questions: questions.slice(0, 1) }, false);
    const profile = await addProfile(context, { name: 'Fibra', rules: [both] });
    await addProfile(context, { name: 'Rádio' });
    await addProduct(context, { name: 'Plano 2', code: 'Z9', profileId: profile });
    await addProduct(context, { name: 'Plano 1', code: null });

    t.test('count where each record is used', async (t) => {
      matchLists(t, (await listQuestions(db.read, ALL)).rows, [
        { text: 'Água 100%?', gradeCount: 5, ruleCount: 2 },
        { text: 'boleto_em dia?', gradeCount: 5, ruleCount: 1 },
      ]);
      matchLists(t, (await listRules(db.read, ALL)).rows, [
        { name: 'regra a', questionCount: 1, operatorCount: 0, sellerRuns: false, profileCount: 0, active: false },
        { name: 'Regra B', questionCount: 2, operatorCount: 0, sellerRuns: true, profileCount: 1, active: true },
      ]);
      matchLists(t, (await listProfiles(db.read, ALL)).rows, [
        { name: 'Fibra', ruleCount: 1, productCount: 1 },
        { name: 'Rádio', ruleCount: 0, productCount: 0 },
      ]);
      matchLists(t, (await listProducts(db.read, ALL)).rows, [
        { name: 'Plano 1', code: null, profileName: null, saleCount: 0 },
        { name: 'Plano 2', code: 'Z9', profileName: 'Fibra', saleCount: 0 },
      ]);
    });

    const found = async (q: string) =>
      (await listQuestions(db.read, { ...ALL, q })).rows.map((row) => row.text.slice(0, 4));
    t.test('find every word without regard to case and accents, and wildcards as they are typed', async (t) => {
      t.same(await found('AGUA'), ['Água']);
      t.same(await found('dia boleto'), ['bole']);
      t.same(await found('100%'), ['Água']);
      t.same(await found('%'), ['Água']);
      t.same(await found('o_e'), ['bole']);
      t.same(await found('a_u'), []);
      t.same(await found('\\'), []);
      t.equal((await listProducts(db.read, { ...ALL, q: 'z9' })).rows[0]?.name, 'Plano 2', 'products by code too');
    });

    t.test('show active or inactive records alone', async (t) => {
      t.equal((await listRules(db.read, { ...ALL, show: 'active' })).rows[0]?.name, 'Regra B');
      t.equal((await listRules(db.read, { ...ALL, show: 'inactive' })).rows[0]?.name, 'regra a');
    });

    t.test('sort by each of their keys, missing values last, and by name when they do not know the key', async (t) => {
      const rules = async (sort: string, descending: boolean) =>
        (await listRules(db.read, { ...ALL, sort, descending })).rows.map((row) => row.name);
      for (const sort of ['start', 'questions', 'profiles', 'toString']) {
        t.same(await rules(sort, false), ['regra a', 'Regra B'], sort);
        t.same(await rules(sort, true), ['Regra B', 'regra a'], sort);
      }
      for (const sort of ['expiry', 'operators']) t.same(await rules(sort, true), ['regra a', 'Regra B'], sort);
      for (const sort of ['code', 'profile'])
        for (const descending of [false, true]) {
          const { rows } = await listProducts(db.read, { ...ALL, sort, descending });
          t.equal(rows.at(-1)?.name, 'Plano 1', sort);
        }
      for (const sort of ['rules', 'grades']) t.ok(await listQuestions(db.read, { ...ALL, sort }));
      for (const sort of ['rules', 'products'])
        t.equal((await listProfiles(db.read, { ...ALL, sort, descending: true })).rows[0]?.name, 'Fibra');
    });

    t.test('come in pages, and past the last is the last', async (t) => {
      for (let n = 0; n < CONFIG_PAGE_SIZE; n += 1)
        await addProduct(context, { name: `Produto ${String(n).padStart(2, '0')}`, code: `P${n}` });
      const last = await listProducts(db.read, { ...ALL, page: 9 });
      t.match(last, { total: CONFIG_PAGE_SIZE + 2, page: 2, pages: 2, rows: { length: 2 } });
      const none = await listProducts(db.read, { ...ALL, q: 'nada disso' });
      t.match(none, { total: 0, page: 1, pages: 1, rows: { length: 0 } });
      const [row] = (await listProducts(db.read, { ...ALL, q: 'produto 07' })).rows;
      await setActive(context, 'product', { id: row?.id ?? 0, version: 1 }, false);
      t.equal((await listProducts(db.read, { ...ALL, show: 'active' })).total, CONFIG_PAGE_SIZE + 1);
    });
  });
});
