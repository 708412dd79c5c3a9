import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { launch, listen, profile, shown, signIn, withoutChromium } from '../support/chromium.js';
import { sqlite } from '../support/engines.js';
import { surveyWorld } from '../support/survey-world.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();

t.test('without JavaScript: a bad grade, its complaint, a sale won, and both in the results', { skip }, async (t) => {
  const { app, db } = await testApp(t, sqlite);
  const world = await surveyWorld(db);
  const [five, yesNo] = world.versionIds;
  await db.transaction((trx) =>
    trx('grades').where({ question_version_id: five, position: 1 }).update({ signal: 'complaint' }),
  );
  await db.transaction((trx) =>
    trx('grades').where({ question_version_id: yesNo, position: 2 }).update({ signal: 'opportunity' }),
  );
  const id = await world.survey({ customer: 'Rita Lima' });
  const url = await listen(app);
  const page = await signIn(await profile(t, browser as Browser, url, { javaScript: false }), 'bruno', PASSWORD);
  await page.goto(`/surveys/${id}`);
  await page.locator(`[name="answers.${five}.answer"][value="1"]`).check();
  await page.locator(`[name="answers.${five}.comment"]`).fill('Cabo aparente na sala');
  await page.locator(`[name="answers.${yesNo}.answer"][value="2"]`).check();
  await page.getByRole('button', { name: /Concluir/ }).click();
  await shown(page, 'foi salva às');
  await page.getByRole('button', { name: 'Abrir oportunidade' }).click();
  await shown(page, 'Acompanhamento aberto.');
  await win(page);
  // What he did not open at the end of the survey waits for him.
  await page.getByRole('link', { name: 'Acompanhamentos' }).first().click();
  await page.locator('#tab-signals').click();
  await page.getByRole('button', { name: 'Abrir reclamação de Rita Lima' }).click();
  await shown(page, 'Acompanhamento aberto, com você como responsável.');

  await page.getByRole('link', { name: 'Acompanhamentos' }).first().click();
  await page.getByRole('link', { name: 'Rita Lima' }).click();
  await shown(page, 'Cabo aparente na sala');
  await page.getByRole('button', { name: 'Iniciar' }).click();
  await shown(page, 'Em andamento');
  await page.locator('#resolve summary').click();
  await page.getByLabel('Solução').fill('Cabo embutido na canaleta');
  await page.locator('#resolve').getByRole('button', { name: 'Resolver' }).click();
  await shown(page, 'Acompanhamento concluído.');
  await shown(page, 'Cabo embutido na canaleta');
  t.match(await page.innerText('main'), /Resolvido[\s\S]*Cabo embutido na canaleta/);
  t.match(await db.read('follow_ups').where({ kind: 'complaint' }).first(), {
    ending: 'resolved',
    kind: 'complaint',
    text: 'Cabo aparente na sala',
  });

  const ana = await signIn(await profile(t, browser as Browser, url, { javaScript: false }), 'ana', PASSWORD);
  await ana.goto('/results');
  const row = ana.locator('tr', { hasText: 'Reclamações' });
  t.equal(await row.locator('[data-label="Resolvidos"] a').innerText(), '1');
  await row.locator('[data-label="Resolvidos"] a').click();
  await ana.locator('main tr', { hasText: /Rita Lima[\s\S]*Resolvido/ }).waitFor();
  await ana.goBack();
  await ana.getByRole('link', { name: /1 oportunidade ganha: R\$\s149,90/ }).click();
  await ana.locator('main tr', { hasText: /Rita Lima[\s\S]*Ganha/ }).waitFor();
  t.pass('and the sale that was won is in its list');
});

/** From the list of follow-ups, where it is the only one. */
async function win(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Acompanhamentos' }).first().click();
  await page.getByRole('link', { name: 'Rita Lima' }).click();
  await page.locator('#win summary').click();
  await page.getByLabel('Valor').fill('149,90');
  await page.locator('#win-product').selectOption({ index: 1 });
  await page.locator('#win').getByRole('button', { name: 'Marcar como ganha' }).click();
  await shown(page, 'Acompanhamento concluído.');
}
