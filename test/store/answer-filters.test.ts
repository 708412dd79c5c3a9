import t from 'tap';
import { OPINIONS, type Opinion } from '../../src/domain/results.js';
import type { Database } from '../../src/store/connection.js';
import { countEach } from '../../src/store/survey-counts.js';
import { listedOn, type PanelFilter } from '../../src/store/survey-tabs.js';
import { onBothEngines } from '../support/engines.js';
import { plansOf } from '../support/query-plans.js';
import { addQuestion, addVersion, type SurveyWorld, surveyWorld, TODAY } from '../support/survey-world.js';

const GRADES = Array.from({ length: 11 }, (_, index) => ({ label: String(index), weight: index * 10 }));
const STATES = ['graded', 'graded', 'graded', 'no-answer', 'not-applicable'] as const;

/** Two versions of a question of NPS, one of CSAT and one of neither kind. */
async function addQuestions(db: Database): Promise<number[]> {
  return db.transaction(async (trx) => {
    const recommends = await addQuestion(trx, 'Recomenda?', GRADES);
    const versions = [
      recommends.versionId,
      await addVersion(trx, recommends.id, 2, 'Recomendaria?', GRADES),
      (await addQuestion(trx, 'Gostou?', GRADES.slice(0, 5))).versionId,
      (await addQuestion(trx, 'Outra?', GRADES)).versionId,
    ];
    await trx('question_versions').whereIn('id', versions.slice(0, 2)).update({ kind: 'nps' });
    await trx('question_versions').where({ id: versions[2] }).update({ kind: 'csat' });
    return versions;
  });
}

/** Executed surveys with up to two answers each, one of them with a first execution that was annulled. */
async function answerAll(db: Database, world: SurveyWorld, versions: readonly number[]): Promise<void> {
  const ids = await world.surveys(Array.from({ length: 24 }, () => ({ outcome: 'executed' as const })));
  await db.transaction(async (trx) => {
    const executions: { id: number; survey_id: number }[] = await trx('executions').whereIn('survey_id', ids);
    const [first] = executions;
    const annulled = { annulled_at: 1, annulled_by: world.bruno.id, annulment_reason: 'Engano', form_key: 'annulled' };
    const [other] = await trx('executions')
      .insert({ ...first, id: 9_000, ...annulled })
      .returning('id');
    const answers = [...executions, other].flatMap(({ id }, n) =>
      [0, 1].slice(0, 1 + (n % 2)).map((position) => {
        const version = versions[(n + position) % versions.length];
        const state = STATES[n % STATES.length];
        const graded = state === 'graded' ? { grade_position: 1 + ((n * 3) % 11), grade_label: 'x', weight: 10 } : {};
        return {
          execution_id: id,
          position: 50 + position,
          question_version_id: version,
          question_text: '?',
          state,
          ...graded,
        };
      }),
    );
    for (const answer of answers) await trx('answers').insert(answer);
  });
}

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  const versions = await addQuestions(db);
  await answerAll(db, world, versions);
  const executed = (filter: PanelFilter) =>
    listedOn('executed', { userId: world.bruno.id, today: TODAY, filter, chips: [] });
  const opinions = Object.keys(OPINIONS) as Opinion[];

  await t.test('counted among all answers, as many hold as each survey’s own answers say', async (t) => {
    const narrow = [{}, { sellerIds: [world.edu.id] }, { profileIds: [1] }];
    const filters: PanelFilter[] = [
      ...opinions.map((opinion) => ({ opinions: [opinion] })),
      { opinions },
      ...versions.map((versionId) => ({ grades: [{ versionId, position: 1 }] })),
      { grades: versions.map((versionId, index) => ({ versionId, position: 4 + index })), opinions: ['promoter'] },
    ];
    let found = 0;
    for (const filter of filters)
      for (const more of narrow) {
        const where = executed({ ...filter, ...more });
        const each: { id: number }[] = await db
          .read('surveys')
          .whereRaw(where.sql, [...where.bindings])
          .select('id');
        t.same(await countEach(db.read, { n: where }), { n: each.length }, JSON.stringify({ ...filter, ...more }));
        found += each.length;
      }
    t.ok(found > 50, 'of the answers some were found');
  });

  await t.test('counting what a large share said visits neither surveys nor answers', async (t) => {
    const steps = async (filter: PanelFilter) =>
      (await plansOf(db, () => countEach(db.read, { n: executed(filter) }))).map(({ text }) => text).join('\n');
    const all = await steps({ opinions: ['detractor', 'passive'] });
    const seller = await steps({ opinions: ['detractor', 'passive'], sellerIds: [world.edu.id] });
    const month = await steps({
      opinions: ['promoter'],
      period: { of: 'execution', from: '2026-06-01', to: '2026-06-30' },
    });
    if (db.dialect === 'sqlite') {
      t.match(all, /COVERING INDEX surveys_executed$/m);
      t.match(all, /COVERING INDEX answers_by_grade/);
      t.match(month, /COVERING INDEX surveys_executed \(settled_at>\? AND settled_at<\?\)/);
      for (const few of [seller, month]) t.match(few, /COVERING INDEX answers_graded \(execution_id=\?/, 'one by one');
    } else for (const plan of [all, seller, month]) t.notMatch(plan, /Seq Scan surveys/);
  });
});
