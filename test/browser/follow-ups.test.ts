import type { Browser } from 'playwright-core';
import t from 'tap';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { launch, listen, profile, signIn, withoutChromium } from '../support/chromium.js';
import { sqlite } from '../support/engines.js';
import { surveyWorld } from '../support/survey-world.js';

const skip = withoutChromium;
const browser = skip ? null : await launch(t);

t.test('without JavaScript: a bad grade, the complaint that it opens, and its solution', { skip }, async (t) => {
  const { app, db } = await testApp(t, sqlite);
  const world = await surveyWorld(db);
  const [five, yesNo] = world.versionIds;
  await db.transaction((trx) =>
    trx('grades').where({ question_version_id: five, position: 1 }).update({ signal: 'complaint' }),
  );
  const id = await world.survey({ customer: 'Rita Lima' });
  const url = await listen(app);
  const page = await signIn(await profile(t, browser as Browser, url, { javaScript: false }), 'bruno', PASSWORD);
  await page.goto(`/surveys/${id}`);
  await page.locator(`[name="answers.${five}.answer"][value="1"]`).check();
  await page.locator(`[name="answers.${five}.comment"]`).fill('Cabo aparente na sala');
  await page.locator(`[name="answers.${yesNo}.answer"][value="1"]`).check();
  await page.getByRole('button', { name: /Concluir/ }).click();
  await page.getByRole('button', { name: 'Abrir reclamação' }).click();
  await page.getByText('Acompanhamento aberto.').waitFor();

  await page.getByRole('link', { name: 'Acompanhamentos' }).first().click();
  await page.getByRole('link', { name: 'Rita Lima' }).click();
  await page.getByText('Cabo aparente na sala').first().waitFor();
  await page.getByRole('button', { name: 'Iniciar' }).click();
  await page.getByText('Em andamento').waitFor();
  await page.locator('#resolve summary').click();
  await page.getByLabel('Solução').fill('Cabo embutido na canaleta');
  await page.locator('#resolve').getByRole('button', { name: 'Resolver' }).click();
  await page.getByText('Acompanhamento concluído.').waitFor();
  t.match(await page.innerText('main'), /Resolvido[\s\S]*Cabo embutido na canaleta/);
  t.match(await db.read('follow_ups').first(), {
    ending: 'resolved',
    kind: 'complaint',
    text: 'Cabo aparente na sala',
  });
});
