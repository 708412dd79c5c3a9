import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { type DraftAnswer, postedAnswer, readDraft } from '../../src/domain/draft.js';
import { presetGrades } from '../../src/domain/grades.js';
import type { AskedQuestion, PostedAnswer } from '../../src/domain/survey-form.js';
import { done, refused } from '../support/acting.js';

const question: AskedQuestion = {
  versionId: 7,
  text: 'Como avalia a instalação?',
  grades: presetGrades('nps', { yes: 'Sim', no: 'Não' }),
  notApplicable: false,
  commentRequiredUpTo: 6,
};
const optional: AskedQuestion = { ...question, versionId: 8, notApplicable: true };
const graded = (gradePosition: number) => ({ state: 'graded', gradePosition });
const ungraded = (state: DraftAnswer['state']) => ({ state, gradePosition: null });

t.test('a draft keeps what was answered so far, as it was', async (t) => {
  for (const [of, answer, kept] of [
    [7, '1', graded(1)],
    [7, '9', graded(9)],
    [7, '10', graded(10)],
    [7, '11', graded(11)],
    [7, '12', 'unknownValue'],
    [7, '0', 'unknownValue'],
    [7, '01', 'unknownValue'],
    [7, '111', 'unknownValue'],
    [7, ' 1', 'unknownValue'],
    [7, '-1', 'unknownValue'],
    [7, 'na', 'unknownValue'],
    [8, 'na', ungraded('not-applicable')],
    [7, 'none', ungraded('no-answer')],
    [7, '', ungraded(null)],
    [7, undefined, ungraded(null)],
  ] as const) {
    const posted: PostedAnswer = answer === undefined ? { comment: ' Caro ' } : { answer, comment: ' Caro ' };
    const read = readDraft([question, optional], { answers: { [of]: posted } });
    if (typeof kept === 'string')
      t.same(refused(read), [{ field: `answers.${of}.answer`, message: kept }], `«${answer}»`);
    else t.same([...done(read).answers], [[of, { ...kept, comment: 'Caro' }]], `${of} «${answer}»`);
  }
});

t.test('what a save does not name it leaves as it is', async (t) => {
  const read = (form: Parameters<typeof readDraft>[1]) => done(readDraft([question, optional], form));
  t.same(read({}), { answers: new Map(), note: null });
  t.same(read({ note: '' }).note, '', 'an observation that was emptied is empty');
  t.same(read({ note: ' Ligou\r\nde volta ' }).note, 'Ligou\nde volta');
  t.same([...read({ answers: { 7: undefined, 8: { answer: '2' } } }).answers.keys()], [8]);
});

t.test('a question that is not asked is another form, and what is too long is refused', async (t) => {
  for (const id of ['9', '07', 'x']) t.equal(refused(readDraft([question], { answers: { [id]: {} } })), 'unknown', id);
  const long = 'x'.repeat(4001);
  t.match(refused(readDraft([question], { answers: { 7: { comment: long } }, note: long })), [
    { field: 'answers.7.comment', message: 'tooLong' },
    { field: 'note', message: 'tooLong' },
  ]);
});

t.test('what is kept is shown again as it was posted', async () => {
  const answers = fc.constantFrom('', 'na', 'none', ...Array.from({ length: 11 }, (_, index) => String(index + 1)));
  fc.assert(
    fc.property(answers, (answer) => {
      const kept = done(readDraft([optional], { answers: { 8: { answer, comment: 'Caro' } } })).answers.get(8);
      deepEqual(kept && postedAnswer(kept), { answer, comment: 'Caro' });
    }),
  );
});
