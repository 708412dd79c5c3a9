import t from 'tap';
import { saveProduct } from '../../src/actions/save-product.js';
import { saveQuestion } from '../../src/actions/save-question.js';
import { saveRule } from '../../src/actions/save-rule.js';
import { setActive } from '../../src/actions/set-active.js';
import { testApp } from '../support/app.js';
import {
  accepted,
  addProduct,
  addProfile,
  addQuestion,
  addRule,
  adminContext,
  aProduct,
  aQuestion,
  aRule,
  FIVE_GRADES,
} from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';

t.test('the history in the editors', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { db, ids, browser } = await testApp(t, engine);
    const context = adminContext(db, ids.davi);
    const davi = await browser('davi');
    const [first, second] = [
      await addQuestion(context, { text: 'Um?' }),
      await addQuestion(context, { text: 'Dois?' }),
    ];

    await t.test('tells who changed what of a rule, and how it was each time', async (t) => {
      const content = { questions: [first, second], operators: [ids.bruno] };
      const id = await addRule(context, content);
      const later = { ...context, now: context.now + 3_600_000 };
      const changed = aRule({ startDays: 10, questions: [second, first], operators: [ids.carla] });
      accepted(await saveRule(later, { id, version: 1 }, changed, true));
      accepted(await setActive({ ...later, actor: { id: null, role: 'admin' } }, 'rule', { id, version: 2 }, false));
      const { text } = await davi.get(`/config/rules/${id}`);
      const history = text.slice(text.indexOf('Histórico'));
      t.match(history, /Ativo: sim → não .*sem usuário.*Agendar início \(dias\): 7 → 10/);
      t.match(history, 'Perguntas: ordem alterada');
      t.match(history, 'Operadores: incluído: Carla Operadora; retirado: Bruno Operador');
      t.match(history, '10/07/2026 11:00 · Davi Administrador');
      t.match(history, /10\/07\/2026 10:00 · Davi Administrador Como ficou .*Agendar início \(dias\) 7/);
      t.match(history, /Perguntas Dois\?, Um\?.*Perguntas Um\?, Dois\?/, 'the newest first');
    });

    await t.test('numbers the versions of a question, with the grades and weights of each', async (t) => {
      const id = await addQuestion(context, { text: 'Recomenda?', commentRequiredUpTo: 2 });
      const grades = FIVE_GRADES.map((grade) => (grade.label === '5' ? { ...grade, weight: 80 } : grade));
      const changed = aQuestion({ text: 'Recomendaria?', grades, commentRequiredUpTo: 3 });
      accepted(await saveQuestion(context, { id, version: 1 }, changed));
      accepted(await setActive(context, 'question', { id, version: 2 }, false));
      const { text } = await davi.get(`/config/questions/${id}`);
      const history = text.slice(text.indexOf('Histórico'));
      t.match(history, /Versão 2 · .*Texto: Recomenda\? → Recomendaria\?.*Notas: 5 \(100\) → 5 \(80\).*Versão 1 · /);
      t.match(history, /Versão 2 · .* · Nunca respondida.*Versão 1 · .* · Nunca respondida/);
      t.match(history, 'Comentário obrigatório até a nota: 2 → 3');
      t.notMatch(history, 'Versão 3', 'a change of its state makes no version');
      const states = await db.read('question_versions').where({ question_id: id }).orderBy('number').pluck('text');
      t.same(states, ['Recomenda?', 'Recomendaria?'], 'the same versions as those that answers name');
      t.match(history, /Texto Recomenda\? .*5 \(100\)/);
    });

    await t.test('tells of profiles and products too, and of nothing where nothing was', async (t) => {
      const profile = await addProfile(context, { name: 'Fibra' });
      t.match((await davi.get(`/config/profiles/${profile}`)).text, /Histórico .*Como ficou Nome Fibra/);
      const id = await addProduct(context);
      accepted(await saveProduct(context, { id, version: 1 }, aProduct({ profileId: profile })));
      t.match((await davi.get(`/config/products/${id}`)).text, 'Perfil: vazio → Fibra');
      t.notMatch((await davi.get('/config/products/new')).text, 'Histórico');
    });
  });
});
