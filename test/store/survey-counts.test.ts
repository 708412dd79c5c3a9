import t from 'tap';
import type { Database } from '../../src/store/connection.js';
import { allOf, predicate } from '../../src/store/predicate.js';
import { countByStatus, countEach } from '../../src/store/survey-counts.js';
import { hasAnyStatus, hasStatus, isResponsible } from '../../src/store/survey-predicates.js';
import { CHIPS, countersOf, type Scope } from '../../src/store/survey-tabs.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { surveyWorld, TODAY } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  const prepare = async () => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    await world.surveys([{}, {}, { closedOn: '2026-06-01' }, { closedOn: TODAY }, { outcome: 'executed' }]);
    const scope: Scope = { userId: world.bruno.id, today: TODAY, filter: {}, chips: ['due', 'closed'] };
    return { db, world, scope };
  };

  await t.test('counters without a filter come from the tallies, but for the user’s own', async (t) => {
    const { db, scope } = await prepare();
    const [sql = ''] = (await queriesOf(db, () => countEach(db.read, countersOf('pending', scope)))).slice(1);
    t.match(sql, 'from survey_tallies');
    t.equal(sql.match(/from surveys\b[^(]* where \(/g)?.length, 3, 'my rules are counted, in three parts');
    t.same(await countEach(db.read, countersOf('pending', scope)), {
      'my-rules': 2,
      executed: 1,
      pending: 2,
      inconsistent: 1,
      'chip-scheduled': 1,
      'chip-due': 2,
      'chip-inconsistent': 1,
      'chip-closed': 0,
      'chip-cancelled': 0,
      listed: 2,
    });
  });

  await t.test('as long as nothing is written, a counter costs the look at the version alone', async (t) => {
    const { db, world, scope } = await prepare();
    const filtered = { ...scope, filter: { sellerIds: [world.edu.id] } };
    for (const one of [scope, filtered]) {
      const count = () => countEach(db.read, countersOf('executed', one));
      const first = await count();
      matchLists(
        t,
        await queriesOf(db, count),
        [/^select \(select .* from write_versions .*\) as version$/],
        'one query',
      );
      t.same(await count(), first);
    }
    const other = { ...filtered, today: '2026-08-01' };
    t.equal((await countEach(db.read, countersOf('executed', other))).inconsistent, 4, 'another day counts anew');
    await world.survey({ outcome: 'executed' });
    for (const one of [scope, filtered])
      t.equal((await countEach(db.read, countersOf('executed', one))).executed, 2, 'after a write it is right at once');
  });

  await t.test('who asks the same at the same time waits for one count', async (t) => {
    const { db, scope } = await prepare();
    const ask = () => countEach(db.read, countersOf('pending', scope));
    const queries = await queriesOf(db, async () => {
      const answers = await Promise.all([ask(), ask(), ask()]);
      for (const answer of answers) t.same(answer, answers[0]);
    });
    t.equal(queries.filter((sql) => sql.includes('survey_tallies')).length, 1);
  });

  await t.test('a count that fails is asked anew', async (t) => {
    const { db } = await prepare();
    const broken = { broken: predicate('surveys.nothing = 1') };
    for (const time of ['first', 'second']) await t.rejects(countEach(db.read, broken), `the ${time} time`);
    t.same(await countEach(db.read, { due: hasStatus('due', TODAY) }), { due: 2 });
  });

  await t.test('a transaction counts what it wrote itself', async (t) => {
    const { db } = await prepare();
    const before = await countByStatus(db.read, TODAY);
    await db.transaction(async (trx) => {
      await trx('surveys').whereNull('settled_at').update({ settled_at: 1, outcome: 'closed' });
      t.equal((await countByStatus(trx, TODAY)).closed, 4);
      t.same(await countByStatus(db.read, TODAY), before, 'which nobody else sees yet');
    });
    t.equal((await countByStatus(db.read, TODAY)).closed, 4);
  });

  await t.test('more counters than are kept are right all the same', async (t) => {
    const { db } = await prepare();
    for (let round = 0; round < 30; round++) {
      const ids = Array.from({ length: 100 }, (_, index) => round * 100 + index);
      const all = Object.fromEntries(ids.map((id) => [id, allOf([hasStatus('due', TODAY), isResponsible(id)])]));
      t.equal((await countEach(db.read, all))[ids[0] ?? 0], 0);
    }
    t.same(await countEach(db.read, { all: hasAnyStatus(CHIPS, TODAY) }), { all: 4 });
  });
});

/** The statements that are sent to the reader meanwhile. */
async function queriesOf(db: Database, run: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const listen = ({ sql }: { sql: string }) => sent.push(sql);
  db.read.on('query', listen);
  await run();
  db.read.off('query', listen);
  return sent;
}
