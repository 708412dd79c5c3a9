import t, { type Test } from 'tap';
import { isResponsible } from '../../src/domain/permissions.js';
import { merged } from '../../src/domain/result-group.js';
import { meanScore, ratio, rounded, surveysIn } from '../../src/domain/results.js';
import { statusOf } from '../../src/domain/scheduler.js';
import { LongReads } from '../../src/store/long-reads.js';
import type { Predicate } from '../../src/store/predicate.js';
import { type Groups, ResultReader } from '../../src/store/result-reader.js';
import { partOf, RANKED, type ResultFilter, type ResultScope } from '../../src/store/results.js';
import { listDuties } from '../../src/store/rule-operators.js';
import { countEach } from '../../src/store/survey-counts.js';
import { listedOn } from '../../src/store/survey-tabs.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { type ResultWorld, resultWorld } from '../support/result-world.js';
import { TODAY } from '../support/survey-world.js';

const PERIOD = { from: '2026-04-01', to: '2026-07-31' };

const FILTERS = {
  seller: 'sellerIds',
  operator: 'operatorIds',
  product: 'productIds',
  city: 'cities',
  rule: 'ruleIds',
} as const;

interface Row {
  id: number;
  opens_on: string;
  expires_on: string;
  original_expires_on: string;
  outcome: 'executed' | 'closed' | 'cancelled' | null;
  executed_by: number | null;
  executed_on: string | null;
  seller_id: number;
  product_id: number;
  rule_id: number;
  city_key: string;
  assigned_to: number | null;
  score_sum: number;
  score_count: number;
}

await onBothEngines(t, async (t, engine) => {
  const { world, reader, scope } = await prepare(t, engine);
  const rows = await world.db.read<Row>('surveys').orderBy('id');
  const duties = await listDuties(world.db.read);
  const inPart = (row: Row, part: string) => statusOf(factsOf(row), TODAY).status === part;
  const inPeriod = rows.filter(({ expires_on }) => expires_on >= PERIOD.from && expires_on <= PERIOD.to);

  await t.test('figures are those of the definition, survey by survey', async (t) => {
    const [{ days } = { days: new Map() as Groups }] = await reader.periods([scope()]);
    const whole = merged(days.values());
    const executed = inPeriod.filter((row) => inPart(row, 'executed'));
    t.same(whole.tally, {
      executed: executed.length,
      onTime: executed.filter((row) => (row.executed_on ?? '') <= row.original_expires_on).length,
      closed: inPeriod.filter((row) => inPart(row, 'closed')).length,
      inconsistent: inPeriod.filter((row) => inPart(row, 'inconsistent')).length,
    });
    t.ok(whole.tally.executed > 20 && whole.tally.closed > 5 && whole.tally.inconsistent > 2, 'there is something');
    t.ok(whole.tally.onTime < whole.tally.executed, 'some were late');
    const means = executed.filter((row) => row.score_count > 0).map((row) => row.score_sum / row.score_count);
    const mean = means.reduce((sum, one) => sum + one, 0) / means.length;
    t.ok(Math.abs((rounded(meanScore(whole.scores), 1, 3) ?? 999) - mean) < 0.001, 'the mean of means');
    t.equal(
      whole.days,
      executed.reduce((sum, row) => sum + daysOf(row), 0),
      'days from opening to execution',
    );
  });

  await t.test('every figure is the count of its list, whatever the filter', async (t) => {
    for (const filter of filtersOf(world)) {
      const one = scope(filter);
      const [result] = await reader.periods([one]);
      const { tally } = merged(result?.days.values() ?? []);
      const lists = await countEach(world.db.read, {
        executed: partOf('executed', one),
        closed: partOf('closed', one),
        inconsistent: partOf('inconsistent', one),
        onTime: narrowed(one, { onTime: true }),
        late: narrowed(one, { late: true }),
      });
      const { late, ...counted } = lists;
      t.same(counted, tally, JSON.stringify(filter));
      t.equal(late, tally.executed - tally.onTime);
      t.equal(sum(result?.reasons), tally.closed, 'reasons');
      const { tried } = merged(result?.days.values() ?? []);
      for (const [attempts, count] of tried.entries()) {
        const { list } = await countEach(world.db.read, { list: narrowed(one, { attempts: [attempts] }) });
        t.equal(list, count, `${attempts} attempts`);
      }
      const lost = await countEach(world.db.read, { refused: narrowed(one, { reasons: ['refused'] }, 'pending') });
      t.equal(lost.refused, result?.reasons.find(({ reason }) => reason === 'refused')?.count ?? 0);
    }
  });

  await t.test('every grade is the count of its list', async (t) => {
    const [grades = []] = await reader.grades([scope()]);
    t.ok(grades.length > 15);
    for (const { version, position, count } of grades) {
      const where = narrowed(scope(), { grades: [{ versionId: version, position }] });
      t.equal((await countEach(world.db.read, { where })).where, count, `${version}.${position}`);
    }
    const byDay = await reader.gradesByDay(scope(), [world.npsVersionId]);
    const ofNps = grades.filter(({ version }) => version === world.npsVersionId);
    t.equal(sum(byDay), sum(ofNps));
  });

  for (const by of RANKED)
    await t.test(`each ${by} is the count of his list`, async (t) => {
      const versions = [world.npsVersionId];
      const read =
        by === 'operator' ? reader.rankedByOperator(scope(), versions, duties) : reader.ranked(scope(), by, versions);
      const { groups, grades } = await read;
      t.ok(groups.size > 1);
      for (const [key, { tally }] of groups) {
        const one = scope({ [FILTERS[by]]: [key] });
        const { executed, closed, inconsistent } = await countEach(world.db.read, {
          executed: partOf('executed', one),
          closed: partOf('closed', one),
          inconsistent: partOf('inconsistent', one),
        });
        t.same({ ...tally, onTime: 0 }, { executed, onTime: 0, closed, inconsistent }, `${key}`);
      }
      const [all] = await reader.grades([scope()]);
      t.equal(sum(grades), sum(all?.filter(({ version }) => version === world.npsVersionId)), 'and the grades add up');
    });

  await t.test('what is not executed is of everybody who is responsible', async (t) => {
    const { groups } = await reader.rankedByOperator(scope(), [], duties);
    for (const [id, { tally }] of groups) {
      const his = inPeriod.filter((row) => {
        const duty = duties.get(row.rule_id) ?? { operators: [], sellerRuns: false };
        const assigned = { assignedTo: row.assigned_to, ruleOperators: duty.operators, sellerRuns: duty.sellerRuns };
        return inPart(row, 'inconsistent') && isResponsible(Number(id), { ...assigned, sellerId: row.seller_id });
      });
      t.equal(tally.inconsistent, his.length, `${id}`);
    }
  });

  await t.test('a period without surveys has no figures', async (t) => {
    const [result] = await reader.periods([{ ...scope(), period: { from: '2001-01-01', to: '2001-12-31' } }]);
    const whole = merged(result?.days.values() ?? []);
    t.equal(surveysIn(whole.tally), 0);
    t.equal(rounded(meanScore(whole.scores), 1, 1), null);
    t.same([result?.grades, result?.reasons, whole.tried], [[], [], [0, 0, 0, 0]]);
    t.equal(rounded(ratio(0, 0), 100, 1), null);
  });

  await t.test('a reading that fails says so, and the next one is answered', async (t) => {
    const reads = new LongReads(world.db);
    t.teardown(() => reads.close());
    await t.rejects(reads.all([{ sql: 'select nothing', bindings: [] }]));
    t.same(await reads.all([{ sql: 'select 1 as one', bindings: [] }]), [[{ one: 1 }]]);
  });
});

async function prepare(t: Test, engine: Engine) {
  const world = await resultWorld(await engine.freshDatabase(t));
  const reads = new LongReads(world.db);
  t.teardown(() => reads.close());
  const scope = (filter: ResultFilter = {}): ResultScope => ({ period: PERIOD, filter, today: TODAY });
  return { world, reader: new ResultReader(reads, world.db.dialect), scope };
}

function filtersOf({
  ana,
  bruno,
  carla,
  edu,
  otherProductId,
  otherRuleId,
  ruleId,
  profileId,
}: ResultWorld): ResultFilter[] {
  return [
    {},
    { sellerIds: [edu.id] },
    { operatorIds: [bruno.id] },
    { operatorIds: [bruno.id, carla.id] },
    { productIds: [otherProductId], ruleIds: [otherRuleId] },
    { ruleIds: [ruleId, otherRuleId], cities: ['nova friburgo'] },
    { sellerIds: [ana.id, edu.id], cities: ['nova friburgo', 'teresopolis'] },
    { profileIds: [profileId] },
    { cities: ['nowhere'] },
  ];
}

/** The panel's list of a part, with something besides. */
function narrowed(
  { filter, period, today }: ResultScope,
  more: object,
  tab: 'executed' | 'pending' = 'executed',
): Predicate {
  const whole = { ...filter, ...more, period: { of: 'expiry' as const, ...period } };
  return listedOn(tab, { userId: 0, today, filter: whole, chips: ['closed'] });
}

function factsOf({ opens_on, expires_on, original_expires_on, outcome }: Row) {
  return { opensOn: opens_on, expiresOn: expires_on, originalExpiresOn: original_expires_on, outcome };
}

function daysOf({ opens_on, executed_on }: Row): number {
  return (Date.parse(executed_on ?? '') - Date.parse(opens_on)) / 86_400_000;
}

function sum(rows: readonly { readonly count: number }[] = []): number {
  return rows.reduce((total, { count }) => total + count, 0);
}
