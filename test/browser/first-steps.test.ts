import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { launch, listen, profile, shown, signIn, violations, withoutChromium } from '../support/chromium.js';
import { onBothEngines } from '../support/engines.js';

// From an empty database to the first survey that is due, as an administrator does it on his first day.

const skip = withoutChromium;
const browser = skip ? null : await launch();

t.test('the assistant leads from nothing to the first survey', { skip }, async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { app, db } = await testApp(t, engine);
    // On his first day he is alone.
    await db.transaction((trx) => trx('users').whereNot({ login: 'davi' }).delete());
    const url = await listen(app);
    // The way is the same without JavaScript.
    const javaScript = engine.dialect === 'sqlite';
    const page = await signIn(await profile(t, browser as Browser, url, { javaScript }), 'davi', PASSWORD);
    await page.goto('/');
    await page.getByRole('heading', { name: 'Primeiros passos' }).waitFor();
    await shown(page, '0 de 6 passos prontos');
    if (javaScript) t.same(await violations(page), []);
    await page.getByRole('link', { name: 'Usar o conjunto pronto' }).click();
    await page.getByLabel('Nome', { exact: true }).first().fill('Pós-instalação');
    await page.getByLabel('Criar esta regra').nth(2).uncheck();
    await page.getByRole('button', { name: 'Criar e continuar' }).click();
    await shown(page, 'Conjunto pronto salvo: 2 regras.');
    await page.getByRole('heading', { name: 'Novo produto' }).waitFor();
    await page.getByLabel('Nome').fill('Fibra 500');
    t.equal(await page.getByLabel('Perfil').locator('option:checked').innerText(), 'Internet residencial');
    await page.getByRole('button', { name: 'Criar e continuar' }).click();
    await page.getByRole('heading', { name: 'Novo operador' }).waitFor();
    await shown(page, 'Quem vai ligar para os clientes?');
    if (javaScript) t.same(await violations(page), []);
    await addOperator(page, 'Ana Vendedora', 'ana');
    await page.getByRole('button', { name: 'Criar e cadastrar outro' }).click();
    await shown(page, 'Operador salvo.');
    await addOperator(page, 'Bruno Operador', 'bruno');
    await page.getByRole('button', { name: 'Criar e continuar' }).click();
    await shown(page, '5 de 6 passos prontos');
    await shown(page, '3 pessoas fazem as pesquisas');
    await page.getByRole('link', { name: 'Registrar venda' }).click();
    await recordSale(page);
    await page.goto('/');
    await page.getByRole('heading', { name: 'Gerenciador de Pós-Venda' }).waitFor();
    await page.goto('/config/first-steps');
    await shown(page, '6 de 6 passos prontos');
    const bruno = await signIn(await profile(t, browser as Browser, url), 'bruno', PASSWORD);
    await bruno.goto('/');
    await shown(bruno, 'Maria Souza · Pós-instalação');
    const [survey, ...others] = await db.read('surveys').orderBy('opens_on').select('opens_on', 'expires_on');
    t.match(survey, { opens_on: '2026-07-09', expires_on: '2026-07-14' });
    t.equal(others.length, 1, 'the second rule opens later');
  });
});

/** The rules are chosen already. */
async function addOperator(page: Page, name: string, login: string): Promise<void> {
  await page.locator('[name=name]').fill(name);
  await page.locator('[name=login]').fill(login);
  await page.locator('[name=password]').fill(PASSWORD);
}

async function recordSale(page: Page): Promise<void> {
  await page.locator('[name=customer]').fill('Maria Souza');
  await page.locator('[name=phone1]').fill('(11) 98765-4321');
  await page.locator('[name=product]').selectOption({ label: 'Fibra 500' });
  await page.locator('[name=seller]').selectOption({ label: 'Ana Vendedora' });
  await page.locator('[name=closedOn]').fill('2026-07-02');
  await page.locator('[name=value]').fill('99,90');
  await page.getByRole('button', { name: 'Registrar venda', exact: true }).click();
  await shown(page, 'Maria Souza');
}
