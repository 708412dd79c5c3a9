import t from 'tap';
import { COMMANDS } from '../../src/cli/commands.js';
import { runCommand } from '../support/command.js';
import { temporaryFolder } from '../support/engines.js';
import { command } from '../support/process.js';

t.test('the command line', async (t) => {
  const config = { databaseUrl: null, dataDir: temporaryFolder(t) };

  await t.test('lists its commands with --help, and without anything as an error', async (t) => {
    const help = await runCommand(config, ['--help']);
    t.equal(help.code, 0);
    for (const { name } of COMMANDS) t.match(help.stdout, new RegExp(`^  ${name} `, 'm'));
    t.match(await runCommand(config, []), { code: 64, stdout: help.stdout });
  });

  for (const { name, options = [], positionals = [] } of COMMANDS)
    await t.test(`${name} --help says what it takes and what it answers`, async (t) => {
      const { code, stdout, stderr } = await runCommand(config, [...name.split(' '), '--help']);
      t.equal(code, 0);
      t.equal(stderr, '');
      t.match(stdout, `Usage: npm run -s cli -- ${name}`);
      for (const word of [...options.map((option) => `--${option.name}`), ...positionals]) t.match(stdout, word);
      t.match(stdout, 'Exit codes: 0 done, 1 failed or invalid input, 64 called the wrong way, 75');
    });

  const usage: [what: string, args: string[], stderr: RegExp][] = [
    ['a command that does not exist', ['fly', 'away'], /no command "fly away"/],
    ['half a command that does not exist', ['user', 'fly'], /no command "user fly"/],
    ['an option that does not exist', ['user', 'list', '--loud'], /Unknown option '--loud'/],
    ['a required option that is missing', ['user', 'add', '--login', 'ana'], /--name is missing/],
    ['an option without its value', ['surveys', 'count', '--today'], /--today/],
    ['a value for a switch', ['surveys', 'count', '--json=yes'], /--json/],
    ['a day that does not exist', ['surveys', 'count', '--today', '2026-02-30'], /--today "2026-02-30" is not a date/],
    ['an argument that is missing', ['backup'], /FILE is missing/],
    ['an argument too many', ['migrate', 'now'], /unexpected argument now/],
  ];
  for (const [what, args, stderr] of usage)
    await t.test(`${what} is exit code 64`, async (t) => {
      t.match(await runCommand(config, args), { code: 64, stdout: '', stderr });
    });

  await t.test('the first word of some commands alone lists them', async (t) => {
    t.match(await runCommand(config, ['user']), { code: 64, stdout: /user add/ });
    t.match(await runCommand(config, ['user', '--help']), { code: 0, stdout: /user add/ });
  });

  await t.test('a reading command says that there is no database, and makes none', async (t) => {
    t.match(await runCommand(config, ['surveys', 'count']), { code: 1, stderr: /there is no database in/ });
  });

  await t.test('as a process it answers with its exit code', async (t) => {
    t.match(await command(['fly'], {}), { code: 64, stdout: '' });
    t.match(await command(['migrate'], { PORT: 'x' }), { code: 1, stderr: /^posvenda migrate: PORT="x"/ });
    t.match(await command(['migrate'], { DATA_DIR: config.dataDir }), { code: 0, stderr: '' });
    t.match(await command(['migrate'], { DATA_DIR: config.dataDir }), { code: 0, stdout: 'up to date\n' });
    t.match(await command(['surveys', 'count'], { DATA_DIR: config.dataDir }), { code: 0, stdout: /^scheduled +0\n/ });
  });

  await t.test('a database of PostgreSQL that is not there is said in one line', async (t) => {
    const DATABASE_URL = 'postgresql://nobody:secret@127.0.0.1:1/posvenda';
    const { code, stderr } = await command(['surveys', 'count'], { DATABASE_URL });
    t.equal(code, 1);
    t.match(stderr, /^posvenda surveys count: DATABASE_URL: the database cannot be used: [^\n]*\n$/);
    t.notMatch(stderr, 'secret');
  });
});
