import t from 'tap';
import { ruleStep, type TypedRule } from '../../../src/features/rules/steps.js';
import { matchLists } from '../../support/match-lists.js';

function typed(changes: Partial<TypedRule> = {}): TypedRule {
  return {
    name: 'N',
    startDays: '',
    expiryDays: '',
    businessDays: '',
    note: '',
    whatsAppText: '',
    questions: ['4', '5', '6'],
    operators: ['9'],
    sellerRuns: '1',
    addQuestion: '',
    selectedQuestions: [],
    ...changes,
  };
}

t.test('each button changes the list of questions and nothing else', async (t) => {
  for (const [step, changes, questions] of [
    ['add-question', { addQuestion: '7' }, '4 5 6 7'],
    ['add-question', { addQuestion: '5' }, '4 5 6'],
    ['add-question', {}, '4 5 6'],
    ['remove-questions', { selectedQuestions: ['4', '6'] }, '5'],
    ['remove-questions', {}, '4 5 6'],
    ['move-up:5', {}, '5 4 6'],
    ['move-up:4', {}, '4 5 6'],
    ['move-down:4', {}, '5 4 6'],
    ['move-down:6', {}, '4 5 6'],
    ['move-down:77', {}, '4 5 6'],
    ['nonsense', { addQuestion: '7' }, '4 5 6'],
  ] as const) {
    const after = ruleStep(typed(changes as Partial<TypedRule>), step);
    t.equal(after.questions.join(' '), questions, step);
    matchLists(t, after, { name: 'N', operators: ['9'], sellerRuns: '1' });
  }
});
