import type { Browser } from 'playwright-core';
import t from 'tap';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { launch, listen, profile, shown, signIn, withoutChromium } from '../support/chromium.js';
import { sqlite } from '../support/engines.js';
import { surveyWorld } from '../support/survey-world.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();

t.test('Concluir without a connection stays on the page, and works when it is back', { skip }, async (t) => {
  const app = await testApp(t, sqlite);
  const world = await surveyWorld(app.db);
  const surveyId = await world.survey();
  const page = await signIn(await profile(t, browser as Browser, await listen(app.app)), 'bruno', PASSWORD);
  await page.goto(`/surveys/${surveyId}`);
  const said = (text: string) => page.locator('[data-draft-status]').filter({ hasText: text }).waitFor();
  for (const name of ['4', 'Sim']) await page.getByRole('radio', { name, exact: true }).check();
  await said('Salvo às 10:00');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Concluir' }).click();
  await said('Sem conexão: nada se perdeu. Conclua de novo quando a conexão voltar.');
  await page.locator('#note').fill('Ligar à tarde');
  await page.locator('#note').blur();
  await said('Sem conexão: nada se perdeu.');
  t.match(page.url(), `/surveys/${surveyId}`);
  await page.context().setOffline(false);
  await said('Salvo às 10:00');
  await page.getByRole('button', { name: 'Concluir' }).click();
  await shown(page, 'Pesquisa concluída');
  t.match(await app.db.read('executions').first(), { note: 'Ligar à tarde' });
});

t.teardown(() => browser?.close());
