import t from 'tap';
import { hashPassword, verifyPassword } from '../../src/actions/passwords.js';

const PASSWORD = 'uma senha de teste';

t.test('a password is kept in argon2id with 19 MiB, twice over, each time with another salt (SPEC 10)', async (t) => {
  const [one, other] = [await hashPassword(PASSWORD), await hashPassword(PASSWORD)];
  for (const hash of [one, other]) t.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{20,}\$[^$]{40,}$/);
  t.not(one, other);
  t.notMatch(one, PASSWORD);
});

t.test('only the very password is the one', async (t) => {
  const hash = await hashPassword(PASSWORD);
  t.ok(await verifyPassword(hash, PASSWORD));
  for (const wrong of ['', 'uma senha de teste ', 'Uma senha de teste', 'nobody has this password'])
    t.notOk(await verifyPassword(hash, wrong), JSON.stringify(wrong));
});

t.test('who has no password has none that would do', async (t) => {
  for (const any of ['', PASSWORD, 'nobody has this password']) t.notOk(await verifyPassword(null, any));
});
