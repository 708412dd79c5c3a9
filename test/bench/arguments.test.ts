import t from 'tap';
import { matchLists } from '../support/match-lists.js';
import { readArguments, SECTIONS } from './arguments.js';

t.test('without options the measurement is of three sizes on SQLite', async (t) => {
  t.same(readArguments([]), {
    sales: [10_000, 100_000, 1_000_000],
    executed: [97],
    engines: ['sqlite'],
    sections: SECTIONS,
    json: null,
    keep: null,
  });
});

t.test('sizes, percentages and engines are lists', async (t) => {
  const line = '--sales 100000,10000 --executed 60,97,100 --engine sqlite,postgres --json out.json --keep dir';
  const request = readArguments(line.split(' '));
  matchLists(t, request, { sales: [10_000, 100_000], executed: [60, 97, 100], engines: ['sqlite', 'postgres'] });
  t.match(request, { json: 'out.json', keep: 'dir' });
});

t.test('some measures alone are named after --only, in any way', async (t) => {
  for (const args of ['--only text --only tabs', '--only text,tabs', '--only text tabs'])
    t.same(readArguments(args.split(' '))?.sections, ['tabs', 'text'], args);
});

t.test('help is asked for before anything is judged', async (t) => {
  t.equal(readArguments(['--help', '--sales', 'x']), null);
});

const refused: [line: string, message: RegExp][] = [
  ['--sales ten', /--sales ten: expected whole numbers from 5 to 5000000/],
  ['--sales 4', /--sales 4/],
  ['--sales 10,', /--sales 10,/],
  ['--sales', /--sales/],
  ['--executed 0', /--executed 0: expected whole numbers from 1 to 100/],
  ['--executed 101', /101/],
  ['--engine mysql', /--engine mysql: expected some of sqlite, postgres/],
  ['--only speed', /--only speed: expected some of tabs, /],
  ['--fast', /--fast/],
  ['tabs', /tabs belongs to no option/],
];

for (const [line, message] of refused)
  t.test(`${line} is refused with what is expected`, async (t) => {
    t.throws(() => readArguments(line.split(' ')), { name: 'ArgumentError', message });
  });
