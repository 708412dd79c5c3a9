import fc from 'fast-check';
import t from 'tap';
import { addDays } from '../../src/domain/civil-date.js';
import { isResponsible as isResponsibleInDomain } from '../../src/domain/permissions.js';
import { isPending as isPendingInDomain, STATUSES, statusOf, wasLate } from '../../src/domain/scheduler.js';
import type { Queryable } from '../../src/store/dialect.js';
import { allOf, anyOf, type Predicate, predicate } from '../../src/store/predicate.js';
import { countByStatus, countEach } from '../../src/store/survey-counts.js';
import {
  hasAnyStatus,
  hasStatus,
  isLate,
  isOpen,
  isPending,
  isResponsible,
  isResponsibleInParts,
  mayRun,
  maySee,
} from '../../src/store/survey-predicates.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { addRule, surveyWorld, TODAY } from '../support/survey-world.js';

const dayNear = fc.integer({ min: -12, max: 12 }).map((days) => addDays(TODAY, days));

const facts = fc.record({
  closedOn: dayNear,
  startDays: fc.integer({ min: 0, max: 6 }),
  expiryDays: fc.integer({ min: 0, max: 6 }),
  extendedTo: fc.option(dayNear),
  outcome: fc.option(fc.constantFrom('executed' as const, 'closed' as const, 'cancelled' as const), { freq: 2 }),
  executedOn: dayNear,
});

await onBothEngines(t, async (t, engine) => {
  await t.test('the SQL predicates pick exactly the surveys that the scheduler names', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const samples = fc.sample(facts, { numRuns: 400, seed: 42 });
    const ids = await world.surveys(samples);
    const expected = new Map(ids.map((id, index) => [id, samples[index]]));
    const rows = await db.read('surveys');
    for (const today of Array.from({ length: 25 }, (_, index) => addDays(TODAY, index - 12))) {
      const named = rows.map((row) => ({ row, status: statusOf(factsOf(row), today).status }));
      const counts = await countByStatus(db.read, today);
      for (const status of STATUSES) {
        const ids = named.filter((one) => one.status === status).map((one) => one.row.id);
        t.same(await idsWhere(db.read, hasStatus(status, today)), ids, `${status} on ${today}`);
        t.equal(counts[status], ids.length);
      }
      const pending = named.filter((one) => isPendingInDomain(one.status)).map((one) => one.row.id);
      t.same(await idsWhere(db.read, isPending(today)), pending);
      t.same(await idsWhere(db.read, isOpen()), pending);
      t.equal(counts.pending, pending.length);
      t.same(await idsWhere(db.read, hasAnyStatus(STATUSES, today)).then((ids) => ids.length), rows.length);
      const chips = named.filter((one) => one.status === 'due' || one.status === 'closed').map((one) => one.row.id);
      t.same(await idsWhere(db.read, hasAnyStatus(['due', 'closed'], today)), chips);
      t.same(await idsWhere(db.read, hasAnyStatus([], today)), []);
    }
    const late = rows.filter(
      (row) => row.outcome === 'executed' && wasLate(expected.get(row.id)?.executedOn ?? '', row.original_expires_on),
    );
    t.same(
      await idsWhere(db.read, isLate()),
      late.map((row) => row.id),
    );
  });

  await t.test('responsibility in SQL is responsibility in the domain', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const people = [world.ana.id, world.bruno.id, world.carla.id, world.davi.id, world.edu.id];
    const rules = [world.ruleId];
    await db.transaction(async (trx) => {
      rules.push(await addRule(trx, 'Do vendedor', { sellerRuns: true }));
      rules.push(await addRule(trx, 'De todos', { sellerRuns: true, operators: [world.bruno.id, world.carla.id] }));
    });
    const who = fc.constantFrom(...people);
    const assignment = fc.record({ assignedTo: fc.option(who), sellerId: who, ruleId: fc.constantFrom(...rules) });
    await world.surveys(fc.sample(assignment, { numRuns: 120, seed: 7 }));
    const operators = await db.read('rule_operators');
    for (const userId of people) {
      const mine = (await db.read('surveys').orderBy('id')).filter((row) =>
        isResponsibleInDomain(userId, {
          assignedTo: row.assigned_to,
          sellerId: row.seller_id,
          sellerRuns: row.rule_id !== world.ruleId,
          ruleOperators: operators.filter((one) => one.rule_id === row.rule_id).map((one) => one.user_id),
        }),
      );
      t.same(
        await idsWhere(db.read, isResponsible(userId)),
        mine.map((row) => row.id),
      );
      const parts = await Promise.all(isResponsibleInParts(userId).map((part) => idsWhere(db.read, part)));
      t.same(
        parts.flat().sort((a, b) => a - b),
        mine.map((row) => row.id),
        'its parts, each survey in one',
      );
      const due = allOf([hasStatus('due', TODAY), isResponsible(userId)]);
      t.same(await countEach(db.read, { due }), { due: (await idsWhere(db.read, due)).length });
    }
  });

  await t.test('who may run and see a survey', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const brunos = await world.survey();
    const carlas = await world.survey({ assignedTo: world.carla.id });
    const ranByCarla = await world.survey({ outcome: 'executed', executedBy: world.carla.id });
    const all = [brunos, carlas, ranByCarla];
    t.same(await idsWhere(db.read, mayRun(world.ana)), all, 'a manager runs every survey');
    t.same(await idsWhere(db.read, maySee(world.davi)), all, 'an administrator sees every survey');
    t.same(await idsWhere(db.read, mayRun(world.bruno)), [brunos, ranByCarla]);
    t.same(await idsWhere(db.read, maySee(world.carla)), [carlas, ranByCarla], 'what she ran stays visible to her');
    t.same(await idsWhere(db.read, mayRun(world.carla)), [carlas]);
    t.same(await idsWhere(db.read, maySee({ id: null, role: 'operator' })), [], 'nobody sees nothing');
    t.same(await idsWhere(db.read, mayRun({ id: null, role: 'operator' })), []);
    await db.transaction((trx) => trx('rule_operators').insert({ rule_id: world.ruleId, user_id: world.edu.id }));
    t.same(
      await idsWhere(db.read, mayRun(world.edu)),
      [brunos, ranByCarla],
      'a rule’s new operator at once has its surveys',
    );
  });
});

t.test('predicates combine, and stay in brackets', async (t) => {
  const [one, two] = [predicate('a = ?', [1]), predicate('b = ? or c', [2])];
  t.same(allOf([]), { sql: '(1 = 1)', bindings: [] });
  t.same(anyOf([]), { sql: '(1 = 0)', bindings: [] });
  t.same(allOf([two]), { sql: '(b = ? or c)', bindings: [2] });
  t.same(anyOf([one, two]), { sql: '((a = ?) or (b = ? or c))', bindings: [1, 2] });
  matchLists(t, allOf([one, two]), { sql: '((a = ?) and (b = ? or c))', bindings: [1, 2] });
});

interface SurveyDatesRow {
  opens_on: string;
  expires_on: string;
  original_expires_on: string;
  outcome: 'executed' | 'closed' | 'cancelled' | null;
}

function factsOf(row: SurveyDatesRow) {
  return {
    opensOn: row.opens_on,
    expiresOn: row.expires_on,
    originalExpiresOn: row.original_expires_on,
    outcome: row.outcome,
  };
}

async function idsWhere(q: Queryable, { sql, bindings }: Predicate): Promise<number[]> {
  const rows: { id: number }[] = await q('surveys')
    .whereRaw(sql, [...bindings])
    .orderBy('id')
    .select('id');
  return rows.map((row) => row.id);
}
