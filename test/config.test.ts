import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { temporaryFolder } from './support/engines.js';
import { serverThatStops } from './support/process.js';

t.test('a server that was told something unusable stops and says what is expected', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  const broken = path.join(folder, 'broken');
  mkdirSync(broken);
  writeFileSync(
    path.join(broken, 'posvenda.sqlite'),
    'this is a text and no database, long enough to be read as one'.repeat(9),
  );
  const cases: [variable: string, value: string, expected: string][] = [
    ['PORT', 'http', 'a whole number from 0 to 65535'],
    ['PORT', '-1', 'a whole number from 0 to 65535'],
    ['PORT', '65536', 'a whole number from 0 to 65535'],
    ['PORT', '80.5', 'a whole number from 0 to 65535'],
    ['HOST', 'not a host', 'an address or host name'],
    ['HOST', '203.0.113.7', 'an address of this machine'],
    ['DATA_DIR', file, 'a folder that can be written'],
    ['DATA_DIR', broken, 'the database cannot be used'],
    ['DATABASE_URL', 'mysql://localhost/posvenda', 'postgresql://user:password@host:port/database'],
    ['DATABASE_URL', 'postgresql://nobody:secret@127.0.0.1:1/posvenda', 'the database cannot be used'],
    ['LOG_LEVEL', 'loud', 'one of fatal, error, warn, info, debug, trace, silent'],
    ['TRUST_PROXY', 'proxy.example', 'addresses or CIDR ranges'],
    ['TRUST_PROXY', '10.0.0.0/33', 'addresses or CIDR ranges'],
    ['TRUST_PROXY', '127.0.0.1,', 'addresses or CIDR ranges'],
    ['TRUST_PROXY', '999.1.1.1', 'addresses or CIDR ranges'],
  ];
  for (const [index, [variable, value, expected]] of cases.entries())
    await t.test(`${variable}=${value}`, async (t) => {
      const env = { PORT: '0', HOST: '127.0.0.1', DATA_DIR: path.join(folder, `data-${index}`), [variable]: value };
      const { code, stderr } = await serverThatStops(env);
      t.equal(code, 1);
      t.ok(stderr.includes(variable) && stderr.includes(expected), `says so: ${stderr}`);
      t.equal(stderr.trim().split('\n').length, 1, 'in one line');
      t.notMatch(stderr, 'secret', 'without a password');
    });
});
