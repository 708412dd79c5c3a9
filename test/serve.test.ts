import path from 'node:path';
import t from 'tap';
import { temporaryFolder } from './support/engines.js';
import { command, serverThatStops, startServer } from './support/process.js';

t.test('two servers', async (t) => {
  const DATA_DIR = temporaryFolder(t);
  const first = await startServer(t, { DATA_DIR });
  t.ok(await first.printed(/Código de instalação \/ Set-up code: [A-Z2-9]{20}/), 'the first start prints the token');

  await t.test('on one data folder: the second stops and says why', async (t) => {
    const { code, stderr } = await serverThatStops({ DATA_DIR, PORT: '0' });
    t.equal(code, 1);
    t.equal(
      stderr,
      `posvenda: another Posvenda process is using ${DATA_DIR}: stop it first, or try again when it has finished\n`,
    );
  });

  await t.test('on one port: the second names PORT', async (t) => {
    const port = new URL(first.url).port;
    const { code, stderr } = await serverThatStops({ DATA_DIR: temporaryFolder(t), PORT: port, HOST: '127.0.0.1' });
    t.equal(code, 1);
    t.equal(stderr, `posvenda: PORT=${port} is not usable: another process listens on it\n`);
  });
});

t.test('while a server runs', async (t) => {
  const DATA_DIR = temporaryFolder(t);
  const env = { DATA_DIR };
  const server = await startServer(t, env);
  const addAna = ['user', 'add', '--login', 'ana', '--name', 'Ana', '--role', 'manager', '--password-stdin'];

  await t.test('commands that write are turned away with exit code 75', async (t) => {
    const writing = [addAna, ['migrate'], ['restore', path.join(DATA_DIR, 'posvenda.sqlite')]];
    for (const args of writing) {
      const { code, stdout, stderr } = await command(args, env, 'uma senha boa\n');
      t.equal(code, 75, args.join(' '));
      t.match(stderr, 'another Posvenda process is using');
      t.equal(stdout, '');
    }
  });

  await t.test('commands that read, and backup, work', async (t) => {
    t.match(await command(['surveys', 'count', '--json'], env), { code: 0, stdout: /^\{"scheduled":0,/ });
    t.match(await command(['backup', path.join(DATA_DIR, 'copy.sqlite')], env), { code: 0, stderr: '' });
  });

  await t.test('kill -9 frees the folder', async (t) => {
    await server.stop('SIGKILL');
    t.match(await command(addAna, env, 'uma senha boa\n'), { code: 0 });
    const again = await startServer(t, env);
    t.equal((await fetch(`${again.url}/healthz`)).status, 200);
    await again.stop('SIGTERM');
    t.equal(again.child.exitCode, 0, 'and a server that is asked to stop does so');
  });
});
