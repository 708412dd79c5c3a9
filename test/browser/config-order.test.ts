import type { Browser, Locator, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { getProfile } from '../../src/store/profiles.js';
import { getRule } from '../../src/store/rules.js';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import {
  type BrowserOptions,
  launch,
  listen,
  profile,
  said,
  shown,
  signIn,
  violations,
  withoutChromium,
} from '../support/chromium.js';
import { addProfile, addQuestion, addRule, adminContext } from '../support/configuration.js';
import { sqlite } from '../support/engines.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();
const { app, db, ids } = await testApp(t, sqlite);
const url = await listen(app);
const context = adminContext(db, ids.davi);
const questions: number[] = [];
for (const text of ['Um?', 'Dois?', 'Três?']) questions.push(await addQuestion(context, { text }));
const rules: number[] = [];
for (const name of ['Ajuda', 'Boas-vindas', 'Cuidado'])
  rules.push(await addRule(context, { name, questions, sellerRuns: true }));
const [one = 0, two = 0, three = 0] = rules;

async function open(t: Test, path: string, options: BrowserOptions = {}) {
  const page = await signIn(await profile(t, browser as Browser, url, options), 'davi', PASSWORD);
  await page.goto(path);
  return page;
}

/** Drags an item upwards as a hand does, until it is the first of its list. */
async function dragToTop(page: Page, item: Locator): Promise<void> {
  await item.hover();
  const { x, y, width, height } = (await item.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.down();
  const isFirst = () => item.evaluate((element) => element.closest('tr, li')?.previousElementSibling === null);
  for (let up = 0; up < 40 && !(await isFirst()); up += 1)
    await page.mouse.move(x + width / 2, y + height / 2 - Math.min(up * 8, 2.2 * height));
  await page.mouse.up();
}

async function save(page: Page, said: string): Promise<void> {
  await page.getByRole('button', { name: 'Salvar', exact: true }).click();
  await shown(page, said);
}

t.test('the rules of a profile are put into order by key, by button and by dragging', { skip }, async (t) => {
  const id = await addProfile(context, { name: 'Fibra', rules });
  const page = await open(t, `/config/profiles/${id}`);
  const option = (name: string) => page.getByRole('option', { name });
  await option('Cuidado').click();
  await page.keyboard.press('Alt+ArrowUp');
  await said(page, 'Cuidado agora na posição 2.');
  t.same(await violations(page), []);
  await save(page, 'Perfil salvo.');
  t.same((await getProfile(db.read, id)).rules, [one, three, two]);
  await page.goto(`/config/profiles/${id}`);
  await option('Ajuda').click();
  await page.getByRole('button', { name: 'Descer', exact: false }).first().click();
  await dragToTop(page, option('Boas-vindas'));
  await save(page, 'Perfil salvo.');
  t.same((await getProfile(db.read, id)).rules, [two, three, one]);
});

t.test('the rules of a profile are put into order without JavaScript, and new ones come last', { skip }, async (t) => {
  const id = await addProfile(context, { name: 'Rádio', rules: [one, two] });
  const page = await open(t, `/config/profiles/${id}`, { javaScript: false, width: 360 });
  await page.getByRole('checkbox', { name: 'Cuidado' }).check();
  await page.getByRole('button', { name: 'Descer Ajuda' }).click();
  await save(page, 'Perfil salvo.');
  t.same((await getProfile(db.read, id)).rules, [two, one, three]);
});

t.test('the questions of a rule are dragged into order', { skip }, async (t) => {
  const page = await open(t, `/config/rules/${one}`);
  const row = (text: string) => page.locator('tr', { hasText: text });
  await dragToTop(page, row('Três?'));
  await said(page, 'Três? agora na posição 1.');
  await save(page, 'Regra salva.');
  const [first = 0, second = 0, third = 0] = questions;
  t.same((await getRule(db.read, one)).questions, [third, first, second]);
});
