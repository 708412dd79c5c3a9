import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import {
  focused,
  launch,
  listen,
  profile,
  said,
  shown,
  signIn,
  violations,
  withoutChromium,
} from '../support/chromium.js';
import { sqlite } from '../support/engines.js';
import { runWaiting } from '../support/jobs.js';
import { surveyWorld } from '../support/survey-world.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();
const { app, db } = await testApp(t, sqlite);
const url = await listen(app);
const world = await surveyWorld(db);
const OVERDUE = { closedOn: '2026-06-01' };
await world.surveys([
  ...Array.from({ length: 55 }, (_, index) => ({ ...OVERDUE, customer: `Cliente ${index}`, sellerId: world.carla.id })),
  { ...OVERDUE, customer: 'Do Edu' },
]);

t.test('a manager filters, saves, shares, extends all of the filter and exports', { skip }, async (t) => {
  const ana = await signIn(await profile(t, browser as Browser, url), 'ana', PASSWORD);
  const davi = await signIn(await profile(t, browser as Browser, url), 'davi', PASSWORD);
  await ana.goto('/panel/inconsistent');
  await filterByKeyboard(ana);
  await shown(ana, '55 pesquisas');
  t.match(ana.url(), `seller=${world.carla.id}`);
  await focused(ana, '#open-filters');
  t.pass('the keyboard goes on where it was');
  t.same(await violations(ana), []);
  await goOnByKeyboard(ana);

  const menu = ana.locator('#saved-filters > summary');
  await menu.click();
  await ana.getByLabel('Salvar esta lista como').press('Escape');
  t.equal(await ana.locator('#saved-filters[open]').count(), 0, 'the menu closes by Escape');
  await menu.click();
  await ana.getByLabel('Salvar esta lista como').fill('Vencidas da Carla');
  await ana.getByRole('button', { name: 'Salvar filtro' }).click();
  await menu.filter({ hasText: 'Vencidas da Carla' }).waitFor();

  await davi.goto(ana.url());
  t.equal(await davi.textContent('#panel-count'), '55 pesquisas', 'a colleague sees the same list');
  await davi.getByRole('link', { name: 'Vendedor: Carla Operadora' }).click();
  await shown(davi, '56 pesquisas');
  await davi.goBack();
  await shown(davi, '55 pesquisas');

  await extendAll(ana);
  await runWaiting(db);
  await shown(ana, 'Concluída');
  const extended = await db.read('surveys').where({ expires_on: '2026-07-30' }).pluck('seller_id');
  t.same(extended, new Array(55).fill(world.carla.id));

  await hearNews(davi);
  t.equal(await davi.textContent('#count-inconsistent'), '0', 'the open panel of the colleague catches up');
  t.equal(await davi.textContent('#panel-count'), '55 pesquisas', 'its rows stay under his hand');
  await davi.getByRole('link', { name: 'Atualizar' }).click();
  await davi.locator('.empty-title', { hasText: 'Nenhuma pesquisa com estes filtros' }).waitFor();

  await davi.goto(`/panel/pending?seller=${world.carla.id}`);
  const [download] = await Promise.all([davi.waitForEvent('download'), davi.click('#export-csv')]);
  const csv = await readFile(await download.path(), 'utf8');
  t.equal(csv.trim().split('\n').length, 56, 'a head and 55 surveys');
  t.match(csv, 'Cliente 54');
});

t.test('marks are counted, between two boxes too, and unmarked at once', { skip }, async (t) => {
  const page = await signIn(await profile(t, browser as Browser, url, { width: 360, theme: 'dark' }), 'ana', PASSWORD);
  await page.goto('/panel/pending?size=25');
  const boxes = page.locator('input[name=id]');
  const told = page.locator('.bulk-said [role=status]');
  await boxes.nth(1).click();
  t.equal(await told.textContent(), 'Uma marcada');
  await boxes.nth(4).click({ modifiers: ['Shift'] });
  t.equal(await told.textContent(), '4 marcadas');
  t.same(await violations(page, 'look'), [], 'marked rows and the bar, dark and narrow');
  await page.locator('.bulk-mark input').click();
  t.equal(await told.textContent(), '25 marcadas', 'the box of some marks all');
  await page.locator('.bulk-mark input').click();
  t.match(await told.textContent(), 'Marque linhas');
  await page.selectOption('#list-sort', { label: 'Cliente, decrescente' });
  await page.waitForURL(/sort=-customer/);
  await page.locator('#list-sort option[selected]', { hasText: 'Cliente, decrescente' }).waitFor({ state: 'attached' });
  await page.click('#open-filters');
  await page.locator('#filter-form').waitFor();
  t.same(await violations(page, 'look'), [], 'the sheet, dark and narrow');
});

t.test('a panel without a session stays as it is', { skip }, async (t) => {
  const context = await profile(t, browser as Browser, url);
  const page = await signIn(context, 'ana', PASSWORD);
  await page.goto('/panel/pending');
  await context.clearCookies();
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('/counters')),
    page.evaluate(POLL),
  ]);
  t.equal(answer.status(), 401);
  await page.locator('#panel-count').waitFor();
  t.match(page.url(), '/panel/pending');
});

const POLL = `document.getElementById('panel-poll').dispatchEvent(new Event('panel:poll'))`;

/** What the clock of the page does every twenty seconds. */
async function hearNews(page: Page): Promise<void> {
  await page.evaluate(POLL);
  await page.locator('#panel-refresh').waitFor();
  await said(page, 'A lista mudou.');
}

/** What is swapped takes the control along that was used: the new one has the focus; another page has it on its first row. */
async function goOnByKeyboard(page: Page): Promise<void> {
  const next = page.locator('.pager [rel="next"]');
  const filtered = page.url();
  await page.locator('th a.sort', { hasText: 'Cidade' }).press('Enter');
  await page.locator('th[aria-sort] a:focus', { hasText: 'Cidade' }).waitFor();
  await next.press('Enter');
  await page.locator('tbody tr:first-child a:focus').waitFor();
  await page.locator('.pager [rel="prev"]').waitFor();
  await page.goto(filtered);
}

/** Opens the sheet, walks round in it, leaves it, and opens it again to pick a seller: all with the keyboard. */
async function filterByKeyboard(page: Page): Promise<void> {
  await page.focus('#open-filters');
  await page.keyboard.press('Enter');
  await page.locator('#filter-form').waitFor();
  for (let count = 0; count < 40; count += 1) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(
      `document.activeElement !== document.body && !document.activeElement.closest('dialog')`,
    );
    if (outside) throw new Error('the focus left the sheet');
  }
  await page.keyboard.press('Escape');
  await page.locator('#filter-sheet').waitFor({ state: 'hidden' });
  await focused(page, '#open-filters');
  await page.keyboard.press('Enter');
  await page.locator('#filter-sheet[open] #filter-form').waitFor();
  await page.locator('.picker > summary').first().focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.waitForURL(/seller=/);
}

/** All of the filter, by the head's box and the offer beside the count, to the end of July but one day. */
async function extendAll(page: Page): Promise<void> {
  await page.locator('thead [data-mark-all]').click();
  await shown(page, '50 marcadas');
  await page.getByRole('button', { name: 'Selecionar todas as 55' }).click();
  await shown(page, 'Todas as 55 da lista');
  await page.getByRole('button', { name: 'Prorrogar' }).click();
  await page.getByLabel('Novo vencimento').fill('2026-07-31');
  await page.getByLabel('Motivo').fill('Mutirão de fim de mês');
  await page.getByRole('button', { name: 'Ver o que será feito' }).click();
  await shown(page, '55 pesquisas serão alteradas.');
  // A date that was changed after the preview is previewed again.
  await page.getByLabel('Novo vencimento').fill('2026-07-30');
  await page.getByRole('button', { name: 'Prorrogar até 31/07/2026: 55 pesquisas' }).click();
  await shown(page, 'O formulário mudou');
  await page.getByRole('button', { name: 'Prorrogar até 30/07/2026: 55 pesquisas' }).click();
  await page.waitForURL(/\/panel\/bulk\/jobs\/\d+/);
}
