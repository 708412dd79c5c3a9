import fc from 'fast-check';
import t from 'tap';
import { presetGrades } from '../../src/domain/grades.js';
import { type AskedQuestion, finishSurvey, needsComment, type PostedAnswer } from '../../src/domain/survey-form.js';
import { accepted, refusals } from './verdict.js';

const words = { yes: 'Sim', no: 'Não' };
const question: AskedQuestion = {
  versionId: 7,
  text: 'Como avalia a instalação?',
  grades: presetGrades('1-5', words),
  notApplicable: false,
  commentRequiredUpTo: null,
};
const optional: AskedQuestion = { ...question, versionId: 8, text: 'E o técnico?', notApplicable: true };
const recommended: AskedQuestion = {
  ...question,
  versionId: 9,
  text: 'Indicaria?',
  grades: presetGrades('yes-no', words),
  commentRequiredUpTo: 2,
};

const finish = (questions: AskedQuestion[], answers: Record<number, PostedAnswer>) =>
  finishSurvey(questions, { answers, confirmed: '1' });

t.test('a finished survey copies each answer, and its score', async (t) => {
  const answers = { 7: { answer: '5', comment: ' Ótimo! ' }, 8: { answer: 'na' }, 9: { answer: '1' } };
  t.same(accepted(finishSurvey([question, optional, recommended], { answers, note: 'Ligou de volta\r\n' })), {
    answers: [
      {
        versionId: 7,
        questionText: 'Como avalia a instalação?',
        comment: 'Ótimo!',
        state: 'graded',
        gradePosition: 5,
        gradeLabel: '5',
        weight: 100,
      },
      {
        versionId: 8,
        questionText: 'E o técnico?',
        comment: '',
        state: 'not-applicable',
        gradePosition: null,
        gradeLabel: null,
        weight: null,
      },
      {
        versionId: 9,
        questionText: 'Indicaria?',
        comment: '',
        state: 'graded',
        gradePosition: 1,
        gradeLabel: 'Sim',
        weight: 100,
      },
    ],
    score: { sum: 200, count: 2 },
    note: 'Ligou de volta',
  });
});

t.test('answers come in the order of the questions, whatever the order of the post', async (t) => {
  const finished = accepted(finish([optional, question], { 7: { answer: '1' }, 8: { answer: '2' } }));
  t.same(
    finished.answers.map((answer) => answer.versionId),
    [8, 7],
  );
});

t.test('every question needs an answer', async (t) => {
  t.same(refusals(finish([question, optional], { 7: { answer: '3' } })), ['answers.8.answer: answerMissing']);
  t.same(refusals(finish([question], { 7: { answer: '', comment: 'Bom' } })), ['answers.7.answer: answerMissing']);
  t.same(refusals(finishSurvey([question], {})), ['answers.7.answer: answerMissing']);
});

t.test('"sem resposta" is an answer to any question, "não se aplica" where it is allowed', async (t) => {
  t.same(refusals(finish([question, optional], { 7: { answer: 'none' }, 8: { answer: '1' } })), []);
  t.same(refusals(finish([question, optional], { 7: { answer: '1' }, 8: { answer: 'na' } })), []);
  t.same(refusals(finish([question, optional], { 7: { answer: 'na' }, 8: { answer: '1' } })), [
    'answers.7.answer: notApplicableNotAllowed',
  ]);
});

t.test('"sem resposta" is confirmed, once for all of them', async (t) => {
  const answers = { 7: { answer: '4' }, 8: { answer: 'none' }, 9: { answer: 'none' } };
  const asked = [question, optional, recommended];
  for (const confirmed of [undefined, '', '0'])
    t.same(refusals(finishSurvey(asked, { answers, confirmed })), ['confirmed: noAnswerUnconfirmed']);
  t.ok(finishSurvey(asked, { answers, confirmed: '1' }).ok);
  t.ok(finishSurvey([question], { answers }).ok, 'only where there is one');
  const without = { 7: { answer: 'none' }, 8: { answer: 'none' } };
  t.same(
    refusals(finishSurvey([question, optional], { answers: without })),
    ['answers: noGradeAtAll'],
    'it was an attempt',
  );
  const open = { 7: { answer: 'none' } };
  t.same(
    refusals(finishSurvey([question, optional], { answers: open })),
    ['answers.8.answer: answerMissing'],
    'first that',
  );
});

t.test('a survey without any grade was an attempt', async (t) => {
  t.same(refusals(finish([question, optional], { 7: { answer: 'none' }, 8: { answer: 'na' } })), [
    'answers: noGradeAtAll',
  ]);
  t.same(refusals(finish([], {})), ['answers: noGradeAtAll']);
});

t.test('a grade that the question does not have is refused', async (t) => {
  for (const answer of ['0', '6', '-1', '1.5', '0x1', '1e0', ' 1', '999', 'sim', '__proto__'])
    t.same(refusals(finish([question], { 7: { answer } })), ['answers.7.answer: unknownValue'], answer);
});

t.test('what is posted for other questions is ignored', async (t) => {
  t.equal(accepted(finish([question], { 7: { answer: '1' }, 99: { answer: '1' } })).answers.length, 1);
});

t.test('a comment is required at or below the given grade', async (t) => {
  const asked = { ...question, commentRequiredUpTo: 2 };
  const refused = (answer: string, comment = '') => refusals(finish([asked], { 7: { answer, comment } }));
  t.same(refused('1'), ['answers.7.comment: commentRequired']);
  t.same(refused('2'), ['answers.7.comment: commentRequired']);
  t.same(refused('2', ' \n '), ['answers.7.comment: commentRequired'], 'white space is no comment');
  t.same(refused('3'), []);
  t.same(refused('1', 'Demorou'), []);
  t.same(refusals(finish([asked, optional], { 7: { answer: 'none' }, 8: { answer: '5' } })), [], 'nor without a grade');
});

t.test('below is what weighs less, in a scale that begins with its best grade', async (t) => {
  t.same(refusals(finish([recommended], { 9: { answer: '1' } })), [], 'Sim');
  t.same(refusals(finish([recommended], { 9: { answer: '2' } })), ['answers.9.comment: commentRequired'], 'Não');
  t.notOk(needsComment(question, { weight: -100 }), 'and never where the question does not ask for it');
});

t.test('comments and the observation have at most 4000 characters', async (t) => {
  const long = 'x'.repeat(4001);
  t.same(refusals(finishSurvey([question], { answers: { 7: { answer: '1', comment: long } }, note: long })), [
    'answers.7.comment: tooLong {"max":4000}',
    'note: tooLong {"max":4000}',
  ]);
});

t.test('whatever is posted, a survey that finishes is complete and its score is that of its grades', async () => {
  const answer = fc.option(fc.constantFrom('1', '2', '5', '6', 'na', 'none', '', 'x'), { nil: undefined });
  const posted = fc.record({ answer, comment: fc.constantFrom(undefined, '', 'Bom') });
  fc.assert(
    fc.property(posted, posted, posted, (first, second, third) => {
      const result = finish([question, optional, recommended], { 7: first, 8: second, 9: third });
      if (!result.ok) return result.refusal.length > 0;
      const { answers, score } = result.value;
      const weights = answers.flatMap((one) => (one.state === 'graded' ? [one.weight] : []));
      return (
        answers.length === 3 &&
        weights.length === score.count &&
        score.count > 0 &&
        weights.reduce((sum, weight) => sum + weight, 0) === score.sum
      );
    }),
    { numRuns: 1000 },
  );
});
