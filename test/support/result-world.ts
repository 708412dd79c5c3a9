import { addDays } from '../../src/domain/civil-date.js';
import type { Grade } from '../../src/domain/grades.js';
import { scoreOf } from '../../src/domain/score.js';
import { nameKey } from '../../src/domain/text.js';
import type { Database } from '../../src/store/connection.js';
import type { Queryable } from '../../src/store/dialect.js';
import { addProduct, addRule, addVersion, type SurveyWorld, surveyWorld, TODAY } from './survey-world.js';

/** A small ISP with surveys of every kind around `TODAY`, in five months, and answers in two versions of a question. */
export interface ResultWorld extends SurveyWorld {
  readonly db: Database;
  readonly ids: readonly number[];
  readonly otherRuleId: number;
  readonly otherProductId: number;
  /** That of the other product. */
  readonly profileId: number;
  /** The second version of the first question. */
  readonly newVersionId: number;
  /** A question with the scale of NPS. */
  readonly npsVersionId: number;
}

/** The positions of the grades of an execution; null is without an answer. */
interface Given {
  readonly grade: number | null;
  readonly nps: number | null;
}

const weighed = (scale: readonly Grade[], grade: number | null) => ({
  weight: grade === null ? null : (scale[grade - 1]?.weight ?? null),
});

const FIVE = [1, 2, 3, 4, 5].map((label, index) => ({ label: String(label), weight: index * 50 - 100 }));
const TEN = Array.from({ length: 11 }, (_, index) => ({ label: String(index), weight: index * 20 - 100 }));

/** The same numbers each time: what is tested is not what they are. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

export async function resultWorld(db: Database, { surveys = 160, seed = 7 } = {}): Promise<ResultWorld> {
  const world = await surveyWorld(db);
  const pick = numbers(seed);
  const { bruno, carla, edu, ana } = world;
  const more = await db.transaction(async (trx) => {
    const [{ id: questionId }] = await trx('questions').orderBy('id').limit(1).select('id');
    const newVersionId = await addVersion(trx, questionId, 2, 'Que nota dá à instalação?', FIVE);
    const [{ id: npsId }] = await trx('questions')
      .insert({ text_key: 'recomendaria', current_number: 1, created_at: 1 })
      .returning('id');
    const npsVersionId = await addVersion(trx, npsId, 1, 'Recomendaria?', TEN);
    await trx('question_versions').where({ id: npsVersionId }).update({ kind: 'nps' });
    await trx('question_versions').where({ id: newVersionId }).update({ kind: 'csat' });
    const otherRuleId = await addRule(trx, 'Trinta dias', { operators: [bruno.id, carla.id], sellerRuns: true });
    const otherProductId = await addProduct(trx, 'Rádio');
    const profile = { name: 'Sem fio', name_key: 'sem fio', created_at: 1 };
    const [{ id: profileId }] = await trx('profiles').insert(profile).returning('id');
    await trx('products').where({ id: otherProductId }).update({ profile_id: profileId });
    return { newVersionId, npsVersionId, otherRuleId, otherProductId, profileId };
  });
  const given: Given[] = [];
  const ids = await world.surveys(
    Array.from({ length: surveys }, (_, index) => {
      const answers = { grade: pick(8) === 0 ? null : 1 + pick(5), nps: pick(4) === 0 ? null : 1 + pick(11) };
      given.push(answers);
      const closedOn = addDays(TODAY, -pick(150));
      const [startDays, expiryDays] = [pick(12), pick(6)];
      const outcome = (['executed', 'executed', 'executed', 'closed', 'cancelled', null] as const)[pick(6)] ?? null;
      const opensOn = addDays(closedOn, startDays);
      return {
        customer: `Cliente ${index}`,
        closedOn,
        startDays,
        expiryDays,
        extendedTo: pick(5) === 0 ? addDays(opensOn, expiryDays + 10) : null,
        sellerId: [edu.id, ana.id][pick(2)] ?? 0,
        productId: [world.productId, more.otherProductId][pick(2)] ?? 0,
        ruleId: [world.ruleId, more.otherRuleId][pick(2)] ?? 0,
        assignedTo: pick(6) === 0 ? carla.id : null,
        outcome,
        executedBy: [bruno.id, carla.id][pick(2)] ?? 0,
        executedOn: addDays(opensOn, pick(expiryDays + 3)),
        score: scoreOf([weighed(FIVE, answers.grade), weighed(TEN, answers.nps)]),
      };
    }),
  );
  const whole = { ...world, ...more, db, ids };
  await fillIn(whole, given, pick);
  return whole;
}

/** Cities, closures' reasons and the answers to what was asked, which the scores are of. */
async function fillIn(
  { db, ids, versionIds, newVersionId, npsVersionId }: ResultWorld,
  given: readonly Given[],
  pick: (below: number) => number,
): Promise<void> {
  await db.transaction(async (trx) => {
    for (const { id } of await trx('customers').orderBy('id').select('id')) {
      const city = ['Nova Friburgo', 'Teresópolis', null][pick(3)] ?? null;
      await trx('customers')
        .where({ id })
        .update({ city, city_key: nameKey(city ?? '') });
    }
    for (const { id } of await trx('closures').orderBy('id').select('id'))
      await trx('closures')
        .where({ id })
        .update({ reason: ['refused', 'other'][pick(2)] });
    await extend(trx, pick);
    const executions = await trx('executions').orderBy('id').select('id', 'survey_id', 'executed_on');
    for (const { id, survey_id, executed_on } of executions) {
      const { grade, nps } = given[ids.indexOf(survey_id)] ?? { grade: null, nps: null };
      const version = executed_on < '2026-05-15' ? versionIds[0] : newVersionId;
      await trx('answers').insert([answerRow(id, 1, version, FIVE, grade), answerRow(id, 2, npsVersionId, TEN, nps)]);
    }
  });
}

/** What moved the expiries: some when they were over. */
async function extend(trx: Queryable, pick: (below: number) => number): Promise<void> {
  const { id: extended_by } = await trx('users').orderBy('id').first('id');
  const extended = await trx('surveys').whereRaw('expires_on > original_expires_on').orderBy('id');
  for (const { id: survey_id, expires_on, original_expires_on: was_expires_on } of extended) {
    const extended_on = addDays(was_expires_on, pick(10) - 3);
    const expiries = { was_expires_on, expires_on, extended_on };
    await trx('extensions').insert({ survey_id, reason: 'Pediu', extended_by, extended_at: 1, ...expiries });
  }
}

function answerRow(
  execution: number,
  position: number,
  version: number,
  scale: readonly Grade[],
  grade: number | null,
) {
  const asked = { execution_id: execution, position, question_version_id: version, question_text: 'Pergunta' };
  const { label = null, weight = null } = grade === null ? {} : (scale[grade - 1] ?? {});
  const state = grade === null ? 'no-answer' : 'graded';
  return { ...asked, state, grade_position: grade, grade_label: label, weight };
}
