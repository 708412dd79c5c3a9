import t from 'tap';
import {
  type UserAccess,
  type UserForm,
  validatePassword,
  validatePreferences,
  validateUser,
} from '../../src/domain/user.js';
import { accepted, refusals } from './verdict.js';

const created: UserAccess = { hasPassword: false, mustSignIn: false };
const edited: UserAccess = { hasPassword: true, mustSignIn: false };
const administrator: UserAccess = { hasPassword: false, mustSignIn: true };
const password = 'um cavalo verde';
const bruno: UserForm = { name: 'Bruno Lima', login: 'bruno', password, role: 'operator' };

const refused = (changes: UserForm, access = created) => refusals(validateUser({ ...bruno, ...changes }, access));

t.test('a user has a name, a role and, for access, a login and a password', async (t) => {
  t.same(accepted(validateUser({ ...bruno, name: ' Bruno  Lima ', externalId: ' V-12 ' }, created)), {
    name: 'Bruno Lima',
    login: 'bruno',
    password,
    role: 'operator',
    externalId: 'V-12',
  });
  t.same(refused({ name: '', role: '' }), ['name: required', 'role: required']);
  t.same(refused({ role: 'root' }), ['role: unknownValue']);
});

t.test('a user may be without access', async (t) => {
  const seller = accepted(validateUser({ ...bruno, login: '', password: '' }, created));
  t.equal(seller.login, null);
  t.equal(seller.password, null);
  t.equal(seller.externalId, null);
});

t.test('a login needs a password and a password a login', async (t) => {
  t.same(refused({ password: '' }), ['password: required']);
  t.same(refused({ login: ' ' }), ['login: required']);
  t.same(refused({ password: '' }, edited), [], 'the stored password stays when none is typed');
  t.same(refused({ login: '', password: '' }, edited), [], 'access is taken away by removing the login');
  t.same(refused({ login: '', password: '' }, administrator), ['login: required', 'password: required']);
});

t.test('a login has 2 to 40 letters, digits, dots, dashes and underlines, in lower case', async (t) => {
  t.equal(accepted(validateUser({ ...bruno, login: ' Bruno.LIMA ' }, created)).login, 'bruno.lima');
  for (const good of ['ab', 'x'.repeat(40), 'a_b-c.1']) t.same(refused({ login: good }), [], good);
  for (const bad of ['a', 'x'.repeat(41), 'bruno lima', 'joão', 'a@b'])
    t.same(refused({ login: bad }), ['login: invalidLogin'], bad);
});

t.test('a password has 10 to 200 characters and is taken as typed', async (t) => {
  t.same(refused({ password: 'x'.repeat(9) }), ['password: tooShort {"min":10}']);
  t.same(refused({ password: 'x'.repeat(201) }), ['password: tooLong {"max":200}']);
  for (const good of ['x'.repeat(10), 'x'.repeat(200)]) t.same(refused({ password: good }), []);
  t.equal(accepted(validateUser({ ...bruno, password: '  com espaços  ' }, created)).password, '  com espaços  ');
});

t.test('one’s own new password keeps to the same rules', async (t) => {
  t.equal(accepted(validatePassword({ password })), password);
  t.same(refusals(validatePassword({ password: 'curta' })), ['password: tooShort {"min":10}']);
  t.same(refusals(validatePassword({})), ['password: required']);
});

t.test('a user chooses a theme, and a language or the company’s', async (t) => {
  t.same(accepted(validatePreferences({ locale: 'en', theme: 'dark' })), { locale: 'en', theme: 'dark' });
  t.same(accepted(validatePreferences({ locale: '', theme: 'auto' })), { locale: null, theme: 'auto' });
  t.same(refusals(validatePreferences({ locale: 'fr', theme: 'pink' })), [
    'locale: unknownValue',
    'theme: unknownValue',
  ]);
});
