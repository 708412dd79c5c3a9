import t from 'tap';
import { presetGrades } from '../../src/domain/grades.js';
import { type QuestionForm, validateQuestion } from '../../src/domain/question.js';
import { accepted, refusals } from './verdict.js';

const words = { yes: 'Sim', no: 'Não' };
const yesNo = [
  { label: 'Sim', weight: '100' },
  { label: 'Não', weight: '-100' },
];

const form = (changes: QuestionForm): QuestionForm => ({
  text: 'Como avalia a instalação?',
  grades: yesNo,
  ...changes,
});
const refused = (changes: QuestionForm) => refusals(validateQuestion(form(changes)));

/** The grades of a preset as its form posts them. */
function posted(preset: 'nps' | '1-5') {
  return presetGrades(preset, words).map(({ label, weight }) => ({ label, weight: String(weight) }));
}

t.test('a question is its text and its scale, and all else is optional', async (t) => {
  t.same(accepted(validateQuestion(form({ text: '  Como avalia\n a instalação? ' }))), {
    text: 'Como avalia a instalação?',
    script: '',
    kind: null,
    notApplicable: false,
    commentRequiredUpTo: null,
    grades: [
      { label: 'Sim', weight: 100, signal: null },
      { label: 'Não', weight: -100, signal: null },
    ],
  });
});

t.test('a question has its options', async (t) => {
  const question = accepted(
    validateQuestion(
      form({
        script: 'Bom dia!\r\nFalo com o titular?',
        notApplicable: 'on',
        commentRequiredUpTo: '2',
        grades: [
          { label: 'Sim', weight: '100', signal: 'opportunity' },
          { label: 'Não', weight: '-100', signal: 'complaint' },
        ],
      }),
    ),
  );
  t.equal(question.script, 'Bom dia!\nFalo com o titular?');
  t.equal(question.notApplicable, true);
  t.equal(question.commentRequiredUpTo, 2);
  t.same(
    question.grades.map((grade) => grade.signal),
    ['opportunity', 'complaint'],
  );
});

t.test('the text has 1 to 500 characters', async (t) => {
  t.same(refused({ text: 'x'.repeat(500) }), []);
  t.same(refused({ text: 'x'.repeat(501) }), ['text: tooLong {"max":500}']);
  t.same(refused({ text: ' ' }), ['text: required']);
});

t.test('a scale has 2 to 11 grades', async (t) => {
  const grades = (count: number) => Array.from({ length: count }, (_, n) => ({ label: `${n}`, weight: '0' }));
  t.same(refused({ grades: grades(2) }), []);
  t.same(refused({ grades: grades(11) }), []);
  t.same(refused({ grades: grades(1) }), ['grades: tooFew {"min":2}']);
  t.same(refused({ grades: grades(12) }), ['grades: tooMany {"max":11}']);
  t.same(refusals(validateQuestion({ text: 'Tudo bem?' })), ['grades: tooFew {"min":2}']);
});

t.test('a weight is an integer from −100 to 100', async (t) => {
  const weights = (...weights: string[]) =>
    refused({ grades: weights.map((weight, n) => ({ label: `${n}`, weight })) });
  t.same(weights('-100', '100'), []);
  t.same(weights('-101', '101'), [
    'grades.0.weight: belowMinimum {"min":-100}',
    'grades.1.weight: aboveMaximum {"max":100}',
  ]);
  t.same(weights('12,5', ''), ['grades.0.weight: notAnInteger', 'grades.1.weight: required']);
});

t.test('labels have 1 to 40 characters and differ by more than case and accents', async (t) => {
  const labels = (...labels: string[]) => refused({ grades: labels.map((label) => ({ label, weight: '0' })) });
  t.same(labels('x'.repeat(40), 'y'), []);
  t.same(labels('x'.repeat(41), ''), ['grades.0.label: tooLong {"max":40}', 'grades.1.label: required']);
  t.same(labels('Ótimo', 'Bom', ' otimo '), ['grades.2.label: duplicate']);
  t.same(labels('', ''), ['grades.0.label: required', 'grades.1.label: required'], 'two empty ones are not the same');
});

t.test('a kind needs its scale', async (t) => {
  t.equal(accepted(validateQuestion(form({ kind: 'nps', grades: posted('nps') }))).kind, 'nps');
  t.equal(accepted(validateQuestion(form({ kind: 'csat', grades: posted('1-5') }))).kind, 'csat');
  t.same(refused({ kind: 'csat', grades: posted('1-5').toReversed() }), ['kind: kindNeedsItsScale']);
  t.same(refused({ kind: 'mood' }), ['kind: unknownValue']);
});

t.test('another number of grades drops the kind', async (t) => {
  t.equal(accepted(validateQuestion(form({ kind: 'nps', grades: posted('1-5') }))).kind, null);
});

t.test('a comment is required up to a grade that exists', async (t) => {
  t.same(refused({ commentRequiredUpTo: '1' }), []);
  for (const position of ['0', '3', '-1', '1.5', 'x'])
    t.same(refused({ commentRequiredUpTo: position }), ['commentRequiredUpTo: unknownValue']);
});

t.test('a signal is one of four', async (t) => {
  t.same(
    refused({
      grades: [
        { label: 'Sim', weight: '1', signal: 'joy' },
        { label: 'Não', weight: '0' },
      ],
    }),
    ['grades.0.signal: unknownValue'],
  );
});
