import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
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
import { sqlite } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { salesFile } from '../support/imports.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();

const LOOKS: readonly BrowserOptions[] = [
  { javaScript: true, width: 1280, theme: 'light' },
  { javaScript: true, width: 360, theme: 'dark' },
  { javaScript: false, width: 360, theme: 'light' },
];

for (const look of LOOKS)
  t.test(`a file is imported: ${JSON.stringify(look)}`, { skip }, async (t) => {
    const page = await start(t, look);
    const at = (name: string) => looksRight(t, page, look, name);

    await page.goto('/sales/import');
    await at('upload');
    await page.getByRole('button', { name: 'Continuar' }).click();
    await shown(page, 'Escolha um arquivo.');
    await at('upload refused');
    const broken = salesFile('P-4;31/02/2026;Cid Reis;;Fibra 300;Vera Lopes;x;ativo');
    await page
      .getByLabel('Arquivo CSV')
      .setInputFiles({ name: 'errado.csv', mimeType: 'text/csv', buffer: Buffer.from(broken) });
    await page.getByRole('button', { name: 'Continuar' }).click();
    await page.getByRole('heading', { name: 'O que é cada coluna' }).waitFor();
    await page.getByRole('button', { name: 'Conferir o que será importado' }).click();
    await page.getByRole('heading', { name: '2 erros impedem a importação' }).waitFor();
    t.equal(await page.getByRole('button', { name: 'Importar', exact: true }).isDisabled(), true);
    await at('preview with errors');

    await page.goto('/sales/import');
    await page
      .getByLabel('Arquivo CSV')
      .setInputFiles({ name: 'certo.csv', mimeType: 'text/csv', buffer: Buffer.from(salesFile()) });
    await page.getByRole('button', { name: 'Continuar' }).click();
    await shown(page, 'As escolhas da última importação');
    await at('mapping');
    await page.getByLabel('Campo da coluna Valor').selectOption({ label: 'Cliente' });
    await page.getByRole('button', { name: 'Conferir o que será importado' }).click();
    await shown(page, 'Outra coluna já é este campo.');
    await at('mapping refused');
    await page.getByLabel('Campo da coluna Valor').selectOption({ label: 'Valor' });
    await page.getByRole('button', { name: 'Conferir o que será importado' }).click();
    await page.getByRole('heading', { name: 'Conferência da importação' }).waitFor();
    await page.getByLabel('Vencimento a partir de').fill('2026-07-01');
    await page.getByRole('button', { name: 'Contar de novo' }).click();
    await shown(page, 'Só as que vencem a partir de 01/07/2026');
    await at('preview');
    await page.getByLabel('Todas').check();
    await page.getByRole('button', { name: 'Importar', exact: true }).click();
    await shown(page, 'Vendas importadas.');
    await at('result');
    await page.goto('/sales/import');
    await shown(page, 'Importado: 3 novas');
    await at('list');
    await page.getByRole('link', { name: 'Continuar a importação de errado.csv' }).click();
    await page.locator('summary', { hasText: 'Descartar' }).click();
    await page.locator('.confirm-form button.btn-danger').click();
    await shown(page, 'Arquivo descartado.');
    await page.getByRole('link', { name: 'errado.csv' }).click();
    await shown(page, 'Nada dele foi importado');
    await at('discarded');
  });

async function start(t: Test, look: BrowserOptions): Promise<Page> {
  const { app, db } = await testApp(t, sqlite);
  const build = await fixtures(db);
  const profileId = await build.profile({ rules: [await build.rule()] });
  await build.product({ name: 'Fibra 500', profileId });
  return signIn(await profile(t, browser as Browser, await listen(app), look), 'ana', PASSWORD);
}

/** Nothing for axe to find, and nothing wider than the screen; axe itself is JavaScript. */
async function looksRight(t: Test, page: Page, { javaScript, width }: BrowserOptions, name: string): Promise<void> {
  if (!javaScript) return;
  t.same(await violations(page), [], `${name}: axe`);
  const fits = await page.evaluate('document.documentElement.scrollWidth <= innerWidth');
  t.equal(fits, true, `${name} fits ${width} px`);
}
