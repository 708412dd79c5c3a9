import t from 'tap';
import { STATUSES } from '../../src/domain/scheduler.js';
import { searchText } from '../../src/domain/text.js';
import { openDatabase } from '../../src/store/connection.js';
import { countByStatus } from '../../src/store/survey-counts.js';
import { hasStatus } from '../../src/store/survey-predicates.js';
import { onBothEngines } from '../support/engines.js';
import { brokenForeignKeys } from './seed/foreign-keys.js';
import { seed } from './seed/seed.js';

const NOW = Date.parse('2026-07-10T10:00:00-03:00');
const TODAY = '2026-07-10';
const SALES = 200;

/** What the engines answered, to be compared. */
const answers: unknown[] = [];

t.test('the seed of the measurements is whole, and the same at each run', (t) =>
  onBothEngines(t, async (t, { emptyConfig }) => {
    const config = await emptyConfig(t);
    const extent = { sales: SALES, executed: 97, today: Date.parse(TODAY) / 86_400_000, now: NOW };
    await seed(config, extent, () => undefined);
    const db = openDatabase(config);
    t.teardown(() => db.close());
    const { read } = db;
    t.same(await brokenForeignKeys(read), []);
    const counts = await countByStatus(read, TODAY);
    for (const status of STATUSES) {
      const { sql, bindings } = hasStatus(status, TODAY);
      const listed = await read('surveys')
        .whereRaw(sql, [...bindings])
        .count({ count: '*' })
        .first();
      t.equal(counts[status], Number(listed?.count), `the tally of ${status} is that of its list`);
    }
    t.equal(
      counts.scheduled + counts.due + counts.inconsistent + counts.executed + counts.closed + counts.cancelled,
      600,
    );
    t.equal((await read('sales').max({ closed_on: 'closed_on' }).first())?.closed_on, TODAY);
    const sums = await read.first(
      read.raw(`(select sum(score_sum) from executions) as scores, (select sum(score_count) from executions) as graded,
        (select sum(weight) from answers) as weights, (select count(weight) from answers) as weighed`),
    );
    t.equal(Number(sums.scores), Number(sums.weights), 'scores are the sums of their answers');
    t.equal(Number(sums.graded), Number(sums.weighed));
    const customers = await read('customers').orderBy('id');
    t.same(
      customers.map((row) => row.search_text),
      customers.map((row) => searchText([row.name, row.phone1, row.phone2, row.document, row.email, row.external_id])),
    );
    answers.push({ counts, scores: Number(sums.scores), names: customers.map((row) => row.name) });
    t.same(answers.at(-1), answers[0]);
  }),
);
