import t from 'tap';
import { closeSurvey } from '../../src/actions/close-survey.js';
import { executeSurvey, type FormKey } from '../../src/actions/execute-survey.js';
import { saveDraft } from '../../src/actions/save-draft.js';
import type { SurveyForm } from '../../src/domain/survey-form.js';
import type { Database } from '../../src/store/connection.js';
import { findDraft } from '../../src/store/drafts.js';
import { untouched } from '../../src/store/untouched.js';
import { acting, done, refused } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { addVersion, NOW, type SurveyWorld, surveyWorld } from '../support/survey-world.js';

const MINUTE = 60_000;
const YES_NO = [
  { label: 'Sim', weight: 100 },
  { label: 'Não', weight: -100 },
];

let nonces = 0;

await onBothEngines(t, async (t, engine) => {
  const prepare = async () => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    return { db, world, surveyId: await world.survey() };
  };

  await t.test('a draft keeps what was typed, by whom and when, and reserves the survey', async (t) => {
    const { db, world, surveyId } = await prepare();
    const [five, yesNo] = world.versionIds;
    const tab = window(db, world, surveyId);
    t.match(done(await tab.save({ [five]: { answer: '2', comment: ' Demorou ' } })), { revision: 1, savedAt: NOW });
    done(await tab.save({ [yesNo]: { answer: 'na' } }, 'Ligar à tarde'));
    const by = { id: world.bruno.id, name: 'Bruno Operador' };
    matchLists(t, await findDraft(db.read, surveyId), {
      revision: 2,
      note: 'Ligar à tarde',
      noteSaved: { revision: 2, by, at: NOW },
      questions: [
        { versionId: five, state: 'graded', gradePosition: 2, comment: 'Demorou', saved: { revision: 1, by } },
        { versionId: yesNo, state: 'not-applicable', gradePosition: null, comment: '', saved: { revision: 2, by } },
      ],
    });
    t.match(await db.read('claims').first(), { survey_id: surveyId, user_id: world.bruno.id });
    t.equal((await db.read('audit')).length, 0, 'a draft is not audited');
  });

  await t.test('each save renews the claim; what another has, or what is over, is not saved', async (t) => {
    const { db, world, surveyId } = await prepare();
    const [five] = world.versionIds;
    const tab = window(db, world, surveyId);
    done(await tab.save({ [five]: { answer: '5' } }));
    done(await tab.save({ [five]: { answer: '4' } }, undefined, { now: NOW + 29 * MINUTE }));
    const hers = window(db, world, surveyId, 'ana');
    t.match(refused(await hers.save({ [five]: { answer: '1' } }, undefined, { now: NOW + 58 * MINUTE })), {
      kind: 'claimed',
      claim: { userName: 'Bruno Operador' },
    });
    done(await hers.save({ [five]: { answer: '1' } }, undefined, { now: NOW + 59 * MINUTE }));
    matchLists(t, await findDraft(db.read, surveyId), {
      questions: [{ gradePosition: 1, saved: { by: { name: 'Ana Gestora' } } }, {}],
    });
    done(await closeSurvey(acting(db, world.ana), surveyId, { reason: 'refused', note: '' }));
    t.match(refused(await hers.save({})), { kind: 'not-possible', reason: 'closed' });
    t.not(await findDraft(db.read, surveyId), null, 'a closed survey may be reopened: its draft stays');
  });

  await t.test('past midnight of the expiry, and after it went to another, each save renews what he has', async (t) => {
    const { db, world, surveyId } = await prepare();
    const given = await world.survey();
    // Ten to midnight of the day of expiry.
    const evening = NOW + (37 * 60 + 50) * MINUTE;
    const rows: [minutes: number, today: string, refusal: object | null][] = [
      [0, '2026-07-11', null],
      [20, '2026-07-12', null],
      [49, '2026-07-12', null],
      [78, '2026-07-12', null],
      [108, '2026-07-12', { kind: 'not-possible', reason: 'expired' }],
    ];
    const tab = window(db, world, surveyId);
    for (const [minutes, today, refusal] of rows) {
      const saved = await tab.save({}, `às ${minutes}`, { now: evening + minutes * MINUTE, today });
      if (refusal === null) done(saved);
      else t.match(refused(saved), refusal, `${minutes} minutes later`);
    }
    const theirs = window(db, world, given);
    done(await theirs.save({}, 'antes'));
    await db.transaction((trx) => trx('surveys').where({ id: given }).update({ assigned_to: world.carla.id }));
    for (const minutes of [29, 58]) done(await theirs.save({}, 'depois', { now: NOW + minutes * MINUTE }));
    t.match(refused(await theirs.save({}, 'tarde', { now: NOW + 88 * MINUTE })), { kind: 'not-yours' });
    t.match(await findDraft(db.read, given), { note: 'depois' });
  });

  await t.test('what cannot be is refused, and a refused save writes nothing', async (t) => {
    const { db, world, surveyId } = await prepare();
    const [five, yesNo] = world.versionIds;
    const tab = window(db, world, surveyId);
    const cases = [
      [{ [five]: { answer: '6' } }, { kind: 'invalid', errors: [{ field: `answers.${five}.answer` }] }],
      [{ [five]: { answer: 'na' } }, { kind: 'invalid', errors: [{ message: 'unknownValue' }] }],
      [{ [five]: { comment: 'x'.repeat(4001) } }, { kind: 'invalid', errors: [{ message: 'tooLong' }] }],
      [{ 999: { answer: '1' } }, { kind: 'other-questions' }],
    ] as const;
    for (const [answers, refusal] of cases) matchLists(t, refused(await tab.save(answers)), refusal);
    const foreign = { surveyId, key: tab.key, form: { answers: { [yesNo]: { answer: '1' } } }, seen: 0 };
    t.match(refused(await saveDraft(acting(db, world.ana), foreign)), { kind: 'stale-key' });
    await t.rejects(saveDraft(acting(db, world.carla), foreign), { name: 'NotFoundError' });
    const hers = window(db, world, surveyId, 'carla');
    t.match(refused(await hers.save({ [yesNo]: { answer: '1' } })), { kind: 'not-yours' }, 'once it was shown to her');
    t.equal(await findDraft(db.read, surveyId), null);
  });

  await t.test('of two windows the later save wins per question, and the other one is told at its next', async (t) => {
    const { db, world, surveyId } = await prepare();
    const [five, yesNo] = world.versionIds;
    const [one, other] = [window(db, world, surveyId), window(db, world, surveyId)];
    const first = done(await one.save({ [five]: { answer: '3' } }, 'de uma'));
    t.same(first.elsewhere, []);
    matchLists(t, done(await other.save({ [five]: { answer: '5' } })).elsewhere, [
      { replaced: true, by: 'Bruno Operador', at: NOW, question: { versionId: five, gradePosition: 3 } },
      { replaced: false, note: 'de uma' },
    ]);
    const next = done(await one.save({ [yesNo]: { answer: '1' } }, undefined, { seen: first.revision }));
    matchLists(t, next.elsewhere, [{ replaced: false, question: { versionId: five, gradePosition: 5 } }]);
    t.equal(next.elsewhere.length, 1);
    t.same(done(await one.save({}, undefined, { seen: next.revision })).elsewhere, [], 'once');
  });

  await t.test('the versions of the first save count, and are recorded', async (t) => {
    const { db, world, surveyId } = await prepare();
    const [five, yesNo] = world.versionIds;
    const tab = window(db, world, surveyId);
    done(await tab.save({ [five]: { answer: '4' } }));
    const newer = await db.transaction((trx) => addVersion(trx, 1, 2, 'Outra pergunta', YES_NO));
    const late = window(db, world, surveyId, 'bruno', [newer, yesNo]);
    t.match(refused(await late.save({ [newer]: { answer: '1' } })), { kind: 'other-questions' });
    const form = { answers: { [newer]: { answer: '1' }, [yesNo]: { answer: '1' } } };
    const finish = (key: FormKey, form: SurveyForm) => executeSurvey(acting(db, world.bruno), { surveyId, key, form });
    t.match(refused(await finish(late.key, form)), { kind: 'other-questions' });
    done(await finish(tab.key, { answers: { [five]: { answer: '4' }, [yesNo]: { answer: '1' } } }));
    matchLists(t, await db.read('answers').orderBy('position'), [{ question_text: 'Como avalia a instalação?' }, {}]);
    t.equal(await findDraft(db.read, surveyId), null, 'the draft ends with the execution');
    t.equal(await db.read('claims').first(), undefined, 'and so does the claim');
    t.match(refused(await tab.save({ [five]: { answer: '1' } })), { kind: 'not-possible', reason: 'executed' });
    t.equal(await findDraft(db.read, surveyId), null);
  });

  await t.test('40 saves and finishes at once leave one execution and no draft', async (t) => {
    const { db, world, surveyId } = await prepare();
    const [five, yesNo] = world.versionIds;
    const answers = { [five]: { answer: '5' }, [yesNo]: { answer: '1' } };
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const tab = window(db, world, surveyId);
        if (index % 2 === 0) return tab.save(answers, `de ${index}`).then(() => null);
        return executeSurvey(acting(db, world.bruno), { surveyId, key: tab.key, form: { answers } });
      }),
    );
    t.equal(all.filter((result) => result?.ok).length, 1);
    t.equal((await db.read('executions')).length, 1);
    t.equal(await findDraft(db.read, surveyId), null);
  });

  await t.test('a survey with a draft is touched', async (t) => {
    const { db, world, surveyId } = await prepare();
    const other = await world.survey();
    done(await window(db, world, surveyId).save({}, 'Ligar à tarde'));
    await db.transaction((trx) => trx('claims').delete());
    const { sql, bindings } = untouched(NOW);
    const found = await db
      .read('surveys')
      .whereRaw(sql, [...bindings])
      .pluck('id');
    t.same([found.includes(surveyId), found.includes(other)], [false, true]);
  });
});

/** An open form, and saving from it. */
function window(
  db: Database,
  world: SurveyWorld,
  surveyId: number,
  who: 'bruno' | 'ana' | 'carla' = 'bruno',
  versionIds: readonly number[] = world.versionIds,
) {
  nonces += 1;
  const key = { surveyId, userId: world[who].id, startedAt: NOW, versionIds, nonce: `draft-${nonces}` };
  const save = (answers: SurveyForm['answers'], note?: string, { now = NOW, seen = 0, today = '2026-07-10' } = {}) => {
    const form = { ...(answers && { answers }), ...(note !== undefined && { note }) };
    return saveDraft({ ...acting(db, world[who], today), now }, { surveyId, key, form, seen });
  };
  return { key, save };
}
