import type { Browser } from 'playwright-core';
import t from 'tap';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { launch, listen, profile, signIn, violations, withoutChromium } from '../support/chromium.js';
import { addProduct, addProfile, addQuestion, addRule, adminContext } from '../support/configuration.js';
import { sqlite } from '../support/engines.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();
const { app, db, ids } = await testApp(t, sqlite);
const url = await listen(app);
const context = adminContext(db, ids.davi);
const LONG = 'Considerando todo o atendimento, do primeiro contato à ativação da sua internet, que nota você daria? ';

t.test(
  'every screen of the configuration is accessible and fits, in both themes, wide and narrow',
  { skip },
  async (t) => {
    const question = await addQuestion(context, { text: LONG.repeat(4), script: LONG });
    const rule = await addRule(context, { name: LONG.slice(0, 120), questions: [question], operators: [ids.bruno] });
    const used = await addProfile(context, { name: LONG.slice(10, 120), rules: [rule] });
    const product = await addProduct(context, { name: LONG.slice(20, 120), code: 'X'.repeat(60), profileId: used });
    const records = { questions: question, rules: rule, profiles: used, products: product };
    for (const options of [{ theme: 'light' }, { theme: 'dark', width: 360 }] as const) {
      const page = await signIn(await profile(t, browser as Browser, url, options), 'davi', PASSWORD);
      for (const [panel, id] of Object.entries(records))
        for (const path of ['?show=all', `/${id}`]) {
          await page.goto(`/config/${panel}${path}`);
          t.same(await violations(page), [], `${panel}${path}`);
          t.equal(
            await page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
            true,
            `${panel}${path} fits`,
          );
        }
      await page.goto(`/config/rules/${rule}/deactivation`);
      t.same(await violations(page), [], 'deactivation');
      t.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, 'deactivation fits');
    }
  },
);
