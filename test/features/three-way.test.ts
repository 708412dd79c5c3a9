import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { cleanText } from '../../src/domain/text.js';
import { mergeForms, reconcile } from '../../src/features/three-way.js';
import { matchLists } from '../support/match-lists.js';

const READ = {
  name: 'Fibra',
  note: '',
  rules: ['1', '2'],
  rows: { a: { on: '', days: '1' }, b: { on: '1', days: '2' } },
};
type Form = typeof READ;

const facts = ({ name, note, rules }: Form) => [
  { label: 'Nome', value: name },
  { label: 'Nota', value: note },
  { label: 'Regras', value: rules.join() },
];

t.test('a field that one of them left is the other’s; what both changed stays as it was typed', async (t) => {
  const cases: [string, Partial<Form>, Partial<Form>, Partial<Form>][] = [
    ['nothing', {}, {}, {}],
    ['hers alone', { name: 'Hers' }, {}, { name: 'Hers' }],
    ['his alone', {}, { name: 'His' }, { name: 'His' }],
    ['different fields', { name: 'Hers' }, { note: 'His' }, { name: 'Hers', note: 'His' }],
    ['the same field', { name: 'Hers' }, { name: 'His' }, { name: 'His' }],
    ['a list is one field', { rules: ['1'] }, { rules: ['1', '2', '3'] }, { rules: ['1', '2', '3'] }],
    [
      'rows are told apart',
      { rows: { ...READ.rows, a: { on: '1', days: '1' } } },
      { rows: { ...READ.rows, b: { on: '1', days: '9' } } },
      { rows: { a: { on: '1', days: '1' }, b: { on: '1', days: '9' } } },
    ],
    [
      'a row is one field',
      { rows: { ...READ.rows, a: { on: '1', days: '1' } } },
      { rows: { ...READ.rows, a: { on: '', days: '9' } } },
      { rows: { ...READ.rows, a: { on: '', days: '9' } } },
    ],
    [
      'line breaks and ends as they are posted',
      { note: 'Hers' },
      { note: ' \r\n', name: 'His' },
      { note: 'Hers', name: 'His' },
    ],
  ];
  for (const [name, hers, his, merged] of cases)
    t.same(mergeForms(READ, { ...READ, ...hers }, { ...READ, ...his }), { ...READ, ...merged }, name);
});

t.test('fields that belong together are one', async (t) => {
  const together = [['name', 'note']] as const;
  const cases: [string, Partial<Form>, Partial<Form>, Partial<Form>][] = [
    ['hers alone', { name: 'Hers', note: 'Hers' }, { rules: [] }, { name: 'Hers', note: 'Hers', rules: [] }],
    ['his alone', { rules: [] }, { name: 'His' }, { name: 'His', rules: [] }],
    ['one of each', { name: 'Hers' }, { note: 'His' }, { note: 'His' }],
  ];
  for (const [name, hers, his, merged] of cases)
    t.same(mergeForms(READ, { ...READ, ...hers }, { ...READ, ...his }, together), { ...READ, ...merged }, name);
});

t.test('what nobody touched is as it was read, and who touched nothing has what is stored', async () => {
  // As they are stored: versions that differ in blanks alone count as the same, and either may be given.
  const word = fc.string().map(cleanText);
  const fields = { name: word, note: word, rules: fc.array(word), rows: fc.constant(READ.rows) };
  const form = fc.record(fields, { noNullPrototype: true });
  fc.assert(
    fc.property(form, form, (read, other) => {
      deepEqual(mergeForms(read, other, read), other);
      deepEqual(mergeForms(read, read, other), other);
    }),
  );
});

t.test('conflicts and what was taken over are told apart', async (t) => {
  const read = JSON.stringify(READ);
  const told = async (readForm: string, hers: Partial<Form>, his: Partial<Form>) => {
    const { conflict, taken } = await reconcile(
      { body: { readForm } },
      { stored: { ...READ, ...hers }, typed: { ...READ, ...his } },
      facts,
    );
    return { conflict, taken };
  };
  const taken = [{ label: 'Nome', read: 'Fibra', stored: 'Hers', typed: 'Hers' }];
  const both = [{ label: 'Nota', stored: 'Hers', typed: 'His' }];
  matchLists(t, await told(read, { name: 'Hers' }, { note: 'His' }), { conflict: null, taken });
  matchLists(t, await told(read, { name: 'Hers', note: 'Hers' }, { note: 'His' }), { conflict: both, taken });
  matchLists(t, await told(read, { note: 'Hers' }, { note: 'His' }), { conflict: both, taken: null });
  t.same(await told(read, {}, { note: 'His' }), { conflict: [], taken: null }, 'what differs is in no field');
  const unread = {
    conflict: [{ label: 'Nome', stored: 'Hers', typed: 'Fibra' }, ...both.map((row) => ({ ...row, stored: '' }))],
    taken: null,
  };
  for (const odd of [
    '',
    '{',
    'null',
    '[]',
    '{"name":1}',
    JSON.stringify({ ...READ, rules: [1] }),
    JSON.stringify({ ...READ, rows: null }),
  ])
    matchLists(t, await told(odd, { name: 'Hers' }, { note: 'His' }), unread, `${odd}: all that differs`);
});

t.test('a fact that comes out as neither had it is a conflict', async (t) => {
  const whole = ({ name, note }: Form) => [{ label: 'Tudo', value: `${name} ${note}` }];
  const versions = { stored: { ...READ, name: 'Hers' }, typed: { ...READ, note: 'His' } };
  const { conflict } = await reconcile({ body: { readForm: JSON.stringify(READ) } }, versions, whole);
  matchLists(t, conflict, [{ label: 'Tudo', stored: 'Hers ', typed: 'Hers His' }]);
});

t.test('texts that differ in line breaks alone are the same', async (t) => {
  const stored = { ...READ, name: 'Hers', note: 'a\nb' };
  const typed = { ...READ, note: 'a\r\nb\r\n' };
  const { conflict } = await reconcile({ body: { readForm: '' } }, { stored, typed }, facts);
  matchLists(t, conflict, [{ label: 'Nome' }]);
  t.equal(conflict?.length, 1);
});
