import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { saveUser } from '../../src/actions/save-user.js';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { launch, listen, profile, shown, signIn, violations, withoutChromium } from '../support/chromium.js';
import { accepted, addQuestion, addRule, adminContext } from '../support/configuration.js';
import { sqlite } from '../support/engines.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();
const { app, db, ids } = await testApp(t, sqlite);
const url = await listen(app);
const context = adminContext(db, ids.davi);
const LONG =
  'Maximiliana Aparecida dos Santos Albuquerque de Vasconcelos Figueiredo e Silva Júnior da Conceição Pereira';

t.test('people, company and audit are accessible and fit, in both themes, wide and narrow', { skip }, async (t) => {
  const longForm = { access: true, name: LONG, login: 'm'.repeat(40), password: PASSWORD, role: 'manager' };
  const long = accepted(await saveUser(context, null, { ...longForm, externalId: '0'.repeat(60) }));
  const sellers = Array.from({ length: 1200 }, (_, i) => {
    return { name: `Vendedor ${i}`, name_key: `vendedor ${i}`, role: 'operator', created_at: 1 };
  });
  await db.transaction((trx) => trx.batchInsert('users', sellers, 400));
  const questions = [await addQuestion(context)];
  await addRule(context, { name: LONG, questions, operators: [ids.bruno] });
  for (const options of [{ theme: 'light' }, { theme: 'dark', width: 360 }] as const) {
    const page = await signIn(await profile(t, browser as Browser, url, options), 'davi', PASSWORD);
    for (const path of [
      '/config/operators?show=all',
      '/config/operators?access=without&page=12',
      '/config/operators/new',
      `/config/operators/${long}`,
      `/config/operators/${ids.bruno}/deactivation`,
      '/config/company',
      '/config/audit',
      `/config/audit?entity=user&id=${long}`,
    ]) {
      await page.goto(path);
      t.same(await violations(page), [], path);
      t.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, `${path} fits`);
    }
    await preview(page);
    t.same(await violations(page), [], 'another zone');
    t.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, 'another zone fits');
  }
});

t.test('an operator is added, handed over and brought back, with JavaScript and without', { skip }, async (t) => {
  const questions = [await addQuestion(context, { text: 'Recomendaria?' })];
  for (const javaScript of [true, false]) {
    const page = await signIn(await profile(t, browser as Browser, url, { javaScript }), 'davi', PASSWORD);
    const name = `Elisa com JavaScript ${javaScript}`;
    await page.goto('/config/operators');
    await page.getByRole('link', { name: 'Novo Operador' }).click();
    await page.getByLabel('Nome').fill(name);
    await page.getByLabel('Usuário', { exact: true }).fill(`elisa.${javaScript}`);
    await page.getByRole('button', { name: 'Salvar' }).click();
    await shown(page, 'Preencha este campo');
    await page.getByLabel('Senha').fill(PASSWORD);
    await page.getByRole('button', { name: 'Salvar' }).click();
    await shown(page, 'Operador salvo.');
    const elisa = (await db.read('users').where({ name }).first()).id;
    await addRule(context, { name: `Só de ${name}`, questions, operators: [elisa] });
    await page.goto(`/config/operators/${elisa}`);
    await page.getByRole('link', { name: 'Desativar' }).click();
    await shown(page, 'é o único operador com acesso desta regra');
    await page.getByRole('button', { name: 'Desativar' }).click();
    await shown(page, 'Preencha este campo');
    await page.getByLabel('Quem assume').selectOption({ label: 'Carla Operadora (carla)' });
    await page.getByRole('button', { name: 'Desativar' }).click();
    await shown(page, 'Operador desativado');
    await page.getByRole('button', { name: 'Ativar' }).click();
    await shown(page, 'Operador reativado');
    await page.goto(`/config/audit?entity=user&id=${elisa}`);
    t.same(await page.locator('tbody th').allInnerTexts().then(verbs), ['Ativou', 'Desativou', 'Criou']);
  }
});

async function preview(page: Page): Promise<void> {
  await page.goto('/config/company');
  await page.getByLabel('Fuso horário').selectOption('Pacific/Kiritimati');
  await page.getByRole('button', { name: 'Ver que dia é' }).click();
  await shown(page, 'hoje passa de 10/07/2026 para 11/07/2026');
}

function verbs(texts: readonly string[]): (string | undefined)[] {
  return texts.map((text) => text.split(':')[0]);
}
