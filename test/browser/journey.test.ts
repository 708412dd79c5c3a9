import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { offerSetup } from '../../src/actions/create-first-admin.js';
import { buildApp } from '../../src/app.js';
import { openDatabase } from '../../src/store/connection.js';
import { launch, listen, profile, shown, withoutChromium } from '../support/chromium.js';
import { type Engine, onBothEngines } from '../support/engines.js';

// The main job, end to end, as the users do it: the first administrator configures, the manager records a sale, the
// operator runs the survey that is due, and it stands among the executed ones.

const skip = withoutChromium;
const browser = skip ? null : await launch();
const TOKEN = 'ABCDEFGHJKLMNPQRSTUV';
const PASSWORD = 'uma senha de teste';
const NOW = Date.parse('2026-07-10T10:00:00-03:00');

for (const javaScript of [true, false])
  t.test(`the whole way, ${javaScript ? 'with' : 'without'} JavaScript`, { skip }, async (t) => {
    await onBothEngines(t, async (t, engine) => {
      const url = await start(t, engine);
      const context = await profile(t, browser as Browser, url, { javaScript });
      const page = await context.newPage();
      await createAdministrator(page);
      await signInAs(page, 'davi');
      await addOperator(page, { name: 'Bruno Operador', login: 'bruno', role: 'operator' });
      await addOperator(page, { name: 'Ana Gestora', login: 'ana', role: 'manager' });
      await addQuestion(page, 'Como avalia a instalação?');
      await addQuestion(page, 'O técnico foi pontual?');
      await addRule(page, javaScript);
      await addProfile(page, javaScript);
      await addProduct(page);
      await signInAs(page, 'ana');
      await recordSale(page);
      await signInAs(page, 'bruno');
      await runSurvey(t, page);
      await signInAs(page, 'ana');
      await seeExecuted(t, page);
    });
  });

/** A server over a fresh, empty database on a day in July; gives its URL. */
async function start(t: Test, engine: Engine): Promise<string> {
  const db = openDatabase(await engine.freshConfig(t));
  const app = await buildApp({ config: { port: 0, trustProxy: [] }, db, clock: { now: () => NOW } });
  t.teardown(async () => {
    await app.close();
    await db.close();
  });
  await offerSetup({ db }, TOKEN);
  return listen(app);
}

async function createAdministrator(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Código de instalação').fill(TOKEN);
  await page.getByLabel('Nome da empresa').fill('Vale Fibra');
  await page.getByLabel('Seu nome').fill('Davi Administrador');
  await page.getByLabel('Usuário').fill('davi');
  await page.getByLabel('Senha').fill(PASSWORD);
  await submit(page, 'Criar administrador');
  await shown(page, 'O administrador foi criado');
}

async function signInAs(page: Page, login: string): Promise<void> {
  const out = page.getByRole('button', { name: 'Sair' });
  if ((await out.count()) > 0) await out.click();
  await page.goto('/sign-in');
  await page.getByLabel('Usuário').fill(login);
  await page.getByLabel('Senha').fill(PASSWORD);
  await submit(page, 'Entrar');
}

async function addOperator(page: Page, user: { name: string; login: string; role: string }): Promise<void> {
  await menu(page, 'Operadores');
  await page.getByRole('link', { name: 'Novo Operador' }).click();
  await page.getByLabel('Nome', { exact: false }).first().fill(user.name);
  await page.getByLabel('Usuário').fill(user.login);
  await page.selectOption('[name=role]', user.role);
  await page.getByLabel('Senha').fill(PASSWORD);
  await submit(page, 'Salvar');
}

async function addQuestion(page: Page, text: string): Promise<void> {
  await menu(page, 'Painel de Perguntas');
  await page.getByRole('link', { name: 'Nova Pergunta' }).first().click();
  await page.locator('[name=text]').fill(text);
  await submit(page, 'Salvar');
}

async function addRule(page: Page, javaScript: boolean): Promise<void> {
  await menu(page, 'Painel de Regras');
  await page.getByRole('link', { name: 'Nova Regra' }).first().click();
  await page.locator('[name=name]').fill('Instalação');
  await page.getByLabel('Agendar início (dias)').fill('7');
  await page.getByLabel('Vencimento após início (dias)').fill('3');
  for (const question of ['Como avalia a instalação?', 'O técnico foi pontual?']) {
    await page.locator('[name=addQuestion]').selectOption({ label: question });
    await page.getByRole('button', { name: 'Adicionar pergunta' }).click();
    await page.locator('table').getByText(question).waitFor();
  }
  await choose(page, 'Bruno Operador', javaScript);
  await submit(page, 'Salvar');
}

async function addProfile(page: Page, javaScript: boolean): Promise<void> {
  await menu(page, 'Painel de Perfil');
  await page.getByRole('link', { name: 'Novo Perfil' }).first().click();
  await page.locator('[name=name]').fill('Fibra');
  await choose(page, 'Instalação', javaScript);
  await submit(page, 'Salvar');
}

async function addProduct(page: Page): Promise<void> {
  await menu(page, 'Painel de Produtos');
  await page.getByRole('link', { name: 'Novo Produto' }).first().click();
  await page.locator('[name=name]').fill('Fibra 500 Mega');
  await page.locator('[name=profile]').selectOption({ label: 'Fibra' });
  await submit(page, 'Salvar');
}

async function recordSale(page: Page): Promise<void> {
  await menu(page, 'Vendas');
  await page.getByRole('link', { name: 'Nova Venda' }).first().click();
  await page.locator('[name=customer]').fill('Maria Souza');
  await page.locator('[name=phone1]').fill('(11) 98765-4321');
  await page.locator('[name=product]').selectOption({ label: 'Fibra 500 Mega' });
  await page.locator('[name=seller]').selectOption({ label: 'Ana Gestora' });
  await page.locator('[name=closedOn]').fill('2026-07-02');
  await page.locator('[name=value]').fill('119,90');
  await submit(page, 'Registrar venda');
  await shown(page, 'Maria Souza');
}

async function runSurvey(t: Test, page: Page): Promise<void> {
  await page.goto('/');
  await shown(page, 'Minhas Regras');
  await page.getByRole('link', { name: 'Executar próxima' }).click();
  await shown(page, 'Maria Souza');
  await page.getByRole('button', { name: 'Concluir', exact: true }).waitFor();
  t.notMatch(await page.content(), /-100|−100/, 'no weight reaches who records');
  for (const question of await page.locator('fieldset.grade-question').all())
    await question.getByRole('radio', { name: '5', exact: true }).check();
  await submit(page, 'Concluir');
  await shown(page, 'Maria Souza');
  await page.goto('/my-rules');
  t.notMatch(await page.textContent('main'), 'Maria Souza', 'it is due no more');
}

async function seeExecuted(t: Test, page: Page): Promise<void> {
  await menu(page, 'Gerenciador de Pós-Venda');
  await page.getByRole('link', { name: /^Executadas/ }).click();
  await page.getByRole('link', { name: 'Maria Souza' }).click();
  await shown(page, 'Executada');
  await shown(page, '100,0');
  t.pass('the score, to a manager');
}

/** Goes to a screen through the menu, as a user finds it. */
async function menu(page: Page, name: string): Promise<void> {
  const group = page.locator('details.menu-fold');
  if ((await group.count()) > 0 && !(await group.first().getAttribute('open'))) {
    const link = page.getByRole('navigation').getByRole('link', { name, exact: true });
    if (!(await link.isVisible())) await group.first().locator('summary').click();
  }
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).first().click();
  await page.locator('nav a[aria-current=page]', { hasText: name }).waitFor();
}

/** Passes an item to the chosen side: by the panes with JavaScript, by its checkbox without. */
async function choose(page: Page, name: string, javaScript: boolean): Promise<void> {
  if (javaScript) await page.getByRole('option', { name }).dblclick();
  else await page.getByRole('checkbox', { name }).check();
}

async function submit(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.waitForLoadState();
}
