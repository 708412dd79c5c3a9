import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { previewFormOf, salesFile, stage } from '../../support/imports.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('applied by two browsers and a double click at once, it is applied once', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const [ana, davi] = [await browser('ana'), await browser('davi')];
    const path = await stage(ana, salesFile());
    const form = previewFormOf(await ana.get(`${path}/preview`));
    await davi.get(`${path}/preview`);
    const answers = await Promise.all([ana, davi, ana, davi, ana].map((one) => one.post(`${path}/application`, form)));
    for (const answer of answers) t.match(answer, { status: 303, location: path });
    t.equal(Number((await db.read('sales').count({ n: '*' }))[0]?.n), 3);
    t.equal((await db.read('audit').where({ entity: 'import', action: 'import' })).length, 1);
    t.match(await davi.post(`${path}/application`, form), { status: 303, location: path });
    t.match((await davi.get(path)).text, 'Esta importação já foi aplicada ou descartada.');
  });

  await t.test('two imports of the same sales at once add them once', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const [ana, davi] = [await browser('ana'), await browser('davi')];
    const [hers, his] = [await stage(ana, salesFile()), await stage(davi, salesFile())];
    const [a, b] = [await ana.get(`${hers}/preview`), await davi.get(`${his}/preview`)];
    const answers = await Promise.all([
      ana.post(`${hers}/application`, previewFormOf(a)),
      davi.post(`${his}/application`, previewFormOf(b)),
    ]);
    for (const answer of answers) t.equal(answer.status, 303);
    t.equal(Number((await db.read('sales').count({ n: '*' }))[0]?.n), 3);
    t.equal(Number((await db.read('customers').count({ n: '*' }))[0]?.n), 3);
    const results = [(await ana.get(hers)).text, (await davi.get(his)).text];
    t.same(results.map((text) => /Vendas novas (\d)/.exec(text)?.[1]).sort(), ['0', '3']);
  });

  await t.test('discarded and applied at once, exactly one of them happens', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const [ana, davi] = [await browser('ana'), await browser('davi')];
    const path = await stage(ana, salesFile());
    const form = previewFormOf(await ana.get(`${path}/preview`));
    await davi.get(path);
    await Promise.all([ana.post(`${path}/application`, form), davi.post(`${path}/disposal`)]);
    const sales = Number((await db.read('sales').count({ n: '*' }))[0]?.n);
    const row = await db.read('imports').first();
    t.equal(row.content, null);
    t.equal(sales, row.applied_at === null ? 0 : 3);
    t.equal((await db.read('audit').where({ entity: 'import' }).whereIn('action', ['import', 'discard'])).length, 1);
  });

  await t.test('a manager applies what another one sent', async (t) => {
    const { browser } = await testApp(t, engine);
    const path = await stage(await browser('ana'), salesFile());
    const davi = await browser('davi');
    t.match((await davi.get('/sales/import')).text, 'vendas.csv Ana Gestora');
    await davi.post(`${path}/application`, previewFormOf(await davi.get(`${path}/preview`)));
    const result = await davi.get(path);
    t.match(result.text, 'Importado por Davi Administrador');
    t.match(result.body, 'href="/config/products"', 'an administrator may go and give the products a profile');
    t.match(result.text, '2 vendas sem pesquisas');
  });

  await t.test('is closed to who is not signed in and to operators', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const path = await stage(await browser('ana'), salesFile());
    const gets = ['/sales/import', path, `${path}/preview`];
    const posts = [`${path}/mapping`, `${path}/preview`, `${path}/application`, `${path}/disposal`];
    for (const persona of [undefined, 'bruno'] as const) {
      const visitor = await browser(persona);
      const answers = [
        ...(await Promise.all(gets.map((url) => visitor.get(url)))),
        ...(await Promise.all(posts.map((url) => visitor.post(url, { mapping: '' })))),
        await visitor.upload('/sales/import', {}, { name: 'a.csv', content: salesFile() }),
      ];
      for (const { status, location } of answers)
        if (persona === undefined) t.match({ status, location }, { status: 303, location: /^\/sign-in/ });
        else t.equal(status, 403);
    }
    t.equal(Number((await db.read('imports').count({ n: '*' }))[0]?.n), 1);
    t.match(await db.read('imports').first(), { applied_at: null, content: /./ });
  });

  await t.test('a form without its token changes nothing', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const ana = await browser('ana');
    const path = await stage(ana, salesFile());
    for (const url of ['mapping', 'preview', 'application', 'disposal'])
      t.equal((await ana.post(`${path}/${url}`, { _csrf: 'x' })).status, 403, url);
    t.equal((await ana.upload('/sales/import', { _csrf: 'x' }, { name: 'a.csv', content: salesFile() })).status, 403);
    t.equal(Number((await db.read('imports').count({ n: '*' }))[0]?.n), 1);
  });
});
