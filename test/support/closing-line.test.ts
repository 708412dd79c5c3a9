import t from 'tap';
import { closingLines, failedTests } from './closing-line.js';

// As tap 21 closed runs of one file that did these things.
const runs: [what: string, total: string, exitCode: number, lines: string[]][] = [
  ['passes', 'total: 2, pass: 2', 0, ['2 passed, 0 failed']],
  ['passes and fails', 'total: 3, pass: 2, fail: 1', 1, ['2 passed, 1 failed']],
  ['only skips', 'total: 1, pass: 0, skip: 1', 0, ['1 skipped', '0 passed, 0 failed']],
  ['does all of it', 'total: 5, pass: 2, fail: 1, todo: 1, skip: 1', 1, ['2 skipped', '2 passed, 1 failed']],
  ['throws before any test, or exits', 'total: 1, pass: 0, fail: 1', 1, ['0 passed, 1 failed']],
  ['fails without a failed assertion', 'total: 1, pass: 1', 1, ['1 passed, 1 failed']],
];

for (const [what, total, exitCode, lines] of runs)
  t.test(`the closing line of a run that ${what}`, async (t) => {
    const inner = '    # { total: 9, pass: 9 }';
    t.same(closingLines(`TAP version 14\n${inner}\n# { ${total} }\n# time=9.9ms\n`, exitCode), lines);
  });

t.test('a run without a report is a failure', async (t) => {
  t.same(closingLines('', 1), ['0 passed, 1 failed']);
});

t.test('what failed is named by its innermost test', async (t) => {
  const report = `TAP version 14
# Subtest: a.test.js
    # Subtest: outer
        # Subtest: inner
            not ok 1 - should be equal
            ok 2 - is fine
            not ok 3 - has a row
        not ok 1 - inner # time=44.7ms
        ok 2 - other
    not ok 1 - outer # time=88.6ms
not ok 1 - a.test.js # time=108.3ms
# Subtest: b.test.js
    ok 1 - all of it
not ok 2 - b.test.js # time=9ms
`;
  t.same(failedTests(report), [
    'a.test.js > outer > inner > should be equal',
    'a.test.js > outer > inner > has a row',
    'b.test.js',
  ]);
  t.same(failedTests('# Subtest: a.test.js\n    ok 1 - fine\nok 1 - a.test.js # time=3ms\n'), []);
});

t.test('a file that ran in a batch is named as if it had run alone', async (t) => {
  const batch = (inside: string) => `# Subtest: build/batches/web-1.js\n${inside}not ok 1 - build/batches/web-1.js\n`;
  const file = 'build/test/web/a.test.js';
  const failed = `    # Subtest: ${file}\n        not ok 1 - is fine\n    not ok 1 - ${file} # time=3ms\n`;
  t.same(failedTests(batch(failed)), [`${file} > is fine`]);
  t.same(failedTests(batch('')), ['build/batches/web-1.js'], 'what failed as a whole keeps its name');
});
