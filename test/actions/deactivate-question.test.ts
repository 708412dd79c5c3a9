import t from 'tap';
import { deactivateQuestion } from '../../src/actions/deactivate-question.js';
import { setActive } from '../../src/actions/set-active.js';
import { NotFoundError } from '../../src/store/not-found.js';
import { acting, done, refused } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';

await onBothEngines(t, async (t, engine) => {
  await t.test(
    'the only active question of a rule goes when that was seen, and the rule goes on asking it',
    async (t) => {
      const db = await engine.freshDatabase(t);
      const build = await fixtures(db);
      const context = acting(db, build.people.davi);
      const [only, other] = [await build.question(), await build.question()];
      const lonely = await build.rule({ name: 'Instalação', questions: [only] });
      await build.rule({ name: 'Duas', questions: [only, other] });
      await build.rule({ name: 'Parada', questions: [only], active: false });
      const target = { id: only, version: 1 };
      const lastQuestion = (rules: string) => ({
        kind: 'invalid',
        errors: [{ field: 'deactivation', message: 'lastQuestion', params: { rules } }],
      });
      t.same(refused(await deactivateQuestion(context, target, [])), lastQuestion('Instalação'));
      done(await setActive(context, 'question', { id: other, version: 1 }, false));
      t.same(
        refused(await deactivateQuestion(context, target, [lonely])),
        lastQuestion('Duas, Instalação'),
        'one more by now',
      );
      t.equal((await db.read('questions').where({ id: only }).first()).deactivated_at, null);
      const rules = await db.read('rules').pluck('id');
      t.same(refused(await deactivateQuestion(context, { id: only, version: 7 }, rules)), { kind: 'stale' });
      done(await deactivateQuestion(context, target, rules));
      // Once is enough.
      done(await deactivateQuestion(context, target, []));
      t.same(await db.read('rule_questions').where({ rule_id: lonely }).pluck('question_id'), [only]);
      await t.rejects(deactivateQuestion(context, { id: 999, version: 1 }, []), NotFoundError);
    },
  );
});
