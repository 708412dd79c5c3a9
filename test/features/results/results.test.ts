import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import type { Page } from '../../support/browser.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { originOf } from '../../support/follow-ups.js';
import { countedLinks, everyCount } from '../../support/result-pages.js';
import { resultWorld } from '../../support/result-world.js';

await onBothEngines(t, async (t, engine) => {
  const { app, world } = await prepare(t, engine);
  const ana = await app.browser('ana');
  const SINCE = 'from=2026-04-01&to=2026-07-31';

  await t.test('every figure opens a list that counts as many', async (t) => {
    for (const filter of [
      '',
      `&operator=${world.bruno.id}&rule=${world.otherRuleId}`,
      `&seller=${world.edu.id}&seller=${world.ana.id}&city=NONE&city=teresopolis`,
      `&operator=${world.bruno.id}&operator=${world.carla.id}&profile=${world.profileId}`,
    ]) {
      const page = await ana.get(`/results?${SINCE}${filter}`);
      t.equal(page.status, 200);
      await everyCount(t, ana, page, filter === '' ? 180 : 88);
    }
  });

  await t.test('so do the grades of a question, and each version has its own line', async (t) => {
    const questions = await ana.get(`/results/questions?${SINCE}`);
    t.match(questions.text, /Recomendaria\?/);
    await everyCount(t, ana, questions, 3);
    const [, href = ''] = /href="(\/results\/questions\/\d+[^"]*)">Como avalia/.exec(questions.body) ?? [];
    const page = await ana.get(href.replaceAll('&amp;', '&'));
    t.match(page.text, /versão 1.*versão 2/);
    t.match(page.text, /cada versão é contada à parte/);
    t.match(page.body, /class="chart-mark-text/, 'the change is marked');
    t.match(page.body, /class="chart-band"/, 'with the weeks that have answers to both');
    t.match(page.text, /Na faixa cinza há respostas de antes e de depois/);
    t.equal(page.text.match(/começa a versão 2/g)?.length, 1, 'in the table too');
    t.equal(page.body.match(/class="chart-line /g)?.length, 2, 'two lines');
    await everyCount(t, ana, page, 28);
    t.equal((await ana.get('/results/questions/99999')).status, 404);
  });

  await t.test('a ranking is sorted by what its head says, whoever has no figure last', async (t) => {
    // Of each line, how many surveys it has, were executed and were not, have a score and NPS; nought opens no list.
    for (const [by, numbers] of [
      ['seller', 10],
      ['operator', 14],
      ['product', 10],
      ['city', 15],
      ['rule', 10],
    ] as const) {
      const page = await ana.get(`/results/ranking?${SINCE}&by=${by}&sort=-execution`);
      const rates = [
        ...page.body.matchAll(/data-label="Taxa de execução"><span class="rank-value">(?:<a [^>]*>)?([\d,]+)%/g),
      ].map(([, rate = '']) => Number(rate.replace(',', '.')));
      t.ok(rates.length > 1, by);
      t.same(
        rates,
        rates.toSorted((a, b) => b - a),
        by,
      );
      await everyCount(t, ana, page, numbers);
      if (by === 'city') t.match(page.text, /Sem cidade/);
    }
  });

  await t.test('a long ranking shows a hundred, and how many more there are', async (t) => {
    const { id } = await app.db.read('sales').orderBy('id').first('id');
    await app.db.transaction(async (trx) => {
      for (let n = 0; n < 120; n += 1) {
        const product = { name: `Plano ${n} ${'de nome comprido '.repeat(5)}`, name_key: `plano ${n}`, created_at: 1 };
        const [{ id: product_id }] = await trx('products').insert(product).returning('id');
        const { id: _, ...sale } = await trx('sales').where({ id }).first();
        const [{ id: sale_id }] = await trx('sales')
          .insert({ ...sale, product_id, external_id: null })
          .returning('id');
        const survey = await trx('surveys').where({ outcome: null }).whereNull('execution_id').first();
        const { id: __, ...open } = survey;
        const { customer_id, city_key, has_phone, seller_id, closed_on } = sale;
        const copies = { customer_id, city_key, has_phone, seller_id, closed_on, sale_id, product_id };
        const dates = { opens_on: '2026-06-01', original_expires_on: '2026-06-02', expires_on: '2026-06-02' };
        await trx('surveys').insert({ ...open, ...copies, ...dates });
      }
    });
    const page = await ana.get(`/results/ranking?from=2026-06-02&to=2026-06-02&by=product`);
    t.equal(page.body.match(/<th scope="row">/g)?.length, 100);
    t.match(page.text, /e mais 2\d outros \(pesquisas ao todo: \d+\)/);
  });

  await t.test('follow-ups open their list', async (t) => {
    const { id } = await app.db.read('surveys').orderBy('id').first('id');
    const sale = await originOf(app.db.read, id);
    const opened = {
      opened_by: world.ana.id,
      opened_at: 1,
      opened_on: '2026-06-01',
      due_on: '2026-06-03',
      priority: 2,
    };
    const one = { ...sale, ...opened, kind: 'complaint', owner_id: world.bruno.id };
    const ended = { ended_by: world.ana.id, ended_at: 2, ended_on: '2026-06-02', ending: 'won', won_cents: 9990 };
    await app.db.transaction(async (trx) => {
      await trx('follow_ups').insert([one, one]);
      await trx('follow_ups').insert({ ...one, ...ended, kind: 'opportunity' });
    });
    const page = await ana.get(`/results?${SINCE}`);
    const [, href = '', count] = /<a href="(\/follow-ups[^"]+)">(\d+)<\/a>/.exec(page.body) ?? [];
    t.equal(count, '2');
    const list = await ana.get(href.replaceAll('&amp;', '&'));
    t.equal(list.status, 200);
    t.equal(list.body.match(/href="\/follow-ups\/\d+"/g)?.length, 2, 'as many as it said');
    const [, won = ''] = /<a href="(\/follow-ups[^"]+)">1 oportunidade ganha: R\$\s99,90<\/a>/.exec(page.body) ?? [];
    const wins = await ana.get(won.replaceAll('&amp;', '&'));
    t.equal(wins.body.match(/href="\/follow-ups\/\d+"/g)?.length, 1, 'what was won');
    await app.db.transaction((trx) => trx('products').update({ profile_id: world.profileId }));
    const narrowed = await ana.get(`/results?${SINCE}&profile=${world.profileId}`);
    t.match(
      narrowed.body,
      new RegExp(`href="/follow-ups\\?of=opened[^"]*&amp;profile=${world.profileId}&amp;tab=all[^"]*">2<`),
    );
  });

  await t.test('the month is a page of paper', async (t) => {
    const page = await ana.get('/results/report?month=2026-06');
    t.equal(page.status, 200);
    t.match(page.text, /Pós-venda: junho de 2026/);
    t.match(page.text, /Edu Vendedor/);
    t.match((await ana.get('/results/report')).text, /junho de 2026/, 'the last one that is over');
    t.equal((await ana.get('/results/report?month=2026-13')).status, 404);
    t.equal((await ana.get('/results/report?month=2026-08')).status, 404, 'it has not begun');
    t.notMatch((await ana.get('/results/report?month=2026-07')).text, 'agosto de 2026');
  });

  await t.test('what is wrong in the address is said, and nothing is added up', async (t) => {
    for (const [search, message] of [
      ['period=never', 'Escolha uma das opções'],
      ['from=2026-07-01&to=ontem', 'data'],
      ['from=2026-07-10&to=2026-07-01', 'O fim'],
      ['from=1990-01-01&to=2026-07-01', 'O período tem no máximo dez anos.'],
      ['seller=edu', 'Escolha uma das opções'],
    ] as const) {
      const page = await ana.get(`/results?${search}`);
      t.equal(page.status, 422, search);
      t.match(page.text, new RegExp(message), search);
      t.notMatch(page.text, /antes:/);
    }
  });

  await t.test('an operator sees his own results, whatever he asks for', async (t) => {
    const bruno = await app.browser('bruno');
    const his = await bruno.get(`/results?${SINCE}&seller=${world.ana.id}&operator=${world.carla.id}&as=`);
    const asked = await bruno.get(`/results?${SINCE}&operator=${world.bruno.id}`);
    const everybodys = await ana.get(`/results?${SINCE}`);
    t.equal(his.status, 200);
    const executed = (page: Page) => /Taxa de execução.*?n = (\d+)/.exec(page.text)?.[1];
    const managed = await ana.get(`/results?${SINCE}&operator=${world.bruno.id}`);
    t.equal(executed(asked), executed(managed), 'as many as a manager counts for him');
    t.not(executed(asked), executed(everybodys));
    t.notMatch(his.body, /href="\/panel/, 'and no list that he may not open');
    t.match(his.text, /Minhas pesquisas Minhas vendas/);
    for (const path of ['/results/ranking', '/results/report']) t.equal((await bruno.get(path)).status, 403, path);
    t.match((await bruno.get('/my-rules')).body, /href="\/results"/, 'and has them in his menu');
    t.equal((await (await app.browser()).get('/results')).status, 303, 'nobody without signing in');
  });

  await t.test('what an operator executed opens his own list, which counts as many', async (t) => {
    for (const who of ['bruno', 'carla'] as const) {
      const browser = await app.browser(who);
      const [, question = ''] =
        /href="(\/results\/questions\/\d+[^"]*)">Como avalia/.exec(
          (await browser.get(`/results/questions?${SINCE}`)).body,
        ) ?? [];
      for (const [address, least] of [
        [`/results?${SINCE}`, 139],
        [`/results?from=2026-06-01&to=2026-06-30&product=${world.otherProductId}`, 43],
        [
          `/results?${SINCE}&rule=${world.ruleId}&rule=${world.otherRuleId}&city=teresopolis&profile=${world.profileId}`,
          68,
        ],
        [`/results/questions?${SINCE}`, 3],
        [question.replaceAll('&amp;', '&'), 23],
      ] as const) {
        const page = await browser.get(address);
        await everyCount(t, browser, page, least);
        for (const { href } of countedLinks(page))
          t.match(href, /^\/(my-rules\/(executed|past|inconsistent)\?|follow-ups\?.*tab=mine)/);
      }
    }
  });

  await t.test('what somebody sold opens lists of it, of which he opens what he may', async (t) => {
    const become = (role: string) =>
      app.db.transaction((trx) => trx('users').where({ id: world.ana.id }).update({ role }));
    await become('operator');
    const sold = await ana.get(`/results?${SINCE}&as=seller`);
    await everyCount(t, ana, sold, 130);
    for (const { href } of countedLinks(sold)) t.match(href, /^\/my-rules\/sold-(executed|past|inconsistent)\?/);
    t.match(sold.text, /podem ser de outras pessoas/, 'of follow-ups he finds his own alone');
    const list = await ana.get('/my-rules/sold-past');
    t.match(list.text, /das suas vendas, seja quem for que as execute/);
    t.notMatch(list.body, /data-label="Pontuação"/, 'who records grades does not see scores');
    t.equal((await ana.get('/my-rules/sold-executed?seller=1')).status, 422);
    const executed = await ana.get('/my-rules/sold-executed?size=100');
    const opened = new Set([...executed.body.matchAll(/href="\/surveys\/(\d+)"/g)].map(([, id]) => Number(id)));
    const his = await app.db.read('surveys').where({ seller_id: world.ana.id, outcome: 'executed' });
    t.match(executed.text, new RegExp(`${his.length} pesquisas`));
    for (const { id, rule_id, assigned_to } of his) {
      // The seller runs those of the other rule.
      const may = assigned_to === null && rule_id === world.otherRuleId;
      t.equal(opened.has(id), may, `${id}`);
      t.equal((await ana.get(`/surveys/${id}`)).status, may ? 200 : 404);
    }
    const rows = executed.body.split('<tr').filter((row) => row.includes('data-label="Regra"'));
    t.equal(rows.length, his.length);
    for (const row of rows.filter((row) => !row.includes('href="/surveys/')))
      t.notMatch(row, '<small class="sub"><span class="nowrap">', 'nor has he the phones of the others');
    t.equal((await ana.get('/my-rules/sold-executed?q=9876')).status, 422, 'nor can he search for them');
    t.notMatch(executed.body, 'role="search"');
    await become('manager');
  });

  await t.test('a period without surveys has no figures', async (t) => {
    const page = await ana.get('/results?from=2001-01-01&to=2001-01-31');
    t.match(page.text, /Nenhuma pesquisa neste período/);
    for (const path of ['ranking', 'questions'])
      t.equal((await ana.get(`/results/${path}?from=2001-01-01&to=2001-01-31`)).status, 200);
    t.equal((await ana.get('/results/report?month=2001-01')).status, 200);
  });
});

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  const world = await resultWorld(app.db);
  return { app, world };
}
