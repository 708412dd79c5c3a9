import t from 'tap';
import { CUSTOMER_SORTS, type CustomerListOptions, readCustomers } from '../../src/store/customer-list.js';
import type { PageKey } from '../../src/store/key-paging.js';
import { LongReads } from '../../src/store/long-reads.js';
import { onBothEngines } from '../support/engines.js';
import { plansOf } from '../support/query-plans.js';
import { surveyWorld } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  await world.surveys(['Ana', 'Bia', 'Caio', 'Davi', 'Eva'].map((customer) => ({ customer })));
  const reads = new LongReads(db);
  t.teardown(() => reads.close());
  const list = async (options: Partial<CustomerListOptions>) => {
    const all = { text: '', sort: 'name', descending: false, size: 2, key: null } as const;
    return (await readCustomers(db.read, reads, { ...all, ...options })).page;
  };

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

  await t.test('a text that thousands are found by is looked up aside, and gives the same', async (t) => {
    const asked: unknown[] = [];
    const spy: Pick<LongReads, 'all'> = {
      all(readings) {
        asked.push(...readings);
        return reads.all(readings);
      },
    };
    const search = (text: string, size = 50) =>
      readCustomers(db.read, spy, { text, sort: 'name', descending: false, size, key: null });
    t.equal((await search('caio')).count, 1);
    t.same(asked, [], 'few are found at once');
    const crowd = Array.from({ length: 501 }, (_, n) => ({ customer: `Zulmira ${String(n).padStart(3, '0')}` }));
    await world.surveys(crowd);
    const found = await search('zulmira', 2);
    t.equal(asked.length, 2);
    t.equal(found.count, 501);
    t.same(
      found.page.rows.map(({ name, saleCount }) => [name, Number(saleCount)]),
      [
        ['Zulmira 000', 1],
        ['Zulmira 001', 1],
      ],
    );
    t.ok(found.page.next);
  });
});
