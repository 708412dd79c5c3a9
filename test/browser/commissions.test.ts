import type { Page } from 'playwright-core';
import t from 'tap';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { launch, listen, profile, shown, signIn, violations, withoutChromium } from '../support/chromium.js';
import { sqlite } from '../support/engines.js';
import { type SurveyWorld, surveyWorld } from '../support/survey-world.js';

const skip = withoutChromium;

/** Runs a survey to its end, with this grade of the first question and *Sim*. */
async function run(page: Page, { versionIds: [five, yesNo] }: SurveyWorld, survey: number, grade: number) {
  await page.goto(`/surveys/${survey}`);
  await page.locator(`[name="answers.${five}.answer"][value="${grade}"]`).check();
  await page.locator(`[name="answers.${yesNo}.answer"][value="1"]`).check();
  await page.getByRole('button', { name: /Concluir/ }).click();
  await page.waitForURL((url) => url.pathname !== `/surveys/${survey}`);
}

/** What a reader sees of the page, spaces as on a keyboard. */
async function read(page: Page, address: string): Promise<string> {
  await page.goto(address);
  return (await page.innerText('main')).replaceAll('\u00a0', ' ');
}

/** Tables that have to be scrolled sideways. */
const WIDER_BOXES = `[...document.querySelectorAll('main .table-scroll')].filter((box) => box.scrollWidth > box.clientWidth + 1).length`;

t.test('surveys pay, the month is closed and paid, and a late survey is an adjustment', { skip }, async (t) => {
  const browser = await launch();
  const { app, db } = await testApp(t, sqlite);
  const world = await surveyWorld(db);
  // Due today, of a month that is over.
  const due = { closedOn: '2026-06-10', startDays: 28 };
  const [first = 0, second = 0] = await world.surveys([
    { ...due, customer: 'Rita Lima' },
    { ...due, customer: 'Paulo Melo' },
  ]);
  await db.transaction((trx) => trx('sales').update({ commission_base_cents: 5000 }));
  const url = await listen(app);
  const [bruno, ana] = [await profile(t, browser, url, { javaScript: false }), await profile(t, browser, url)];
  const [operator, manager] = [await signIn(bruno, 'bruno', PASSWORD), await signIn(ana, 'ana', PASSWORD)];
  const [june, july] = ['2026-06', '2026-07'].map((month) => `/commissions/statements/${month}-${world.edu.id}`);
  const month = '/commissions/months/2026-06';

  await t.test('a survey that was run is a line, which opens to its formula', async (t) => {
    await run(operator, world, first, 4);
    await manager.goto('/panel/due');
    await manager.click('nav a[href="/commissions"]');
    await manager.click('main a[href$="/2026-06"]');
    await manager.getByRole('link', { name: 'Edu Vendedor' }).click();
    const below = (customer: string) => manager.locator('tr', { hasText: customer }).locator('+ .statement-how');
    const line = below('Rita Lima');
    await line.locator('.statement-line summary').click();
    const text = (await line.innerText()).replaceAll('\u00a0', ' ');
    t.match(text, 'R$ 50,00 × (1 + 0,20 × 75 ÷ 100) = R$ 50,00 × 1,15 = R$ 57,50');
    t.match(text, /O técnico foi cordial\?\s+Sim\s+100/);
    t.match(await below('Paulo Melo').innerText(), /Provisória: 1 pesquisa em aberto\s+vence em/);
  });

  await t.test('the month is closed by who reads what that does', async (t) => {
    await manager.goto(month);
    await manager.locator('#closing summary').click();
    t.match(await manager.innerText('#closing'), /Linhas provisórias\tSem base\s+junho de 2026\t2\tR\$\s107,50\t1\t0/);
    await manager.locator('#closing .btn-primary').click();
    await shown(manager, /Fechado por Ana Gestora/);
  });

  await t.test('a late survey changes the next month and names its cause', async (t) => {
    await run(operator, world, second, 5);
    t.match(await read(manager, june ?? ''), /Paulo Melo[\s\S]*R\$ 50,00/, 'what was closed stays');
    const text = await read(manager, july ?? '');
    t.match(text, /Paulo Melo[\s\S]*pesquisa executada depois[\s\S]*R\$ 50,00\s+R\$ 60,00\s+R\$ 10,00/);
  });

  await t.test('the seller is paid what the closed month says', async () => {
    await manager.goto(month);
    const payment = manager.locator(`#payment-${world.edu.id}`);
    await payment.locator('summary').click();
    const text = payment.getByText(/Edu Vendedor recebeu R\$\s107,50. Não há como desfazer/);
    await text.waitFor();
    await manager.mouse.click(20, 880);
    await text.waitFor({ state: 'hidden' });
    await payment.locator('summary').click();
    await payment.locator('.btn-primary').click();
    await manager.locator('td', { hasText: 'Pago por Ana Gestora' }).waitFor();
  });

  for (const options of [{ theme: 'light' }, { theme: 'dark', width: 360 }] as const)
    await t.test(`accessible and fitting, ${JSON.stringify(options)}`, async (t) => {
      const page = await signIn(await profile(t, browser, url, options), 'ana', PASSWORD);
      for (const address of ['/commissions', month, june ?? '', july ?? '']) {
        await page.goto(address);
        for (const summary of await page.locator('.statement-line summary, .chart-table summary').all())
          await summary.click();
        t.equal(await page.evaluate(WIDER_BOXES), 0, `${address}: what opens makes no table wider than its box`);
        t.same(await violations(page, options.theme === 'dark' ? 'look' : undefined), [], address);
        t.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, `${address} fits`);
      }
    });
});
