import type { Browser } from 'playwright-core';
import t from 'tap';
import { cancelSale } from '../../src/actions/cancel-sale.js';
import { recordSale } from '../../src/actions/record-sale.js';
import { acting, done } from '../support/acting.js';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { launch, listen, profile, signIn, violations, withoutChromium } from '../support/chromium.js';
import { sqlite } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();
const { app, db } = await testApp(t, sqlite);
const url = await listen(app);
const build = await fixtures(db);
const LONG =
  'Condomínio Residencial Jardim das Acácias do Vale do Paraíba, bloco C, apartamento duplex da cobertura número 1203';

t.test('every screen of Vendas is accessible and fits, in both themes, wide and narrow', { skip }, async (t) => {
  const ruleId = await build.rule({ name: LONG.slice(0, 90) });
  const productId = await build.product({ name: LONG, profileId: await build.profile({ rules: [ruleId] }) });
  const context = acting(db, build.people.ana);
  const form = {
    customer: LONG,
    document: '52998224725',
    phone1: '11987654321',
    email: 'administracao.do.condominio@jardimdasacacias.com.br',
    city: 'São José dos Campos',
    state: 'SP',
    product: String(productId),
    seller: String(build.people.bruno.id),
    closedOn: '2026-07-01',
    value: '12.345.678,90',
    externalId: 'X'.repeat(60),
  };
  const sale = done(await recordSale(context, form)).id;
  const cancelled = done(await recordSale(context, { ...form, externalId: '2' })).id;
  done(await cancelSale(context, cancelled, { cancelledOn: '2026-07-09', reverseCommission: 'yes' }));
  const bare = await build.sale({ productId });
  const paths = ['', '?situation=without-surveys&q=maria', '?q=nobody', '/new', '/planning'];
  const pages = [...paths, `/${sale}`, `/${sale}/edit`, `/${cancelled}`, `/${bare}`];
  for (const options of [{ theme: 'light' }, { theme: 'dark', width: 360 }] as const) {
    const page = await signIn(await profile(t, browser as Browser, url, options), 'ana', PASSWORD);
    for (const path of pages) {
      await page.goto(`/sales${path}`);
      await page.evaluate("for (const details of document.querySelectorAll('main details')) details.open = true");
      t.same(await violations(page), [], path);
      t.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, `${path} fits`);
    }
  }
});
