import t from 'tap';
import { getQuestion } from '../../../src/store/questions.js';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { matchLists } from '../../support/match-lists.js';

const FORM = {
  text: 'O técnico foi pontual?',
  script: 'Fale devagar.',
  kind: '',
  commentRequiredUpTo: '',
  gradeLabel: ['Sim', 'Não'],
  gradeWeight: ['100', '-100'],
  gradeSignal: ['', 'complaint'],
};

t.test('the editor of questions', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { db, browser } = await testApp(t, engine);
    const davi = await browser('davi');
    await davi.get('/config/questions/new');

    await t.test('starts with the scale from 1 to 5', async (t) => {
      const page = await davi.get('/config/questions/new');
      for (const weight of ['-100', '-50', '0', '50', '100'])
        t.match(page.body, `name="gradeWeight" value="${weight}"`);
      for (const word of ['Texto da pergunta', 'Roteiro para o operador', 'Adicionar nota', 'NPS 0–10', 'Sim/Não'])
        t.match(page.text, word);
    });

    await t.test('keeps all that was typed through every step', async (t) => {
      const typed = { ...FORM, notApplicable: '1', gradeLabel: ['só <uma>', 'Não'], gradeWeight: ['abc', ''] };
      const added = await davi.post('/config/questions', { ...typed, step: 'add-grade' });
      t.equal(added.status, 200);
      t.match(added.body, 'O técnico foi pontual?');
      t.match(added.body, 'value="só &lt;uma&gt;"');
      t.match(added.body, 'value="abc"');
      t.match(added.body, /name="notApplicable" value="1" checked/);
      t.equal(added.body.match(/name="gradeLabel"/g)?.length, 3);
      const preset = await davi.post('/config/questions', { ...typed, step: 'preset:nps' });
      t.equal(preset.body.match(/name="gradeLabel"/g)?.length, 11);
      t.match(preset.body, /<option value="nps" selected>/);
      t.equal((await db.read('questions')).length, 0, 'a step saves nothing');
    });

    await t.test('saves every field', async (t) => {
      const posted = await davi.post('/config/questions', { ...FORM, notApplicable: '1', commentRequiredUpTo: '2' });
      t.equal(posted.status, 303);
      const { id } = await db.read('questions').first();
      matchLists(t, await getQuestion(db.read, id), {
        text: 'O técnico foi pontual?',
        script: 'Fale devagar.',
        kind: null,
        notApplicable: true,
        commentRequiredUpTo: 2,
        grades: [
          { label: 'Sim', weight: 100, signal: null },
          { label: 'Não', weight: -100, signal: 'complaint' },
        ],
      });
      const editor = await davi.get(`/config/questions/${id}`);
      t.match(editor.body, /<option value="complaint" selected>/);
      t.match(editor.text, 'Ainda não é usado.');
    });

    await t.test('tells what is wrong at the field and saves nothing', async (t) => {
      const labels = Array.from({ length: 12 }, (_, n) => `n${n}`);
      for (const [changes, field, message] of [
        [{ gradeWeight: ['101', '0'] }, 'grades.0.weight', 'O maior valor aceito é 100.'],
        [{ gradeWeight: ['0', '-101'] }, 'grades.1.weight', 'O menor valor aceito é −100.'],
        [{ gradeWeight: ['1,5', '0'] }, 'grades.0.weight', 'Digite um número inteiro.'],
        [{ gradeLabel: ['', 'Não'] }, 'grades.0.label', 'Preencha este campo.'],
        [{ gradeLabel: ['sim', 'SIM'] }, 'grades.1.label', 'Este valor aparece mais de uma vez.'],
        [{ gradeLabel: ['Sim'] }, 'grades', 'Informe pelo menos 2.'],
        [{ gradeLabel: labels, gradeWeight: labels.map(() => '0') }, 'grades', 'Informe no máximo 11.'],
        [{ text: 'x'.repeat(501) }, 'text', 'Use no máximo 500 caracteres.'],
        [{ kind: 'iq' }, 'kind', 'Escolha uma das opções.'],
      ] as const) {
        const page = await davi.post('/config/questions', { ...FORM, ...(changes as object) });
        t.equal(page.status, 422, message);
        t.match(page.text, message);
        t.match(page.body, `href="#${field}"`);
        t.match(page.body, `id="${field}"`);
      }
      t.equal((await db.read('questions')).length, 1);
    });

    await t.test('refuses what no form of ours sends', async (t) => {
      t.equal((await davi.post('/config/questions', { ...FORM, surprise: '1' })).status, 400);
      t.equal((await davi.post('/config/questions', { ...FORM, text: 'a\u0000b' })).status, 400);
    });
  });
});
