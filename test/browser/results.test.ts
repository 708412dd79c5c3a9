import t from 'tap';
import type { Database } from '../../src/store/connection.js';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { launch, listen, profile, signIn, violations, withoutChromium } from '../support/chromium.js';
import { sqlite } from '../support/engines.js';
import { resultWorld } from '../support/result-world.js';

const skip = withoutChromium;
const SINCE = 'from=2026-04-01&to=2026-07-31';

t.test('results are seen, narrowed and followed to their list without JavaScript', { skip }, async (t) => {
  const browser = await launch();
  const app = await testApp(t, sqlite);
  const world = await resultWorld(app.db);
  const url = await listen(app.app);
  const { id } = await app.db.read('question_versions').where({ id: world.newVersionId }).first('question_id as id');
  const pages = ['', '/ranking', '/questions', `/questions/${id}`, '/report'].map((path) => `/results${path}?${SINCE}`);

  for (const options of [{ theme: 'light' }, { theme: 'dark', width: 360 }] as const)
    await t.test(`accessible and fitting, ${JSON.stringify(options)}`, async (t) => {
      const page = await signIn(await profile(t, browser, url, options), 'ana', PASSWORD);
      for (const address of pages) {
        await page.goto(address);
        for (const summary of await page.locator('.chart-table summary').all()) await summary.click();
        t.same(await violations(page), [], address);
        t.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, `${address} fits`);
      }
    });

  await t.test('from the menu to the list behind a figure', async (t) => {
    const page = await signIn(await profile(t, browser, url, { javaScript: false }), 'ana', PASSWORD);
    await page.goto('/panel/inconsistent');
    await page.click('nav a[href="/results"]');
    await page.click('.result-filters summary');
    await page.fill('[name=from]', '2026-04-01');
    await page.fill('[name=to]', '2026-07-31');
    await page.click('.picker:has([name=seller]) summary');
    for (const { id } of [world.edu, world.ana]) await page.check(`[name=seller][value="${id}"]`);
    await page.click('.picker:has([name=rule]) summary');
    await page.check(`[name=rule][value="${world.ruleId}"]`);
    await page.click('.result-filters button[type=submit]');
    await page.waitForURL(/seller=\d+&seller=\d+&rule=\d+/);
    const late = page.locator('.made > div', { hasText: 'Executadas fora do prazo' }).locator('a');
    const count = await late.textContent();
    await late.click();
    await page.waitForURL(/\/panel\/executed\?.*late=1/);
    t.match(await page.textContent('#panel-list'), new RegExp(`\\b${count} pesquisas?`), 'as many as it said');
  });

  await t.test('the report is one page of paper, however long the names', async (t) => {
    const page = await signIn(await profile(t, browser, url), 'ana', PASSWORD);
    await manyLong(app.db);
    await page.goto('/results/report?month=2026-06');
    t.equal(await page.locator('tbody th .paper-one').count(), 6, 'as many sellers as there is room for');
    t.match(await page.textContent('.paper-halves'), /e mais \d+ perguntas: ver Resultados → Perguntas/);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    t.equal(/\/Count (\d+)/.exec(pdf)?.[1], '1');
    await page.emulateMedia({ media: 'print' });
    // The inside of a sheet across and upright, and upright without margins: not every browser minds which one is asked for.
    for (const address of ['/results/report?month=2026-06', '/panel/past/print', '/panel/executed/print'])
      for (const width of [1032, 703, 794]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(address);
        t.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, `${address} ${width}`);
        t.same(await page.evaluate(WIDER), [], 'no table reaches out of its column');
      }
  });
});

/** The tables that are wider than the part of the page that they stand in. */
const WIDER = `[...document.querySelectorAll('main table')].filter((table) =>
  table.getBoundingClientRect().right > (table.closest('section') ?? document.body).getBoundingClientRect().right + 1)
  .map((table) => table.textContent)`;

/** Many sellers, questions and people with names as long as they may be. */
async function manyLong(db: Database): Promise<void> {
  const long = ' de Albuquerque Cavalcanti e Vasconcelos dos Santos Filho Neto Sobrinho';
  await db.transaction(async (trx) => {
    for (let n = 0; n < 40; n += 1) {
      const person = { role: 'operator', name: `Vendedor ${n}`, name_key: `vendedor ${n}`, created_at: 1 };
      const [{ id }] = await trx('users').insert(person).returning('id');
      await trx('sales').whereRaw('id % 40 = ?', [n]).update({ seller_id: id });
    }
    await trx('users').update({ name: trx.raw(`name || '${long}'`) });
    for (const table of ['users', 'products', 'customers'])
      await trx(table)
        .whereRaw('id % 3 = 0')
        .update({ name: 'Maximiliano'.repeat(8).slice(0, 80) });
    const asked = await trx('questions').orderBy('id', 'desc').first('id');
    for (let n = 0; n < 8; n += 1) {
      const version = await trx('question_versions').where({ question_id: asked.id, number: 1 }).first();
      const { id: _, ...copy } = version;
      const text = `${n} Considere o que aconteceu desde o agendamento da visita até a limpeza do local${long}`;
      const [{ id }] = await trx('question_versions')
        .insert({ ...copy, number: n + 2, text })
        .returning('id');
      const grades = await trx('grades').where({ question_version_id: version.id });
      await trx('grades').insert(grades.map((grade) => ({ ...grade, question_version_id: id })));
      await trx('answers').whereRaw('id % 9 = ?', [n]).update({ question_version_id: id });
    }
  });
}
