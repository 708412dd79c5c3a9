import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { COMMANDS } from '../../src/cli/commands.js';
import { root } from '../../src/web/assets.js';

const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const readme = read('README.md');
/** What stands in code spans and blocks; prose may speak of npm. */
const code = [...readme.matchAll(/```.*?```|`[^`\n]+`/gs)].join('\n');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** What npm does without a script. */
const NPM_OWN = new Set(['ci', 'install', 'run', 'audit']);

t.test('every npm command that the README names exists', async (t) => {
  const named = [...code.matchAll(/\bnpm (?:run (?:-s |--silent )?([\w:-]+)|([a-z]+))/g)];
  t.ok(named.length > 3, 'it names some');
  for (const [whole, script, command = ''] of named)
    t.ok(script !== undefined ? script in scripts : NPM_OWN.has(command) || command in scripts, whole);
});

t.test('every command of the command line that the README names exists, with the options that it shows', async (t) => {
  const shown = [...readme.replace(/\\\n\s*/g, '').matchAll(/npm run -s cli -- ([^\n`]+)/g)].map(
    ([, line = '']) => line,
  );
  t.ok(shown.length > 3, 'it names some');
  for (const line of shown) {
    const command = COMMANDS.find(({ name }) => line === name || line.startsWith(`${name} `));
    t.ok(command, line);
    const known = new Set(['help', ...(command?.options ?? []).map(({ name }) => name)]);
    for (const [, option = ''] of line.matchAll(/ --([\w-]+)/g))
      t.ok(known.has(option), `${command?.name} --${option}`);
  }
});

t.test('every variable that the README names is one that the configuration reads', async (t) => {
  const config = read('src/config.ts');
  for (const [, name = ''] of readme.matchAll(/^\| `([A-Z_]+)` \|/gm))
    t.match(config, new RegExp(`\\b${name}\\b`), name);
});

t.test('every file that the map of the tests names exists', async (t) => {
  const named = [...read('test/README.md').matchAll(/\]\((?!https?:)([^)]+)\)/g)];
  t.ok(named.length > 20, 'it names some');
  for (const [, target = ''] of named) t.ok(existsSync(path.join(root, 'test', target)), target);
});

const targets = (pattern: RegExp) => [...readme.matchAll(pattern)].map(([, target = '']) => target);

t.test('every file that the README links to exists', async (t) => {
  for (const target of targets(/(?<!!)\[[^\]]*\]\((?!https?:)([^)#]+)\)/g))
    t.ok(existsSync(path.join(root, target)), target);
});

const pictures = targets(/!\[[^\]]*\]\((?!https?:)([^)#]+)\)/g);
const taken = pictures.some((picture) => existsSync(path.join(root, path.dirname(picture))));

t.test('every picture that the README shows exists', { skip: !taken && 'none has been taken yet' }, async (t) => {
  for (const picture of pictures) t.ok(existsSync(path.join(root, picture)), picture);
});
