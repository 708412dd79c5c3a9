import t from 'tap';
import { setActive } from '../../../src/actions/set-active.js';
import { getRule } from '../../../src/store/rules.js';
import { testApp } from '../../support/app.js';
import { addProfile, addQuestion, addRule, adminContext } from '../../support/configuration.js';
import { onBothEngines } from '../../support/engines.js';
import { matchLists } from '../../support/match-lists.js';

const FORM = { name: 'Instalação', startDays: '7', expiryDays: '3', note: 'Obs' };

t.test('the editor of rules', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { db, ids, browser } = await testApp(t, engine);
    const context = adminContext(db, ids.davi);
    const first = await addQuestion(context, { text: 'Primeira?' });
    const second = await addQuestion(context, { text: 'Segunda?' });
    const davi = await browser('davi');
    await davi.get('/config/rules/new');

    await t.test("has MK's names and offers the seller before everybody with access", async (t) => {
      const page = await davi.get('/config/rules/new');
      for (const word of [
        'Agendar início (dias)',
        'Vencimento após início (dias)',
        'Observação',
        'Adicionar pergunta',
        'Excluir pergunta selecionada',
        'Salvar como inativa',
      ])
        t.match(page.text, word);
      t.match(page.text, /O vendedor da venda quem fechou cada venda Ana Gestora ana Bruno Operador bruno/);
      t.match(page.text, 'as pesquisas que já existem mantêm suas datas');
    });

    await t.test('says what the numbers mean, in the page and while they are typed', async (t) => {
      for (const [startDays, expiryDays, sentence] of [
        ['7', '3', 'Venda fechada em 10/07/2026: disponível de 17/07/2026 a 20/07/2026 (inclusive).'],
        ['0', '0', 'Venda fechada em 10/07/2026: disponível somente em 10/07/2026.'],
        ['', '3', 'Digite os dois números'],
        ['-1', '3', 'Digite os dois números'],
        ['9999999999', '3', 'Digite os dois números'],
      ] as const) {
        const live = await davi.get(`/config/rules/schedule?startDays=${startDays}&expiryDays=${expiryDays}`);
        t.equal(live.status, 200);
        t.match(live.body, /^\s*<div[^>]* id="rules-schedule"/);
        const page = await davi.post('/config/rules', { ...FORM, startDays, expiryDays, step: 'add-question' });
        for (const { text } of [live, page]) {
          t.match(text, sentence);
          t.equal(text.includes('pode cair em fim de semana ou feriado'), startDays === '0');
        }
      }
      const say = async (days: string) => (await davi.get(`/config/rules/schedule?${days}`)).text;
      // Today is Friday, 2026-07-10.
      const moved = await say('startDays=7&expiryDays=1&businessDays=1');
      t.match(moved, 'disponível de 17/07/2026 a 20/07/2026 (inclusive).');
      t.match(moved, 'O vencimento cairia em 18/07/2026 (sábado) e passa para 20/07/2026 (segunda-feira).');
      t.notMatch(await say('startDays=7&expiryDays=0&businessDays=1'), 'cairia');
      t.match(await say('startDays=59&expiryDays=0&businessDays=1'), '07/09/2026 (feriado: Dia da Independência)');
      t.match(await say('startDays=1&expiryDays=0'), 'Na venda de hoje, 11/07/2026 não é dia útil (sábado).');
      t.notMatch(await say('startDays=0&expiryDays=0'), 'Na venda de hoje');
      t.notMatch(await say('startDays=1&expiryDays=1'), 'cairia', 'only where the rule asks for business days');
      t.equal((await (await browser('ana')).get('/config/rules/schedule')).status, 403);
      t.match(await (await browser()).get('/config/rules/schedule'), { status: 303 });
    });

    await t.test('adds, moves and removes questions without JavaScript', async (t) => {
      const order = (body: string) =>
        [...body.matchAll(/<input type="hidden" name="questions" value="(\d+)"/g)].map(([, id]) => Number(id));
      const typed = { ...FORM, operators: [String(ids.bruno)], sellerRuns: '1' };
      const one = await davi.post('/config/rules', { ...typed, addQuestion: String(second), step: 'add-question' });
      t.same(order(one.body), [second]);
      t.match(one.body, new RegExp(`name="operators" value="${ids.bruno}" checked`));
      t.match(one.body, /name="sellerRuns" value="1" checked/);
      const questions = [String(second), String(first)];
      const up = await davi.post('/config/rules', { ...typed, questions, step: `move-up:${first}` });
      t.same(order(up.body), [first, second]);
      const gone = await davi.post('/config/rules', {
        ...typed,
        questions,
        selectedQuestions: String(second),
        step: 'remove-questions',
      });
      t.same(order(gone.body), [first]);
      t.match(gone.body, new RegExp(`<option value="${second}"[^>]*>Segunda\\?`), 'and offers it again');
      t.equal((await db.read('rules')).length, 0);
    });

    await t.test('a new rule is active when it can run, and may be saved inactive when it cannot', async (t) => {
      const lacking = await davi.post('/config/rules', FORM);
      t.equal(lacking.status, 422);
      t.match(lacking.text, 'Uma regra ativa precisa de pelo menos uma pergunta.');
      t.match(lacking.text, 'Uma regra ativa precisa de pelo menos um operador.');
      t.match(lacking.body, 'href="#questions"');
      t.match(lacking.body, 'href="#operators"');
      t.equal((await davi.post('/config/rules', { ...FORM, activation: 'off' })).status, 303);
      const { id } = await db.read('rules').first();
      t.equal((await getRule(db.read, id)).active, false);

      const refused = await davi.post(`/config/rules/${id}/activation`, { version: '1' });
      t.equal(refused.status, 422);
      t.match(refused.text, 'Uma regra ativa precisa de pelo menos uma pergunta.');
      const full = { ...FORM, version: '1', questions: [String(second), String(first)], sellerRuns: '1' };
      t.equal((await davi.post(`/config/rules/${id}`, full)).status, 303);
      matchLists(t, await getRule(db.read, id), { active: false, questions: [second, first], sellerRuns: true });
      t.match((await davi.get(`/config/rules/${id}`)).text, 'Salvar e ativar');
      t.equal((await davi.post(`/config/rules/${id}`, { ...full, version: '2', activation: 'on' })).status, 303);
      t.equal((await getRule(db.read, id)).active, true);
    });

    await t.test('tells negative days, a missing name and unknown records at the field', async (t) => {
      for (const [changes, field, message] of [
        [{ name: ' ' }, 'name', 'Preencha este campo.'],
        [{ startDays: '-1' }, 'startDays', 'O menor valor aceito é 0.'],
        [{ expiryDays: '3651' }, 'expiryDays', 'O maior valor aceito é 3.650.'],
        [{ expiryDays: 'dez' }, 'expiryDays', 'Digite um número inteiro.'],
        [{ questions: '4444' }, 'questions', 'Escolha uma das opções.'],
        [{ operators: 'x' }, 'operators', 'Escolha uma das opções.'],
      ] as const) {
        const typed = { ...FORM, name: 'Outra', activation: 'off', ...changes };
        const page = await davi.post('/config/rules', typed);
        t.equal(page.status, 422, field);
        t.match(page.text, message);
        t.match(page.body, `href="#${field}"`);
        t.match(page.body, 'Obs');
      }
    });

    await t.test('inactive questions and people stay readable where they are, and say so', async (t) => {
      const id = await addRule(context, { name: 'Antiga', questions: [first], operators: [ids.carla] });
      await addProfile(context, { name: 'Perfil da antiga', rules: [id] });
      await setActive(context, 'question', { id: first, version: 1 }, false);
      await db.transaction((trx) => trx('users').where({ id: ids.carla }).update({ deactivated_at: 1 }));
      const page = await davi.get(`/config/rules/${id}`);
      t.match(page.text, /Primeira\? inativo/);
      t.match(page.text, /Carla Operadora sem acesso/);
      t.match(page.text, 'Perfil da antiga');
      t.notMatch((await davi.get('/config/rules/new')).text, /Primeira|Carla/);
    });
  });
});
