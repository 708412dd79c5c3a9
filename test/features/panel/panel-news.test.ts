import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import type { Browser, Page } from '../../support/browser.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { surveyWorld } from '../../support/survey-world.js';

const HOUR = 3_600_000;

await onBothEngines(t, async (t, engine) => {
  await t.test('an open panel hears nothing while nothing is written, then the new counters', async (t) => {
    const { world, browser } = await prepare(t, engine);
    await world.survey({ customer: 'Vencida Um', closedOn: '2026-06-01' });
    const ana = await browser('ana');
    const open = pollOf((await ana.get('/panel/inconsistent')).body);
    const first = await ask(ana, open);
    t.equal(first.status, 200, 'it asks for the first time');
    t.notMatch(first.text, 'A lista mudou');
    const second = pollOf(first.body);
    t.equal((await ask(ana, second)).status, 204);
    await world.surveys([{ closedOn: '2026-06-01' }, { closedOn: '2026-07-01' }]);
    const news = await ask(ana, second);
    t.equal(news.status, 200);
    t.match(news.body, 'id="count-inconsistent" hx-swap-oob="true">2<');
    t.match(news.body, 'id="count-pending" hx-swap-oob="true">3<');
    t.match(news.text, 'A lista mudou. Atualizar');
    t.match(news.body, 'href="/panel/inconsistent"');
    t.match((await ask(ana, second)).text, 'A lista mudou', 'until the list is read again');
    t.equal((await ask(ana, pollOf(news.body))).status, 204);
  });

  await t.test('counts under the filters and the chips of the page', async (t) => {
    const { world, browser } = await prepare(t, engine);
    await world.surveys([{ sellerId: world.carla.id }, { sellerId: world.edu.id }, { outcome: 'closed' }]);
    const ana = await browser('ana');
    const page = await ana.get(`/panel/pending?seller=${world.carla.id}&status=due&status=closed`);
    const news = await ask(ana, pollOf(page.body));
    t.match(news.body, 'id="count-pending" hx-swap-oob="true">1<');
    t.match(news.body, 'id="count-chip-due" hx-swap-oob="true">1<');
    t.match(news.body, 'id="count-chip-closed" hx-swap-oob="true">0<');
  });

  await t.test('a new day is news, though nothing was written', async (t) => {
    const { world, browser, clock } = await prepare(t, engine);
    await world.survey();
    const ana = await browser('ana');
    const seen = pollOf((await ask(ana, pollOf((await ana.get('/panel/inconsistent')).body))).body);
    clock.now += 9 * HOUR;
    t.equal((await ask(ana, seen)).status, 204);
    clock.now += 5 * HOUR;
    const news = await ask(await browser('ana'), seen);
    t.equal(news.status, 200);
    t.match(news.body, 'id="count-inconsistent" hx-swap-oob="true">0<', 'it expires on the 11th');
  });

  await t.test('what no page sends is answered with all, and a wrong filter with nothing', async (t) => {
    const { browser } = await prepare(t, engine);
    const ana = await browser('ana');
    for (const seen of ['', 'x', '1:2', '-1:2:2026-07-10', '1:2:2026-7-10', '9'.repeat(30)]) {
      const page = await ana.get('/panel/executed/counters', { 'x-panel-seen': seen });
      t.equal(page.status, 200, seen);
      t.notMatch(page.text, 'A lista mudou', seen);
    }
    t.equal((await ana.get('/panel/executed/counters?seller=abc')).status, 204);
  });

  await t.test('a panel left open over night signs out on time, one that is used does not', async (t) => {
    const { browser, clock } = await prepare(t, engine);
    const [left, used] = [await browser('ana'), await browser('ana')];
    const poll = pollOf((await left.get('/panel/inconsistent')).body);
    for (let hour = 1; hour < 12; hour += 1) {
      clock.now += HOUR;
      t.ok((await ask(left, poll)).status < 300, `after ${hour} hours`);
      t.equal((await used.get('/panel/inconsistent')).status, 200);
    }
    clock.now += HOUR + 1;
    const last = await ask(left, poll);
    t.equal(last.status, 401);
    t.equal(last.headers['hx-redirect'], undefined, 'the page stays as it is');
    t.match((await left.get('/panel/inconsistent')).location, '/sign-in');
    t.equal((await used.get('/panel/inconsistent')).status, 200);
  });

  await t.test('is the managers’ alone', async (t) => {
    const { browser } = await prepare(t, engine);
    const poll = { href: '/panel/inconsistent/counters', seen: '0' };
    t.equal((await ask(await browser(), poll)).status, 401);
    t.equal((await ask(await browser('bruno'), poll)).status, 403);
  });
});

interface Poll {
  readonly href: string;
  readonly seen: string;
}

/** What the page would ask with. */
function pollOf(body: string): Poll {
  const [, href = '', headers = '{}'] = /id="panel-poll"[^>]* hx-get="([^"]+)" hx-headers="([^"]+)"/.exec(body) ?? [];
  const plain = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
  return { href: plain(href), seen: JSON.parse(plain(headers))['x-panel-seen'] };
}

function ask(browser: Browser, { href, seen }: Poll): Promise<Page> {
  return browser.get(href, { 'hx-request': 'true', 'hx-target': 'panel-poll', 'x-panel-seen': seen });
}

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  return { ...app, app, world: await surveyWorld(app.db) };
}
