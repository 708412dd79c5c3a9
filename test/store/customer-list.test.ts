import t from 'tap';
import {
  CUSTOMER_SORTS,
  type CustomerListOptions,
  customersMatching,
  listCustomers,
} from '../../src/store/customer-list.js';
import type { PageKey } from '../../src/store/key-paging.js';
import { onBothEngines } from '../support/engines.js';
import { plansOf } from '../support/query-plans.js';
import { surveyWorld } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  await world.surveys(['Ana', 'Bia', 'Caio', 'Davi', 'Eva'].map((customer) => ({ customer })));
  const list = async (options: Partial<CustomerListOptions>) =>
    listCustomers(db.read, await customersMatching(db.read, ''), {
      ...{ sort: 'name', descending: false, size: 2, key: null },
      ...options,
    });

  await t.test('each order is read from an index, from its beginning and from the middle of a city', async (t) => {
    for (const sort of CUSTOMER_SORTS)
      for (const descending of [false, true]) {
        const { next } = await list({ sort, descending });
        for (const key of [null, next]) {
          const steps = await plansOf(db, () => list({ sort, descending, key }));
          const title = `${descending ? '-' : ''}${sort}, ${key === null ? 'first' : 'next'} page`;
          t.notOk(
            steps.some(({ sorts }) => sorts),
            `${title}: ${JSON.stringify(steps)}`,
          );
          t.notOk(
            steps.some(({ scanned }) => scanned === 'customers'),
            title,
          );
        }
      }
  });

  await t.test('pages of one city hold each customer once, both ways', async (t) => {
    for (const descending of [false, true]) {
      const names: string[] = [];
      let key: PageKey | null = null;
      do {
        const page: Awaited<ReturnType<typeof list>> = await list({ sort: 'city', descending, key });
        names.push(...page.rows.map(({ name }) => name));
        key = page.next;
      } while (key !== null);
      t.same(names.toSorted(), ['Ana', 'Bia', 'Caio', 'Davi', 'Eva']);
    }
  });
});
