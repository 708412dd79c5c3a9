import t from 'tap';
import { claimSurvey } from '../../src/actions/claim-survey.js';
import { executeSurvey } from '../../src/actions/execute-survey.js';
import { recordAttempt } from '../../src/actions/record-attempt.js';
import { saveDraft } from '../../src/actions/save-draft.js';
import type { OwnSurveyRule } from '../../src/domain/commission-policy.js';
import type { Result } from '../../src/domain/result.js';
import type { Database } from '../../src/store/connection.js';
import { listForNobody, readBlockedClosings, waitsForNobody } from '../../src/store/own-surveys.js';
import { insertPolicy } from '../../src/store/policies.js';
import { acting, done, refused } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { plansOf } from '../support/query-plans.js';
import { addRule, NOW, type SurveyWorld, surveyWorld, TODAY } from '../support/survey-world.js';

type Act = 'claim' | 'attempt' | 'draft' | 'finish';
type Does = (surveyId: number) => Promise<Result<unknown, { readonly kind: string }>>;

let nonces = 0;

await onBothEngines(t, async (t, engine) => {
  await t.test('where the policy blocks it, the seller does nothing with the survey of his sale', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    await policy(db, world, 'block', '2026-07');
    const [own, older, others] = await world.surveys([
      { sellerId: world.bruno.id, closedOn: '2026-07-01' },
      { sellerId: world.bruno.id, closedOn: '2026-06-30' },
      { closedOn: '2026-07-01' },
    ]);
    for (const [what, act] of Object.entries(acts(db, world, world.bruno))) {
      t.match(refused(await act(own ?? 0)), { kind: 'own-sale' }, what);
      done(await act(older ?? 0));
      done(await act(others ?? 0));
    }
    t.same(await db.read('attempts').where({ survey_id: own }), []);
    t.same(await db.read('draft_forms').where({ survey_id: own }), []);
    for (const act of Object.values(acts(db, world, world.ana))) done(await act(own ?? 0));
  });

  await t.test('a manager who sold it is kept off too, and what ended it is said first', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    await policy(db, world, 'block', '2026-07');
    const [own, closed] = await world.surveys([
      { sellerId: world.ana.id },
      { sellerId: world.ana.id, outcome: 'closed' },
    ]);
    const { finish } = acts(db, world, world.ana);
    t.match(refused(await finish(own ?? 0)), { kind: 'own-sale' });
    t.match(refused(await finish(closed ?? 0)), { kind: 'not-possible', reason: 'closed' });
  });

  await t.test('a policy that allows it, or only leaves it out of the commission, keeps nobody off', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const { finish } = acts(db, world, world.bruno);
    done(await finish(await world.survey({ sellerId: world.bruno.id })));
    await policy(db, world, 'leave-out', '2026-07');
    done(await finish(await world.survey({ sellerId: world.bruno.id })));
    t.same(
      await db
        .read('executions')
        .pluck('by_seller')
        .then((all) => all.map(Boolean)),
      [true, true],
    );
  });

  await t.test('a survey waits for nobody when who is responsible cannot run it', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const { bruno, carla, edu } = world;
    await policy(db, world, 'block', '2026-07');
    const ruleOf = (name: string, over: Parameters<typeof addRule>[2]) =>
      db.transaction((trx) => addRule(trx, name, over));
    const both = await ruleOf('Dois', { operators: [bruno.id, carla.id] });
    const seller = await ruleOf('Só o vendedor', { sellerRuns: true });
    const gone = await ruleOf('Sem acesso', { operators: [edu.id] });
    const cases = [
      ['his own, of a rule that is his alone', true, { sellerId: bruno.id }],
      ['the same before the policy', false, { sellerId: bruno.id, closedOn: '2026-06-30' }],
      ['somebody else’s sale', false, { sellerId: carla.id }],
      ['of a rule of two', false, { sellerId: bruno.id, ruleId: both }],
      ['given to somebody else', false, { sellerId: bruno.id, assignedTo: carla.id }],
      ['given to its seller', true, { sellerId: carla.id, assignedTo: carla.id }],
      ['of a rule for sellers', true, { sellerId: carla.id, ruleId: seller }],
      [
        'of a rule for sellers, before the policy',
        false,
        { sellerId: carla.id, ruleId: seller, closedOn: '2026-06-30' },
      ],
      ['of a rule for sellers, by one who cannot sign in', true, { ruleId: seller, closedOn: '2026-06-30' }],
      ['of a rule whose operator cannot sign in', true, { ruleId: gone }],
      ['given to who cannot sign in', true, { assignedTo: edu.id }],
    ] as const;
    const ids = await world.surveys(cases.map(([, , over]) => over));
    const { sql, bindings } = waitsForNobody(await readBlockedClosings(db.read));
    const found: number[] = await db
      .read('surveys')
      .whereRaw(sql, [...bindings])
      .pluck('id');
    for (const [index, [what, expected]] of cases.entries()) t.equal(found.includes(ids[index] ?? 0), expected, what);
    const { rows } = await listForNobody(db.read, TODAY);
    t.same(rows.map(({ id }) => id).sort(), found.sort(), 'the page lists the same');
  });

  await t.test('who waits for nobody is looked up, and only where somebody can', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    await world.surveys(Array.from({ length: 20 }, () => ({})));
    const list = () => listForNobody(db.read, TODAY);
    const ways = async () => {
      const steps = (await plansOf(db, list)).filter(({ text }) => /\bsurveys\b/.test(text));
      t.notOk(steps.some(({ scanned }) => scanned === 'surveys'));
      return [...new Set(steps.flatMap(({ text }) => /surveys_open_by_\w+/.exec(text) ?? []))].sort();
    };
    const goesBy = async (...columns: string[]) => {
      const found = await ways();
      // PostgreSQL chooses among them for itself.
      if (db.dialect === 'sqlite')
        t.same(
          found,
          columns.map((column) => `surveys_open_by_${column}`),
        );
    };
    await goesBy('assigned_to');
    await db.transaction((trx) => addRule(trx, 'Sem ninguém', {}));
    await goesBy('assigned_to', 'rule_id');
    await policy(db, world, 'block', '2026-07');
    await goesBy('assigned_to', 'rule_id', 'seller_id');
  });
});

async function policy(db: Database, { ana }: SurveyWorld, ownSurvey: OwnSurveyRule, fromMonth: string) {
  const clean = { fromMonth, k: 2000, bonusOnly: false, ownSurvey };
  await db.transaction((trx) => insertPolicy(trx, clean, { by: ana.id, at: NOW }));
}

/** What somebody can do to run a survey, in the order in which it is done. */
function acts(db: Database, world: SurveyWorld, actor: SurveyWorld['bruno']): Record<Act, Does> {
  const context = acting(db, actor);
  const [five, yesNo] = world.versionIds;
  const answers = { [five]: { answer: '5' }, [yesNo]: { answer: '1' } };
  const input = (surveyId: number) => ({
    surveyId,
    key: { surveyId, userId: actor.id, startedAt: NOW, versionIds: world.versionIds, nonce: `own-${++nonces}` },
    form: { answers },
  });
  return {
    claim: (id: number) => claimSurvey(context, id),
    attempt: (id: number) => recordAttempt(context, id, { outcome: 'busy', formKey: `own-${++nonces}` }),
    draft: (id: number) => saveDraft(context, { ...input(id), seen: 0 }),
    finish: (id: number) => executeSurvey(context, input(id)),
  };
}
