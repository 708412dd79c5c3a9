import type { Browser, Page } from 'playwright-core';
import type { Test } from 'tap';
import { testApp } from './app.js';
import { PASSWORD } from './browser.js';
import { type BrowserOptions, launch, listen, profile, signIn, violations, withoutChromium } from './chromium.js';
import { sqlite } from './engines.js';
import { furnish, idsFor } from './furnished.js';
import { filled, routeWalk, type WalkedRoute } from './route-walk.js';

/** Looks at every page with axe, and at whether it fits; in files of their own, which run side by side. */
export async function lookAtEveryPage(
  t: Test,
  { language = 'pt-BR', ...options }: BrowserOptions & { readonly language?: 'pt-BR' | 'en' },
): Promise<void> {
  const skip = withoutChromium;
  const browser = skip ? null : await launch();
  const { routes, onRoute } = routeWalk();
  const world = await testApp(t, sqlite, onRoute);
  const url = await listen(world.app);
  const records = await furnish(world);
  await world.db.transaction((trx) => trx('settings').update({ locale: language }));
  await t.test(
    `every page is accessible and fits, ${JSON.stringify({ language, ...options })}`,
    { skip },
    async (t) => {
      const page = await signIn(await profile(t, browser as Browser, url, options), 'davi', PASSWORD);
      for (const route of routes.filter(isPage))
        for (const id of idsFor(route.url, records)) {
          const address = filled(route.url, () => id);
          await page.goto(address);
          // From its end, where a bar at the foot of the screen stands below the last row: half a link that it happens to
          // cover on the way there is too small for axe.
          await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
          t.same(await violations(page, options.theme === 'dark' ? 'look' : undefined), [], address);
          t.same(await page.evaluate(TOO_WIDE), [], `${address} fits`);
          t.equal(await page.getAttribute('html', 'lang'), language, address);
          if (options.theme !== 'dark')
            t.same(await outOfSight(page), [], `${address}: what its buttons open, on a tablet`);
        }
    },
  );
}

/**
 * What is wider than its place: the page itself, or a table that hides its last columns until somebody scrolls. Paper has
 * a width of its own, and the numbers behind a picture may scroll.
 */
const TOO_WIDE = `[document.documentElement, ...document.querySelectorAll('body:not(.paper) .table-scroll')]
  .filter((one) => one.closest('details') === null)
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.tagName + ' ' + one.innerText.slice(0, 60))`;

/** The forms behind buttons that cannot be seen from side to side, or sent, on a screen that is wide enough for them to float. */
async function outOfSight(page: Page): Promise<unknown> {
  const before = page.viewportSize();
  if (before === null || (await page.locator('main .confirm').count()) === 0) return [];
  await page.setViewportSize({ ...before, width: 1024 });
  const found = await page.evaluate(OUT_OF_SIGHT);
  await page.setViewportSize(before);
  return found;
}

/** Each is opened alone, and its last button looked for where it is drawn: a box that scrolls may cut it off. */
const OUT_OF_SIGHT = `(() => {
  const all = [...document.querySelectorAll('main details.confirm')];
  for (const one of all) one.open = false;
  return all.filter((one) => {
    one.open = true;
    const form = one.querySelector('.confirm-form');
    const button = [...form.querySelectorAll('.btn')].at(-1);
    button.scrollIntoView({ block: 'center', behavior: 'instant' });
    const [box, place] = [form.getBoundingClientRect(), button.getBoundingClientRect()];
    const drawn = document.elementFromPoint(place.left + place.width / 2, place.top + place.height / 2);
    one.open = false;
    const from = document.querySelector('main').getBoundingClientRect().left;
    return box.left < from || box.right > document.documentElement.clientWidth || !button.contains(drawn);
  }).map((one) => one.id + ' ' + one.innerText);
})()`;

/** Not what is open to everybody, which a signed-in user is sent away from, nor a file, nor the one answer that is a part of a page. */
function isPage({ method, url, access, leadsBack }: WalkedRoute): boolean {
  return (
    method === 'GET' &&
    access !== 'public' &&
    !leadsBack &&
    url !== '/config/rules/schedule' &&
    !/\/(export\.|counters$)/.test(url)
  );
}
