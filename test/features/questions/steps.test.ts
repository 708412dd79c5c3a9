import t from 'tap';
import { questionStep, type TypedQuestion } from '../../../src/features/questions/steps.js';

const WORDS = { yes: 'Sim', no: 'Não' };

function typed(changes: Partial<TypedQuestion> = {}): TypedQuestion {
  const grades = ['a', 'b', 'c'].map((label) => ({ label, weight: '1', signal: '' }));
  return { text: 'T', script: '', kind: 'csat', notApplicable: '', commentRequiredUpTo: '2', grades, ...changes };
}

const labels = ({ grades }: TypedQuestion) => grades.map((grade) => grade.label).join(' ');

t.test('a preset fills in the scale and keeps the rest', async (t) => {
  for (const [preset, kindBefore, kind, expected] of [
    ['1-5', 'csat', 'csat', '1 2 3 4 5'],
    ['1-5', 'nps', '', '1 2 3 4 5'],
    ['0-10', 'nps', '', '0 1 2 3 4 5 6 7 8 9 10'],
    ['nps', '', 'nps', '0 1 2 3 4 5 6 7 8 9 10'],
    ['yes-no', 'csat', '', 'Sim Não'],
  ] as const) {
    const after = questionStep(typed({ kind: kindBefore }), `preset:${preset}`, WORDS);
    t.equal(labels(after), expected, preset);
    t.match(after, { kind, text: 'T', commentRequiredUpTo: '' }, `${preset} after ${kindBefore}`);
  }
  const yesNo = questionStep(typed(), 'preset:yes-no', WORDS);
  t.same(
    yesNo.grades.map((grade) => grade.weight),
    ['100', '-100'],
  );
});

t.test('adding a grade appends an empty one, drops the kind and takes the focus there', async (t) => {
  const after = questionStep(typed(), 'add-grade', WORDS);
  t.equal(labels(after), 'a b c ');
  t.match(after, { kind: '', focusGrade: 3, commentRequiredUpTo: '2' });
});

t.test('removing a grade drops the kind and keeps the comment limit at its grade', async (t) => {
  for (const [index, left, limit] of [
    [0, 'b c', '1'],
    [1, 'a c', ''],
    [2, 'a b', '2'],
  ] as const) {
    const after = questionStep(typed(), `remove-grade:${index}`, WORDS);
    t.equal(labels(after), left);
    t.match(after, { kind: '', commentRequiredUpTo: limit });
  }
});

t.test('what is no step changes nothing', async (t) => {
  for (const step of ['', 'preset:', 'preset:2-3', 'remove-grade:3', 'remove-grade:x', 'other'])
    t.same(questionStep(typed(), step, WORDS), typed(), step);
});
