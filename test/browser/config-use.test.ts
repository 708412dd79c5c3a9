import type { Browser } from 'playwright-core';
import t, { type Test } from 'tap';
import { getQuestion } from '../../src/store/questions.js';
import { getRule } from '../../src/store/rules.js';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import {
  type BrowserOptions,
  launch,
  listen,
  profile,
  shown,
  signIn,
  violations,
  withoutChromium,
} from '../support/chromium.js';
import { addProduct, addQuestion, adminContext } from '../support/configuration.js';
import { sqlite } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();
const { app, db, ids } = await testApp(t, sqlite);
const url = await listen(app);
const context = adminContext(db, ids.davi);
const LONG = 'Considerando todo o atendimento, do primeiro contato à ativação da sua internet, que nota você daria? ';
const first = await addQuestion(context, { text: 'Primeira pergunta?' });
const second = await addQuestion(context, { text: LONG.repeat(3) });

async function open(t: Test, path: string, options: BrowserOptions = {}) {
  const page = await signIn(await profile(t, browser as Browser, url, options), 'davi', PASSWORD);
  await page.goto(path);
  return page;
}

t.test('a rule is put together in the page, which says what its days mean as they are typed', { skip }, async (t) => {
  const page = await open(t, '/config/rules/new');
  await page.getByLabel('Nome').fill('Instalação');
  await page.getByLabel('Agendar início (dias)').pressSequentially('7');
  await page.getByLabel('Vencimento após início (dias)').pressSequentially('3');
  await shown(page, 'disponível de 17/07/2026 a 20/07/2026 (inclusive)');
  await page.getByLabel('Vencimento após início (dias)').fill('0');
  await shown(page, 'que pode cair em fim de semana ou feriado');
  for (const id of [second, first]) {
    await page.locator('#addQuestion').selectOption(String(id));
    await page.getByRole('button', { name: 'Adicionar pergunta' }).click();
  }
  await page.getByRole('option', { name: 'O vendedor da venda' }).dblclick();
  await page.getByRole('option', { name: 'Carla Operadora' }).dblclick();
  t.same(await violations(page), []);
  await page.getByRole('button', { name: 'Salvar', exact: true }).click();
  await shown(page, 'Regra salva.');
  const { id } = await db.read('rules').where({ name: 'Instalação' }).first();
  matchLists(t, await getRule(db.read, id), {
    questions: [second, first],
    operators: [ids.carla],
    sellerRuns: true,
    expiryDays: 0,
    active: true,
  });
});

t.test('a question is put together without JavaScript', { skip }, async (t) => {
  const page = await open(t, '/config/questions/new', { javaScript: false, width: 360 });
  await page.getByLabel('Texto da pergunta').fill('Indicaria a um amigo?');
  await page.getByRole('button', { name: 'NPS 0–10' }).click();
  await page.getByLabel('Sinal da linha 1', { exact: true }).selectOption('complaint');
  await page.getByLabel('Comentário obrigatório até a nota').selectOption({ label: '6' });
  await page.getByRole('button', { name: 'Salvar', exact: true }).click();
  await shown(page, 'Pergunta salva.');
  const { question_id: id } = await db.read('question_versions').where({ text: 'Indicaria a um amigo?' }).first();
  const grades = { length: 11, 0: { label: '0', weight: -100, signal: 'complaint' } };
  t.match(await getQuestion(db.read, id), { kind: 'nps', commentRequiredUpTo: 7, grades });
});

t.test('Enter in a field saves, and does not press the first button of the editor', { skip }, async (t) => {
  const page = await open(t, '/config/profiles/new');
  await page.getByLabel('Nome').fill('Por Enter');
  await page.keyboard.press('Enter');
  await shown(page, 'Perfil salvo.');
  t.pass('saved');
});

t.test('after a stale save both versions stand side by side and saving again overwrites', { skip }, async (t) => {
  const id = await addProduct(context, { name: 'Fibra 300', code: 'F300' });
  const page = await open(t, `/config/products/${id}`);
  const other = await page.context().newPage();
  await other.goto(`/config/products/${id}`);
  await other.getByLabel('Nome').fill('Fibra 300 dela');
  await other.getByRole('button', { name: 'Salvar', exact: true }).click();
  await shown(other, 'Produto salvo.');
  await page.getByLabel('Nome').fill('Fibra 300 meu');
  await page.getByRole('button', { name: 'Salvar', exact: true }).click();
  await page.getByRole('row', { name: 'Nome Fibra 300 dela Fibra 300 meu' }).waitFor();
  t.same(await violations(page), []);
  await page.getByRole('button', { name: 'Salvar por cima' }).click();
  await shown(page, 'Produto salvo.');
  t.equal((await db.read('products').where({ id }).first()).name, 'Fibra 300 meu');
});
