import { once } from 'node:events';
import { copyFileSync, mkdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { hashPassword } from '../../src/actions/passwords.js';
import { addDays, dateAt } from '../../src/domain/civil-date.js';
import { openDatabase, sqliteFile } from '../../src/store/connection.js';
import { migrate } from '../../src/store/migrate.js';
import { updatePassword } from '../../src/store/users.js';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { type BrowserOptions, launch, listen, profile, shown, signIn, withoutChromium } from '../support/chromium.js';
import { sqlite, temporaryFolder } from '../support/engines.js';
import { startServer } from '../support/process.js';
import { surveyWorld } from '../support/survey-world.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();

async function prepare(t: Test) {
  const app = await testApp(t, sqlite);
  const world = await surveyWorld(app.db);
  const surveyId = await world.survey();
  const url = await listen(app.app);
  const open = async (login: string, options: BrowserOptions = {}) => {
    const page = await signIn(await profile(t, browser as Browser, url, options), login, PASSWORD);
    await page.goto(`/surveys/${surveyId}`);
    return page;
  };
  const field = `answers.${world.versionIds[0]}`;
  return { ...app, world, surveyId, open, field };
}

const grade = (page: Page, name: string) => page.getByRole('radio', { name, exact: true });
const finish = (page: Page) => page.getByRole('button', { name: 'Concluir' }).click();

/** Waits for what the form says of its draft. */
async function status(page: Page, text: string | RegExp, timeout = 15_000): Promise<void> {
  await page.locator('[data-draft-status]').filter({ hasText: text }).waitFor({ timeout });
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

t.test('an answer and a comment are saved as they are typed, and are there after a reload', { skip }, async (t) => {
  const { open, db, world, field } = await prepare(t);
  const page = await open('bruno');
  await status(page, 'As respostas são salvas');
  await page.keyboard.press('2');
  await status(page, 'Salvo às 10:00');
  await shown(page, 'Com você até 10:30');
  t.equal(await page.getByRole('button', { name: 'Iniciar' }).count(), 0, 'the first answer has started it');
  const saved = page.waitForResponse((response) => response.request().postData()?.includes('Demorou') === true);
  await page.keyboard.type('Demorou');
  await saved;
  await page.reload();
  await status(page, 'Salvo às 10:00');
  t.ok(await grade(page, '2').isChecked());
  t.equal(await page.locator(`[name="${field}.comment"]`).inputValue(), 'Demorou');
  t.match(await db.read('claims').first(), { user_id: world.bruno.id }, 'the first answer claims');
});

t.test('a page left within a moment of typing comes back with what was typed', { skip }, async (t) => {
  const { open, field } = await prepare(t);
  const page = await open('bruno');
  await page.route('**/draft', (route) => route.abort());
  await page.keyboard.press('4');
  await status(page, 'Sem conexão: tentando de novo');
  await page.locator('#note').fill('Ligar à tarde');
  await page.unroute('**/draft');
  await page.reload();
  await status(page, 'Salvo às 10:00');
  t.ok(await grade(page, '4').isChecked());
  t.equal(await page.locator('#note').inputValue(), 'Ligar à tarde');
  t.match(await page.locator('[data-draft-news]').textContent(), 'foi recuperado');
  t.equal(await page.locator(`[name="${field}.comment"]`).inputValue(), '');
});

t.test('the server is killed in the middle of a form, and the draft survives it', { skip }, async (t) => {
  t.setTimeout(120_000);
  const prepared = { databaseUrl: null, dataDir: temporaryFolder(t) };
  await migrate(prepared);
  const db = openDatabase(prepared);
  const world = await surveyWorld(db);
  const hash = await hashPassword(PASSWORD);
  await db.transaction((trx) => updatePassword(trx, world.bruno.id, hash));
  const surveyId = await world.survey({ closedOn: addDays(dateAt(Date.now(), 'America/Sao_Paulo'), -8) });
  await db.close();
  const folder = path.join(temporaryFolder(t), 'data');
  mkdirSync(folder);
  copyFileSync(sqliteFile(prepared.dataDir), sqliteFile(folder));

  // The same port before and after: the name of the session's cookie holds it.
  const env = { DATA_DIR: folder, PORT: await freePort() };
  const first = await startServer(t, env);
  const page = await signIn(await profile(t, browser as Browser, first.url), 'bruno', PASSWORD);
  await page.goto(`/surveys/${surveyId}`);
  await page.keyboard.press('3');
  await status(page, 'Salvo às');
  await first.stop('SIGKILL');
  await page.locator('#note').fill('Depois da queda');
  await status(page, 'Sem conexão: tentando de novo');
  await startServer(t, env);
  // The pauses between two tries grow to half a minute, and a server on a busy machine may start in the longest.
  await status(page, 'Salvo às', 45_000);
  await page.reload();
  t.ok(await grade(page, '3').isChecked(), 'what was saved before');
  t.equal(await page.locator('#note').inputValue(), 'Depois da queda', 'and what was typed while nobody listened');
  await grade(page, 'Sim').check();
  await finish(page);
  await shown(page, 'foi salva às');
});

t.test('with two windows the later answer counts, and the other window says so', { skip }, async (t) => {
  const { open, surveyId } = await prepare(t);
  const one = await open('bruno');
  const other = await one.context().newPage();
  await other.goto(`/surveys/${surveyId}`);
  await grade(one, '3').check();
  await status(one, 'Salvo');
  await grade(other, '5').check();
  await shown(other, 'Pergunta 1: você substituiu o que Bruno Operador respondeu');
  await grade(one, 'Sim').check();
  await shown(one, 'Pergunta 1: Bruno Operador respondeu “5” em outra janela às 10:00');
  t.ok(await grade(one, '5').isChecked());
});

t.test(
  'of two operators the second is told who has it, and later who finished it, and keeps his',
  { skip },
  async (t) => {
    const { open, db } = await prepare(t);
    const [his, hers] = [await open('bruno'), await open('ana')];
    await grade(his, '5').check();
    await status(his, 'Salvo');
    await grade(hers, '1').check();
    await status(hers, /Bruno Operador.*O que você digitou continua nesta página/);
    await grade(his, 'Sim').check();
    await finish(his);
    await shown(his, 'foi salva às');
    await grade(hers, 'Não').check();
    await hers.locator(`textarea >> nth=0`).fill('Veio tarde');
    await finish(hers);
    await shown(hers, 'Bruno Operador já finalizou esta pesquisa em 10/07/2026 10:00');
    await shown(hers, 'Veio tarde');
    t.equal((await db.read('executions')).length, 1);
  },
);

t.test('a session that ends in the middle loses nothing', { skip }, async (t) => {
  const { open, db, surveyId } = await prepare(t);
  const page = await open('bruno');
  await grade(page, '4').check();
  await status(page, 'Salvo');
  await db.transaction((trx) => trx('sessions').delete());
  await page.locator('#note').fill('Sem sessão');
  await status(page, 'Sua sessão terminou');
  // Pressing leaves the field, which saves again: the link has to be the same one when the button is let go.
  const answered = page.waitForResponse((response) => response.url().endsWith('/draft'));
  await page.getByRole('link', { name: 'entrar de novo' }).hover();
  await page.mouse.down();
  await answered;
  const [tab] = await Promise.all([page.waitForEvent('popup'), page.mouse.up()]);
  await tab.locator('[name=login]').fill('bruno');
  await tab.locator('[name=password]').fill(PASSWORD);
  await tab.locator('button.btn-primary').click();
  await tab.waitForURL(`**/surveys/${surveyId}`);
  t.ok(await grade(tab, '4').isChecked(), 'signing in leads to the draft');
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await status(page, 'Salvo');
  t.match(await db.read('draft_forms').first(), { note: 'Sem sessão' });
});

for (const javaScript of [true, false])
  t.test(`a session that ended before Concluir costs a sign-in only, JavaScript ${javaScript}`, { skip }, async (t) => {
    const { open, db } = await prepare(t);
    const page = await open('bruno', { javaScript });
    await grade(page, '4').check();
    await grade(page, 'Sim').check();
    await page.locator('#note').fill('<b>Com</b> "aspas"\n\ne linhas');
    await db.transaction((trx) => trx('sessions').delete());
    await finish(page);
    await shown(page, 'o que você digitou continua aqui');
    await page.locator('[name=login]').fill('bruno');
    await page.locator('[name=password]').fill('não é esta');
    await page.locator('button.btn-primary').click();
    await shown(page, 'não conferem');
    await page.locator('[name=login]').fill('bruno');
    await page.locator('[name=password]').fill(PASSWORD);
    await page.locator('button.btn-primary').click();
    await page.getByRole('button', { name: 'Continuar' }).click();
    await shown(page, 'foi salva às');
    t.match(await db.read('executions').first(), { note: '<b>Com</b> "aspas"\n\ne linhas', executed_by: 2 });
  });

t.test(
  'without JavaScript a button saves the draft, and the next one who opens it is told whose it is',
  { skip },
  async (t) => {
    const { open, db, clock } = await prepare(t);
    const page = await open('bruno', { javaScript: false });
    t.notOk(await page.locator('[data-draft-status]').isVisible(), 'nothing is saved while he types');
    await grade(page, '3').check();
    await page.locator('#note').fill('Volto já');
    await page.getByRole('button', { name: 'Salvar rascunho' }).click();
    await shown(page, 'Rascunho salvo às 10:00');
    t.ok(await grade(page, '3').isChecked());
    clock.now += 31 * 60_000;
    const hers = await open('ana');
    await shown(hers, 'Rascunho salvo por Bruno Operador em 10/07/2026 10:00');
    t.ok(await grade(hers, '3').isChecked());
    await grade(hers, 'Sim').check();
    await finish(hers);
    await shown(hers, 'foi salva às');
    t.match(await db.read('executions').first(), { executed_by: 1, note: 'Volto já' });
  },
);

t.test(
  'going back to a form that was finished, or finishing it from a second window, records nothing',
  { skip },
  async (t) => {
    const { open, db, surveyId } = await prepare(t);
    const page = await open('bruno');
    const other = await page.context().newPage();
    await other.goto(`/surveys/${surveyId}`);
    for (const one of [page, other]) for (const name of ['5', 'Sim']) await grade(one, name).check();
    await page.getByRole('button', { name: 'Concluir' }).dblclick();
    await shown(page, 'foi salva às');
    await page.reload();
    await page.goBack();
    await shown(page, 'Executada por Bruno Operador');
    t.equal(await page.locator('#surveys-form').count(), 0);
    await finish(other);
    await shown(other, 'Bruno Operador já finalizou');
    t.equal((await db.read('executions')).length, 1);
    // htmx keeps the address of the page there, and nothing that was typed.
    t.same(await page.evaluate("Object.entries(sessionStorage).filter(([key]) => !key.startsWith('htmx-'))"), []);
  },
);
