import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { addDays } from '../../../src/domain/civil-date.js';
import { PERIOD_PRESETS } from '../../../src/domain/period.js';
import { paramsOf } from '../../../src/features/list-search.js';
import { panelSearch } from '../../../src/features/panel/links.js';
import { type PanelQuery, readPanelQuery } from '../../../src/features/panel/query.js';
import { translator } from '../../../src/i18n/translate.js';
import { PERIODS } from '../../../src/store/survey-filter.js';
import { CHIPS, LISTS, sortsOf, type Tab } from '../../../src/store/survey-tabs.js';
import { testApp } from '../../support/app.js';
import { sqlite } from '../../support/engines.js';
import { surveyWorld, TODAY } from '../../support/survey-world.js';

t.test('every filter goes from the URL to the query and back, whatever its order', async (t) => {
  const { db } = await testApp(t, sqlite);
  const world = await surveyWorld(db);
  const user = { ...world.ana, name: 'Ana', login: 'ana', locale: null, theme: 'auto' } as const;
  const read = (tab: Tab, search: string): Promise<PanelQuery> =>
    readPanelQuery({ query: paramsOf(search), t: translator('pt-BR'), today: TODAY, user }, db.read, tab);
  const people = [world.ana.id, world.bruno.id, world.carla.id, world.edu.id].map(String);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...LISTS), searches(people, world), async (tab, search) => {
      const query = await read(tab, search);
      deepEqual(query.errors, [], search);
      const canonical = panelSearch(tab, query);
      const again = await read(tab, canonical);
      equal(panelSearch(tab, again), canonical, search);
      deepEqual(meaning(again), meaning(query), `${tab} ${search}`);
      equal(again.tidy, true);
    }),
    { numRuns: 300 },
  );
});

/** What a list is made from. */
function meaning({ filter, period, chips, sort, descending, size }: PanelQuery): object {
  return { filter, period, chips, sort, descending, size };
}

/** URLs that are right, as people, forms and colleagues make them: in any order, with blanks and repeated values. */
function searches(people: readonly string[], world: { ruleId: number; productId: number }): fc.Arbitrary<string> {
  const some = (...values: string[]) => fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 5 });
  const only = (...values: string[]) => fc.constantFrom(...values).map((value) => [value]);
  const day = fc.integer({ min: -400, max: 400 }).map((days) => addDays(TODAY, days));
  const written = day.chain((date) => fc.constantFrom(date, date.split('-').reverse().join('/')));
  const period = fc.oneof(
    fc.constant({}),
    fc.record({ period: only(...PERIOD_PRESETS) }),
    fc.record({ period: only('interval', ''), from: written.map((date) => [date]) }),
    fc.record({ from: fc.constant(['2026-01-01']), to: fc.constant(['31/12/2026', '31/12/2026']) }),
  );
  const rest = fc.record(
    {
      of: only('', ...PERIODS),
      seller: some(...people),
      operator: some(...people),
      product: only(String(world.productId)),
      rule: only(String(world.ruleId)),
      attempts: some('0', '1', '2', '3'),
      'score-from': only('', '-100', '−5', '+0'),
      'score-to': only('100', ' 7 '),
      late: only('1', ''),
      'own-seller': only('1'),
      'no-phone': only('1'),
      q: fc.string({ maxLength: 20 }).map((text) => [text.replace(/\p{Cc}/gu, '')]),
      status: some('none', 'pending', ...CHIPS),
      sort: fc
        .constantFrom(...LISTS)
        .chain((tab) => fc.constantFrom(...sortsOf(tab)))
        .chain((sort) => only(sort, `-${sort}`)),
      size: only('25', '50', '100', ''),
    },
    { requiredKeys: [] },
  );
  return fc
    .tuple(period, rest)
    .chain(([dates, others]) =>
      fc
        .shuffledSubarray(Object.entries({ ...others, ...dates }) as [string, string[]][], { minLength: 0 })
        .map((entries) =>
          new URLSearchParams(
            entries.flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
          ).toString(),
        ),
    );
}
