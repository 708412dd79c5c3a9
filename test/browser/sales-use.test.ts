import type { Browser } from 'playwright-core';
import t from 'tap';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { launch, listen, profile, shown, signIn, withoutChromium } from '../support/chromium.js';
import { sqlite } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();
const { app, db } = await testApp(t, sqlite);
const url = await listen(app);
const build = await fixtures(db);

t.test('a sale is recorded, corrected, cancelled and restored, with JavaScript and without', { skip }, async (t) => {
  const ruleId = await build.rule();
  const productId = await build.product({ name: 'Fibra 500', profileId: await build.profile({ rules: [ruleId] }) });
  for (const javaScript of [true, false]) {
    const page = await signIn(await profile(t, browser as Browser, url, { javaScript }), 'ana', PASSWORD);
    await page.goto('/sales');
    await page.getByRole('link', { name: 'Nova venda' }).click();
    await page.getByLabel('Cliente').fill(`João com JavaScript ${javaScript}`);
    await page.getByLabel('Produto').selectOption(String(productId));
    await page.getByLabel('Vendedor').selectOption({ label: 'Carla Operadora' });
    await page.getByLabel('Valor').fill('99,9O');
    await page.getByRole('button', { name: 'Registrar venda' }).click();
    await shown(page, 'Digite um valor como');
    await page.getByLabel('Valor').fill('99,90');
    await page.getByRole('button', { name: 'Registrar venda' }).click();
    await shown(page, 'Venda registrada, com 1 pesquisa.');
    await page.getByRole('link', { name: 'Editar' }).click();
    await page.getByLabel('Data de fechamento').fill('2026-07-01');
    if (!javaScript) await page.getByRole('button', { name: 'Prever' }).click();
    await shown(page, 'Com novas datas');
    await page.getByRole('button', { name: 'Salvar' }).click();
    await shown(page, 'Venda salva. Pesquisas com nova data: 1');
    await page.locator('#cancellation summary').click();
    await page.getByLabel('Sim, a venda não paga comissão').check();
    await page.locator('#cancellation').getByRole('button', { name: 'Cancelar venda' }).click();
    await shown(page, 'com estorno da comissão.');
    await page.locator('#restoration summary').click();
    await page.locator('#restoration').getByRole('button', { name: 'Restaurar venda' }).click();
    await shown(page, 'Venda restaurada, com 1 pesquisa');
    await page.goto('/sales');
    await page.getByLabel('Cliente, telefone').fill(`javascript ${javaScript}`);
    await page.getByRole('button', { name: 'Filtrar' }).click();
    await page.waitForURL(/q=javascript/);
    await shown(page, '1 venda', { exact: true });
  }
});
