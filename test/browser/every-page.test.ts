import type { Browser } from 'playwright-core';
import t from 'tap';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { launch, listen, profile, signIn, violations, withoutChromium } from '../support/chromium.js';
import { sqlite } from '../support/engines.js';
import { furnish, idsFor } from '../support/furnished.js';
import { filled, routeWalk, type WalkedRoute } from '../support/route-walk.js';

const skip = withoutChromium;
const browser = skip ? null : await launch(t);
const { routes, onRoute } = routeWalk();
const world = await testApp(t, sqlite, onRoute);
const url = await listen(world.app);
const records = await furnish(world);

for (const options of [{ theme: 'light' }, { theme: 'dark', width: 360 }] as const)
  t.test(`every page is accessible and fits, ${JSON.stringify(options)}`, { skip }, async (t) => {
    const page = await signIn(await profile(t, browser as Browser, url, options), 'davi', PASSWORD);
    for (const route of routes.filter(isPage))
      for (const id of idsFor(route.url, records)) {
        const address = filled(route.url, () => id);
        await page.goto(address);
        t.same(await violations(page, options.theme === 'dark' ? 'look' : undefined), [], address);
        t.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, `${address} fits`);
      }
  });

/** Not what is open to everybody, which a signed-in user is sent away from, nor a file, nor the one answer that is a part of a page. */
function isPage({ method, url, access }: WalkedRoute): boolean {
  return (
    method === 'GET' && access !== 'public' && url !== '/config/rules/schedule' && !/\/(export\.|counters$)/.test(url)
  );
}
