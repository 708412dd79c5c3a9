import t from 'tap';
import { FieldChecks, isBlank, isTicked, type Raw } from '../../src/domain/field-checks.js';
import { refusals } from './verdict.js';

/** What a reader refuses of one control named `field`. */
function refused(read: (checks: FieldChecks) => unknown): string[] {
  const checks = new FieldChecks();
  read(checks);
  return refusals(checks.result(null));
}

t.test('everything that is wrong is told at once, in the order of the form', async (t) => {
  const checks = new FieldChecks();
  checks.name('name', '');
  checks.integer('startDays', 'x', 0, 9);
  checks.include([{ field: 'questions', message: 'activeNeedsQuestion' }]);
  t.same(refusals(checks.result('clean')), [
    'name: required',
    'startDays: notAnInteger',
    'questions: activeNeedsQuestion',
  ]);
  t.same(new FieldChecks().result('clean'), { ok: true, value: 'clean' }, 'and nothing when nothing is');
});

t.test('a name has 1 to 120 characters once it is cleaned', async (t) => {
  const name = (raw: Raw) => refused((checks) => checks.name('name', raw));
  t.same(name('A'), []);
  t.same(name(` ${'x'.repeat(120)} `), []);
  t.same(name('x'.repeat(121)), ['name: tooLong {"max":120}']);
  for (const blank of [undefined, '', ' \t ', '\u0000']) t.same(name(blank), ['name: required']);
});

t.test('text may be empty and has at most 4000 characters', async (t) => {
  const text = (raw: Raw) => refused((checks) => checks.text('note', raw));
  t.same(text(undefined), []);
  t.same(text('x'.repeat(4000)), []);
  t.same(text('x'.repeat(4001)), ['note: tooLong {"max":4000}']);
});

t.test('an integer is written with digits alone and lies within its bounds', async (t) => {
  const read = (raw: Raw) => refused((checks) => checks.integer('n', raw, -100, 100));
  for (const good of ['0', '-100', '100', ' 7 ', '+7', '007', '−7']) t.same(read(good), [], good);
  for (const bad of ['1.5', '1,5', 'x', '1e2', '0x10', '--1', '- 1', '1234567890', 'Infinity'])
    t.same(read(bad), ['n: notAnInteger'], bad);
  t.same(read('-101'), ['n: belowMinimum {"min":-100}']);
  t.same(read('101'), ['n: aboveMaximum {"max":100}']);
  t.same(read(' '), ['n: required']);
  t.same(read(undefined), ['n: required']);
  t.equal(new FieldChecks().integer('n', '−7', -100, 100), -7, 'a typographic minus is a minus');
});

t.test('a value is one of those offered', async (t) => {
  const read = (raw: Raw) => refused((checks) => checks.oneOf('theme', raw, ['light', 'dark']));
  t.same(read('dark'), []);
  t.same(read('blue'), ['theme: unknownValue']);
  t.same(read(''), ['theme: required']);
  t.same(
    refused((checks) => checks.optionalOneOf('theme', '', ['light'])),
    [],
    'or none where it is optional',
  );
});

t.test('an id is a 32-bit number from 1', async (t) => {
  const read = (raw: Raw) => refused((checks) => checks.id('product', raw));
  for (const good of ['1', '2147483647']) t.same(read(good), [], good);
  for (const bad of ['0', '-1', '2147483648', '99999999999', '1.0', '01', 'x', ' 1'])
    t.same(read(bad), ['product: unknownValue'], bad);
  t.same(read(undefined), ['product: required']);
  t.equal(new FieldChecks().optionalId('profile', ''), null);
});

t.test('a list of ids keeps its order and names none twice', async (t) => {
  t.same(new FieldChecks().ids('rules', ['3', '1', '2']), [3, 1, 2]);
  t.same(new FieldChecks().ids('rules', undefined), []);
  t.same(
    refused((checks) => checks.ids('rules', ['3', '1', '3'])),
    ['rules: duplicate'],
  );
  t.same(
    refused((checks) => checks.ids('rules', ['3', 'x'])),
    ['rules: unknownValue'],
  );
});

t.test('a reader returns what was typed, cleaned', async (t) => {
  const checks = new FieldChecks();
  t.equal(checks.name('name', ' Ana '), 'Ana');
  t.equal(checks.optionalOneOf('theme', 'dark', ['light', 'dark']), 'dark');
  t.equal(checks.id('product', '3'), 3);
  t.equal(checks.date('closedOn', '01/07/2026'), '2026-07-01');
  t.same(checks.errors, []);
});

t.test('what was too long is cut to what fits, where a caller goes on without it', async (t) => {
  t.equal(new FieldChecks().line('city', 'Campinas', 4), 'Camp');
});

t.test('a date is required and real', async (t) => {
  const read = (raw: Raw) => refused((checks) => checks.date('closedOn', raw));
  t.same(read('01/07/2026'), []);
  t.same(read('30/02/2026'), ['closedOn: notADate']);
  t.same(read(' '), ['closedOn: required']);
});

t.test('a check box is ticked when its value was posted', async (t) => {
  for (const posted of ['on', '1', 'true']) t.ok(isTicked(posted), posted);
  for (const posted of [undefined, '', '0', 'false', 'off']) t.notOk(isTicked(posted), `${posted}`);
  t.ok(isBlank(undefined));
  t.ok(isBlank(' \n'));
  t.notOk(isBlank('0'));
});
