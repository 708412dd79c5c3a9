import t from 'tap';
import { verifyPassword } from '../../src/actions/passwords.js';
import { openDatabase } from '../../src/store/connection.js';
import { findSession, saveSession } from '../../src/store/sessions.js';
import { findCredentials } from '../../src/store/users.js';
import { insertPersonas, NOW } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import { runCommand } from '../support/command.js';
import { onBothEngines } from '../support/engines.js';

const ANA = ['--login', 'ana', '--name', 'Ana', '--role', 'manager', '--password-stdin'];

t.test('user commands', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('user add makes a user who can sign in, and writes it down', async (t) => {
      const config = await engine.freshConfig(t);
      const outcome = await runCommand(config, ['user', 'add', ...ANA, '--external-id', 'V7'], 'uma senha boa\n');
      t.match(outcome, { code: 0, stdout: /^user ana added with id 1\n$/, stderr: '' });
      const db = openDatabase(config);
      t.teardown(() => db.close());
      t.match(await db.read('users').first(), { login: 'ana', name: 'Ana', role: 'manager', external_id: 'V7' });
      const credentials = await findCredentials(db.read, 'ana');
      t.ok(await verifyPassword(credentials?.hash ?? null, 'uma senha boa'), 'with the first line of the input');
      t.match(await db.read('audit').first(), { origin: 'cli', actor_id: null, action: 'create', entity: 'user' });
      t.notMatch(JSON.stringify(await db.read('audit')), /senha|argon/, 'without the password');
    });

    await t.test('a login and an external id are taken once', async (t) => {
      const config = await engine.freshConfig(t);
      await runCommand(config, ['user', 'add', ...ANA, '--external-id', 'V7'], 'uma senha boa');
      const again = ['--name', 'Outra', '--role', 'operator', '--password-stdin'];
      t.match(await runCommand(config, ['user', 'add', '--login', 'ANA', ...again], 'uma senha boa'), {
        code: 1,
        stderr: /^--login: /,
      });
      const other = ['user', 'add', '--login', 'bia', ...again, '--external-id', 'V7'];
      t.match(await runCommand(config, other, 'uma senha boa'), { code: 1, stderr: /^--external-id: / });
    });

    await t.test('user password replaces the password and ends the sessions', async (t) => {
      const config = await engine.freshConfig(t);
      const db = openDatabase(config);
      t.teardown(() => db.close());
      const { ana } = await insertPersonas(db);
      await db.transaction((trx) => saveSession(trx, 'sid', { userId: ana, data: '{}', expiresAt: NOW + 1000 }));
      const outcome = await runCommand(
        config,
        ['user', 'password', '--login', 'ana', '--password-stdin'],
        'outra senha',
      );
      t.match(outcome, { code: 0, stdout: 'user ana has a new password\n' });
      const hash = (await findCredentials(db.read, 'ana'))?.hash ?? null;
      t.ok(await verifyPassword(hash, 'outra senha'));
      t.notOk(await verifyPassword(hash, PASSWORD));
      t.equal(await findSession(db.read, 'sid', NOW), null);
      t.match(await db.read('audit').first(), { action: 'reset-password', entity_id: ana, origin: 'cli' });
    });

    await t.test('user list shows who has a login', async (t) => {
      const config = await engine.freshConfig(t);
      await runCommand(config, ['user', 'add', ...ANA], 'uma senha boa');
      t.same(await runCommand(config, ['user', 'list']), {
        code: 0,
        stdout: 'ana\tmanager\tactive\tAna\n',
        stderr: '',
      });
    });
  });
});

t.test('what user commands refuse is said at the option', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const config = await engine.freshConfig(t);
    const add = (login: string, role: string) => [
      'user',
      'add',
      '--login',
      login,
      '--name',
      'X',
      '--role',
      role,
      '--password-stdin',
    ];
    const cases: [args: string[], password: string, stderr: RegExp][] = [
      [add('ana', 'boss'), 'uma senha boa', /^--role: /],
      [add('Ana Maria', 'admin'), 'uma senha boa', /^--login: /],
      [add('ana', 'admin'), 'curta', /^--password-stdin: Use at least 10/],
      [add('ana', 'admin'), '', /^--password-stdin: /],
      [['user', 'password', '--login', 'zeca', '--password-stdin'], 'uma senha boa', /^--login: /],
    ];
    for (const [args, password, stderr] of cases)
      t.match(await runCommand(config, args, password), { code: 1, stdout: '', stderr }, args.slice(2).join(' '));
    t.match(await runCommand(config, ['user', 'list']), { code: 0, stdout: '' }, 'and nobody was added');
  });
});
