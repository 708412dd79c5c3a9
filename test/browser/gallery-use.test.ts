import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { type BrowserOptions, launch, listen, profile, said, withoutChromium } from '../support/chromium.js';
import { gallery } from '../support/gallery/gallery.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();
const { app, posted } = await gallery(t);
const url = await listen(app);

async function open(t: Test, path = '/', options: BrowserOptions = {}): Promise<Page> {
  const page = await (await profile(t, browser as Browser, url, options)).newPage();
  await page.goto(path);
  return page;
}

/** Does what posts the form, and waits until the server has it. */
async function sent(page: Page, act: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForResponse((response) => response.request().method() === 'POST'), act()]);
}

t.test('after a refusal the focus is on the summary, whose links lead to the fields', { skip }, async (t) => {
  const page = await open(t, '/?errors=1');
  t.equal(await page.evaluate('document.activeElement.hasAttribute("data-error-summary")'), true);
  await page.getByRole('link', { name: 'Agendar início (dias): Corrija startDays.' }).click();
  t.equal(await page.evaluate('location.hash'), '#startDays');
  const described = await page.getByLabel('Agendar início (dias)').getAttribute('aria-describedby');
  t.equal(described, 'startDays-hint startDays-error');
});

t.test('the two-sided list is used from the keyboard and posts what was chosen', { skip }, async (t) => {
  const page = await open(t);
  await page.getByLabel('Filtrar disponíveis').fill('avila');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await said(page, 'Ávila 1 adicionado. Selecionados: 2.');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Enter');
  await said(page, 'Adicionados: 2. Selecionados: 4.');
  await page.getByRole('option', { name: 'Bruno 2' }).dblclick();
  await said(page, 'Bruno 2 removido. Selecionados: 3.');
  await page.getByLabel('Filtrar disponíveis').fill('vendedor');
  await page.getByRole('button', { name: 'Adicionar todos' }).click();
  await sent(page, () => page.getByRole('button', { name: 'Salvar', exact: true }).click());
  t.same(posted().getAll('operators'), ['1', '4', '7']);
  t.equal(posted().get('sellerRuns'), '1');
});

t.test('1,500 items pass to the other side at once', { skip }, async (t) => {
  const page = await open(t, '/?choices=1500');
  await page.getByRole('button', { name: 'Adicionar todos' }).click();
  await said(page, 'Adicionados: 1500. Selecionados: 1501.');
});

t.test('questions are added, moved and removed in the page, and posted in their order', { skip }, async (t) => {
  const page = await open(t);
  await page.selectOption('#addQuestion', '3');
  await page.getByRole('button', { name: 'Adicionar pergunta' }).click();
  await said(page, 'O técnico foi pontual? adicionada na posição 3.');
  const up = page.getByRole('button', { name: 'Subir a pergunta O técnico foi pontual?' });
  await up.click();
  await up.click();
  const focused = await page.evaluate('document.activeElement.ariaLabel');
  t.equal(
    focused,
    'Descer a pergunta O técnico foi pontual?',
    'the button at the end is off: its sibling has the focus',
  );
  await page.getByRole('checkbox', { name: 'Marcar a pergunta Como avalia a instalação?' }).check();
  await page.getByRole('button', { name: 'Excluir pergunta selecionada' }).click();
  t.equal(await page.locator('#addQuestion option').count(), 2, 'the removed question is offered again');
  await sent(page, () => page.getByRole('button', { name: 'Salvar', exact: true }).click());
  t.same(posted().getAll('questions'), ['3', '2']);
});

t.test('without JavaScript each step posts the whole form, and the menu opens', { skip }, async (t) => {
  const page = await open(t, '/', { javaScript: false, width: 360 });
  await page.selectOption('#addQuestion', '3');
  await page.getByLabel('Ávila 1', { exact: true }).check();
  await sent(page, () => page.getByRole('button', { name: 'Adicionar pergunta' }).click());
  t.equal(posted().get('step'), 'add-question');
  t.equal(posted().get('addQuestion'), '3');
  t.same(posted().getAll('questions'), ['1', '2']);
  t.same(posted().getAll('operators'), ['1', '2']);
  await page.getByRole('button', { name: 'Menu' }).click();
  t.equal(await page.getByRole('link', { name: 'Vendas' }).first().isVisible(), true);
});

t.test('Enter in a field saves the form and is no step', { skip }, async (t) => {
  const page = await open(t);
  await page.getByLabel('Nome').fill('Instalação');
  await sent(page, () => page.keyboard.press('Enter'));
  t.equal(posted().get('name'), 'Instalação');
  t.equal(posted().get('step'), null);
});

t.test('a survey is answered from the keyboard', { skip }, async (t) => {
  const page = await open(t);
  // Nothing has the focus yet: the first key is for the first question.
  for (const key of ['4', 'Enter', '-', '1', '0', 'Enter']) await page.keyboard.press(key);
  t.equal(
    await page.evaluate('document.activeElement.textContent.trim()'),
    'Salvar',
    'the last one is answered already',
  );
  await sent(page, () => page.keyboard.press('Enter'));
  t.equal(posted().get('answers.1.answer'), '4');
  t.equal(posted().get('answers.2.answer'), '5', '1 and 0 are 10');
  t.equal(posted().get('answers.3.answer'), '2');
});

t.test('a button that sends a form keeps its name and value', { skip }, async (t) => {
  const page = await open(t);
  await sent(page, () => page.getByRole('button', { name: 'Salvar e ativar' }).dblclick());
  t.equal(posted().get('after'), 'activate');
});

t.test('opening a page with long lists leaves it at its top', { skip }, async (t) => {
  const page = await open(t, '/?choices=1500');
  t.equal(await page.evaluate('scrollY'), 0);
  await page.getByRole('listbox', { name: /Disponíveis/ }).focus();
  await page.keyboard.press('End');
  await page.waitForFunction('document.getElementById("operators-available").scrollTop > 10_000');
  t.pass('the list scrolls');
});
