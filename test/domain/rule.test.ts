import t from 'tap';
import { obstaclesToActivation, type RuleForm, validateRule } from '../../src/domain/rule.js';
import { matchLists } from '../support/match-lists.js';
import { accepted, refusals } from './verdict.js';

const form: RuleForm = { name: 'Instalação', startDays: '7', expiryDays: '3', questions: ['2', '1'], operators: ['5'] };
const refused = (changes: RuleForm, active = true) => refusals(validateRule({ ...form, ...changes }, active));

t.test('a rule is its name, its days, its questions in order and its operators', async (t) => {
  t.same(accepted(validateRule({ ...form, name: ' Instalação ', note: 'Ligar cedo\r\n', sellerRuns: 'on' }, true)), {
    name: 'Instalação',
    startDays: 7,
    expiryDays: 3,
    businessDays: false,
    note: 'Ligar cedo',
    whatsAppText: '',
    questions: [2, 1],
    operators: [5],
    sellerRuns: true,
  });
});

t.test('the WhatsApp text of a rule uses words that stand for something', async (t) => {
  t.same(refused({ whatsAppText: 'Oi, [nome], e a [produto]?' }), []);
  matchLists(t, refused({ whatsAppText: 'Oi, [fulano]!' }), [/^whatsAppText: unknownPlaceholder .*fulano/]);
});

t.test('days are integers from 0 to 3650', async (t) => {
  t.same(refused({ startDays: '0', expiryDays: '0' }), []);
  t.same(refused({ startDays: '3650', expiryDays: '3650' }), []);
  t.same(refused({ startDays: '-1', expiryDays: '3651' }), [
    'startDays: belowMinimum {"min":0}',
    'expiryDays: aboveMaximum {"max":3650}',
  ]);
  t.same(refused({ startDays: '', expiryDays: '1,5' }), ['startDays: required', 'expiryDays: notAnInteger']);
});

t.test('a rule has a name', async (t) => {
  t.same(refused({ name: '' }), ['name: required']);
  t.same(refused({ name: 'x'.repeat(121) }), ['name: tooLong {"max":120}']);
});

t.test('an active rule has a question and somebody to ask it', async (t) => {
  t.same(refused({ questions: [], operators: [] }), [
    'questions: activeNeedsQuestion',
    'operators: activeNeedsOperator',
  ]);
  t.same(refused({ operators: [], sellerRuns: 'on' }), [], 'the seller of the sale is somebody');
  t.same(refused({ questions: undefined, operators: undefined }, false), [], 'an inactive one may wait for both');
});

t.test('a question is asked once', async (t) => {
  t.same(refused({ questions: ['1', '2', '1'] }), ['questions: duplicate']);
});

t.test('a rule that is complete has nothing in the way of its activation', async (t) => {
  t.same(obstaclesToActivation({ questions: [1], operators: [], sellerRuns: true }), []);
  t.same(obstaclesToActivation({ questions: [], operators: [1], sellerRuns: false }), [
    { field: 'questions', message: 'activeNeedsQuestion' },
  ]);
});
