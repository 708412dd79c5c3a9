import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { batches } from './batches.js';
import { temporaryFolder } from './engines.js';

const named = (room: string, count: number) =>
  Array.from({ length: count }, (_, index) => `build/test/${room}/${index}.test.js`);

t.test('every file is in one batch, whatever its room', async (t) => {
  const files = [
    ...named('domain', 25),
    ...named('features/sales', 9),
    ...named('browser', 5),
    ...named('new-room', 1),
  ];
  const made = batches([...files, 'build/test/serve.test.js', 'elsewhere.js']);
  t.same(made.flatMap(({ files }) => files).sort(), [...files, 'build/test/serve.test.js', 'elsewhere.js'].sort());
  t.equal(new Set(made.map(({ name }) => name)).size, made.length, 'and no two are named alike');
  t.same(
    made.map(({ name, files }) => `${name}: ${files.length}`),
    [
      'build/test/new-room/0.test.js: 1',
      'build/test/serve.test.js: 1',
      'elsewhere.js: 1',
      'browser-1: 3',
      'browser-2: 2',
      'features-1: 5',
      'features-2: 4',
      'domain-1: 13',
      'domain-2: 12',
    ],
    'the longest first',
  );
});

const GOOD = "t.test('good', async (t) => { t.ok(true, 'is fine') });";
const BAD = "t.test('bad', async (t) => { await t.test('inner', async (t) => { t.equal(1, 2, 'adds up') }) });";

t.test('a file that fails is named, and those after it run', async (t) => {
  const { code, output, left } = run(t, { good: GOOD, bad: BAD, broken: "throw new Error('at import')", late: GOOD });
  t.equal(code, 1);
  t.match(output, /^not ok 2 - .*bad\.js/m);
  t.match(output, /^ {8}# Subtest: inner\n {12}not ok 1 - adds up/m);
  t.match(output, /^ {4}not ok 1 - at import/m);
  t.match(output, /^not ok 3 - .*broken\.js/m);
  t.match(output, /^ok 4 - .*late\.js/m);
  t.same(left, [], 'all were run');
});

for (const [what, text] of [
  ['waits for what never comes', "t.test('stuck', async (t) => { await new Promise(() => 0) });"],
  ['ends its process', "t.test('over', async (t) => { process.exit(0) });"],
  ['is killed', "t.test('dead', async (t) => { process.kill(process.pid, 'SIGKILL'); await new Promise(() => 0) });"],
] as const)
  t.test(`of a file that ${what} it is known, and of those that are not run for it`, async (t) => {
    const { code, left } = run(t, { good: GOOD, broken: text, late: GOOD });
    t.not(code, 0);
    t.same(left, ['broken.js', 'late.js']);
  });

/** Runs files of these texts in one process: how it ended, what it said, and which files its note names. */
function run(t: Test, texts: Readonly<Record<string, string>>) {
  const folder = temporaryFolder(t);
  const [entry, note] = [path.join(folder, 'entry.mjs'), path.join(folder, 'note.json')];
  const files = Object.entries(texts).map(([name, text]) => {
    const file = path.join(folder, `${name}.js`);
    writeFileSync(file, `import t from '${import.meta.resolve('tap')}';\n${text}\n`);
    return file;
  });
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  const start = `import { runFiles } from '${import.meta.resolve('./batch.js')}';`;
  writeFileSync(entry, `${start}\nawait runFiles(...${JSON.stringify([files, note])});\n`);
  const { status, stdout } = spawnSync(process.execPath, [entry], { encoding: 'utf8' });
  const left: string[] = existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')) : [];
  return { code: status, output: stdout, left: left.map((file) => path.basename(file)) };
}
