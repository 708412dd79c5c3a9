import t, { type Test } from 'tap';
import { LOCALES } from '../../src/domain/settings.js';
import { testApp } from '../support/app.js';
import { sqlite } from '../support/engines.js';
import { everyRow } from '../support/every-row.js';
import { furnish, idsFor } from '../support/furnished.js';
import { filled, routeWalk } from '../support/route-walk.js';

/** What a template prints of what it was not given, or not as people write it: a moment as its milliseconds. */
const SPILLED =
  /\bundefined\b|\bnull\b|\bNaN\b|\[object \w+\]|Invalid Date|\{[a-zA-Z]+\}|(?<![\w+/-])1[5-9]\d{11}(?![\w/-])/;

/** What looking may write: how long a session lasts, and that a file was taken along. */
const WRITTEN_BY_LOOKING = ['sessions', 'audit'];

t.test('no page prints what it was not given', async (t) => {
  const { routes, onRoute } = routeWalk();
  const world = await testApp(t, sqlite, onRoute);
  const records = await furnish(world);
  // A compressed file may hold any bytes.
  const shown = routes.filter(({ url }) => !/^\/(healthz|assets|config\/rules\/schedule|sign-out)|\.xlsx$/.test(url));
  t.ok(shown.length > 40, `${shown.length} routes`);
  const walk = async (t: Test, method: 'GET' | 'POST', expected: readonly number[]) => {
    const davi = await world.browser('davi');
    for (const { url } of shown.filter((route) => route.method === method))
      for (const id of idsFor(url, records)) {
        const address = filled(url, () => id);
        const page = method === 'GET' ? await davi.get(address) : await davi.post(address);
        t.ok(expected.includes(page.status), `${method} ${address}: ${page.status}`);
        t.equal(spilled(seen(page.body)), '', `${method} ${address}`);
        t.equal(hyphen(page.body), '', `${method} ${address} writes negative numbers with a minus`);
      }
  };
  for (const locale of LOCALES) {
    await world.db.transaction((trx) => trx('users').update({ locale }));
    const before = await everyRow(world.db, WRITTEN_BY_LOOKING);
    await t.test(`a page, in ${locale}`, (t) => walk(t, 'GET', [200, 303]));
    t.same(await everyRow(world.db, WRITTEN_BY_LOOKING), before, 'looking at every page changes nothing');
  }
  // Last, since some of them do something.
  for (const locale of LOCALES) {
    await world.db.transaction((trx) => trx('users').update({ locale }));
    await t.test(`a form sent back empty, in ${locale}`, (t) => walk(t, 'POST', [200, 303, 403, 404, 409, 422, 429]));
  }
});

/** The first of it, with what stands around it. */
function spilled(text: string): string {
  const at = text.search(SPILLED);
  return at < 0 ? '' : text.slice(Math.max(0, at - 60), at + 80);
}

/** The first number of a page's texts that has the keyboard's hyphen for a minus; files keep it, which spreadsheets read. */
function hyphen(body: string): string {
  if (!body.trimStart().startsWith('<')) return '';
  const text = seen(body).replace(/<(script|textarea|code|pre).*?<\/\1>|<[^>]*>/gs, ' ');
  return /.{0,60}(?<![\w.)/-])-(R\$\s?)?\d.{0,20}/s.exec(text)?.[0] ?? '';
}

/** The texts and attributes of a page, without what scripts fill in. */
function seen(body: string): string {
  return body.replace(/<template>.*?<\/template>/gs, '').replace(/ data-[\w-]+="[^"]*"/g, '');
}
