import type { Browser, Page } from 'playwright-core';
import t from 'tap';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { focused, launch, listen, profile, shown, signIn, withoutChromium } from '../support/chromium.js';
import { sqlite } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { surveyWorld } from '../support/survey-world.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();

t.test(
  'without JavaScript a call ends in an attempt, and the manager decides on what it proposed',
  { skip },
  async (t) => {
    const { app, db } = await testApp(t, sqlite);
    const world = await surveyWorld(db);
    const id = await world.survey({ customer: 'Rita Lima' });
    const url = await listen(app);
    const open = async (login: string, path: string): Promise<Page> => {
      const page = await signIn(await profile(t, browser as Browser, url, { javaScript: false }), login, PASSWORD);
      await page.goto(path);
      return page;
    };
    const call = await open('bruno', `/surveys/${id}`);
    await call.getByRole('button', { name: 'Iniciar' }).click();
    await shown(call, 'Com você até 10:30');
    await call.getByText('Registrar tentativa').click();
    await call.getByLabel('Pediu retorno').check();
    await call.getByLabel('Retornar no dia').fill('2026-07-13');
    await call.getByLabel(/^Às/).fill('21:00');
    await call.getByRole('button', { name: 'Registrar', exact: true }).click();
    await shown(call, 'Escolha um horário entre 08:00 e 20:00.');
    t.ok(await call.getByLabel('Pediu retorno').isChecked(), 'what was typed is still there');
    await call.getByLabel(/^Às/).fill('09:00');
    await call.getByRole('button', { name: 'Registrar', exact: true }).click();
    await shown(call, 'a prorrogação foi proposta aos gestores');
    await shown(call, 'Aguardando: retorno marcado para 13/07/2026 09:00.');

    const attending = await open('ana', '/attending');
    t.match(await attending.innerText('table'), /Rita Lima[\s\S]*Bruno Operador[\s\S]*10:00/);
    await call.getByRole('button', { name: 'Liberar' }).click();
    await shown(call, 'Pesquisa liberada.');
    await attending.reload();
    await shown(attending, 'Ninguém está atendendo agora');

    await attending.getByRole('link', { name: 'Propostas' }).click();
    await attending.getByText('Aceitar', { exact: true }).click();
    await shown(attending, 'O vencimento passa de 11/07/2026 para 13/07/2026.');
    await attending.getByRole('button', { name: 'Prorrogar até 13/07/2026' }).click();
    await shown(attending, 'Proposta aceita.');
    await call.reload();
    await shown(call, 'prorrogado de 11/07/2026 para 13/07/2026 por Ana Gestora');
  },
);

t.test(
  'whom nobody reaches takes four strokes: T, what came of it, Enter, and Enter to the next',
  { skip },
  async (t) => {
    const { app, db } = await testApp(t, sqlite);
    const world = await surveyWorld(db);
    const [first, second] = await world.surveys([{ closedOn: '2026-06-30' }, {}]);
    const page = await signIn(await profile(t, browser as Browser, await listen(app)), 'bruno', PASSWORD);
    await page.goto('/my-rules/next');
    t.match(page.url(), new RegExp(`/surveys/${first}$`));
    for (const key of ['t', '2', '1', 'Enter']) await page.keyboard.press(key);
    await shown(page, 'Tentativa registrada.');
    matchLists(
      t,
      await db.read('attempts'),
      [{ survey_id: first, outcome: 'no-answer' }],
      'the last of two keys counts',
    );
    await focused(page, '#next-survey');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/surveys/${second}`);
    await page.getByRole('link', { name: 'Não consegui falar' }).click();
    await page.getByLabel('Não atendeu').waitFor();
    t.pass('and the link opens the form for the mouse');
    await page.getByLabel('Observação da tentativa').fill('t 1');
    t.equal(await page.getByLabel('Observação da tentativa').inputValue(), 't 1', 'what is typed is text');
  },
);
