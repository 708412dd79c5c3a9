import type { Browser } from 'playwright-core';
import t from 'tap';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { launch, listen, profile, shown, signIn, violations, withoutChromium } from '../support/chromium.js';
import { sqlite } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();
const { app, db, ids } = await testApp(t, sqlite);
const url = await listen(app);
const build = await fixtures(db);
const ruleId = await build.rule({ name: 'Satisfação depois de trinta dias de uso do serviço de internet' });
const added = await build.rule({ name: 'Renovação', startDays: 1, expiryDays: 60 });
const profileId = await build.profile({ rules: [ruleId], name: 'Fibra' });
const productId = await build.product({ profileId, name: 'Fibra 500' });
for (let made = 0; made < 3; made += 1) await build.survey(await build.sale({ productId }), ruleId);
await db.transaction((trx) => trx('surveys').where({ id: 1 }).update({ assigned_to: ids.carla }));

t.test('what a change does follows the form as it is typed, and saving does it', { skip }, async (t) => {
  const page = await signIn(await profile(t, browser as Browser, url, {}), 'davi', PASSWORD);
  await page.goto(`/config/rules/${ruleId}`);
  await shown(page, 'Sem marcar, as pesquisas que já existem ficam como estão.');
  await page.getByLabel('Aplicar também às pesquisas em aberto').check();
  await shown(page, 'Com novas datas');
  await page.getByLabel('Agendar início (dias)').fill('20');
  const scheduled = page.getByRole('row', { name: 'Agendadas' });
  await scheduled.getByRole('cell', { name: '3' }).waitFor();
  t.same(await violations(page), []);
  await page.getByRole('button', { name: 'Salvar', exact: true }).click();
  await shown(page, 'Regra salva.');
  t.same(new Set(await db.read('surveys').pluck('opens_on')), new Set(['2026-07-21']));
});

t.test('a profile plans the rule that enters for the sales of the days that are given', { skip }, async (t) => {
  const options = { theme: 'dark', width: 360 } as const;
  const page = await signIn(await profile(t, browser as Browser, url, options), 'davi', PASSWORD);
  await page.goto(`/config/profiles/${profileId}`);
  await page.getByLabel('Aplicar também às pesquisas em aberto').check();
  const box = page.locator(`input[name=rules][value="${added}"]`);
  await box.evaluate((one: unknown) => {
    const element = one as { checked: boolean; dispatchEvent(event: Event): void };
    element.checked = true;
    element.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await shown(page, 'Criadas');
  await page.getByRole('row', { name: 'Abertas' }).getByRole('cell', { name: '3' }).waitFor();
  t.same(await violations(page), []);
  t.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
  await page.getByRole('button', { name: 'Salvar', exact: true }).click();
  await shown(page, 'Perfil salvo.');
  t.equal((await db.read('surveys').where({ rule_id: added })).length, 3);
});

t.test('deactivating says what it removes and names what it keeps', { skip }, async (t) => {
  const page = await signIn(await profile(t, browser as Browser, url, {}), 'davi', PASSWORD);
  await page.goto(`/config/rules/${ruleId}`);
  await page.getByRole('link', { name: 'Desativar' }).click();
  await page.getByText('Ver as que são mantidas').click();
  await page.getByRole('link', { name: /Maria Souza/ }).waitFor();
  t.same(await violations(page), []);
  await page.getByLabel('Remover também as pesquisas em aberto em que ninguém mexeu').check();
  await page.getByRole('button', { name: 'Desativar' }).click();
  await shown(page, 'Registro desativado.');
  t.same(await db.read('surveys').where({ rule_id: ruleId }).pluck('id'), [1]);
});

t.test('a list of holidays says what it does to open surveys before it is added', { skip }, async (t) => {
  const following = { expires_on: '2026-07-17', original_expires_on: '2026-07-17', business_expiry_days: 9 };
  const { id } = await db.read('surveys').orderBy('id').first();
  await db.transaction((trx) =>
    trx('surveys')
      .where({ id })
      .update({ opens_on: '2026-07-08', ...following }),
  );
  const page = await signIn(await profile(t, browser as Browser, url, { width: 360 }), 'davi', PASSWORD);
  await page.goto('/config/calendar/import');
  await page.getByLabel('Feriados, um por linha').fill('17/07/2026;Aniversário da cidade');
  await page.getByRole('button', { name: 'Conferir' }).click();
  await page.getByLabel('Aplicar também às pesquisas em aberto').check();
  await shown(page, 'Com novas datas');
  t.same(await violations(page), []);
  t.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
  await page.getByRole('button', { name: 'Acrescentar estes feriados' }).click();
  await shown(page, '1 feriado acrescentado.');
  t.equal((await db.read('surveys').where({ id }).first()).expires_on, '2026-07-20');
});
