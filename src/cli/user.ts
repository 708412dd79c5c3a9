import { addUser } from '../actions/add-user.js';
import { resetPassword } from '../actions/reset-password.js';
import { listUsersWithLogin } from '../store/users.js';
import type { Command, CommandIo, Option } from './command.js';
import { reading, writing } from './database.js';
import { CommandError } from './errors.js';
import { sayErrors } from './say-errors.js';

const LOGIN: Option = { name: 'login', value: 'LOGIN', help: 'what he signs in with', required: true };
const PASSWORD: Option = { name: 'password-stdin', help: 'read the password from the standard input', required: true };

/** Which option sets a field that was refused. */
const OPTION_OF: Readonly<Record<string, string>> = { externalId: '--external-id', password: '--password-stdin' };

/** `user add`: for the first operators, and for scripts. */
export const userAdd: Command = {
  name: 'user add',
  summary: 'Add a user who can sign in',
  options: [
    LOGIN,
    { name: 'name', value: 'NAME', help: 'his name', required: true },
    { name: 'role', value: 'ROLE', help: 'operator, manager or admin', required: true },
    { name: 'external-id', value: 'ID', help: 'the ERP’s id of him as a seller' },
    PASSWORD,
  ],
  async run(args, io) {
    const password = await readPassword(io);
    const form = {
      login: args.text('login'),
      name: args.text('name'),
      role: args.text('role'),
      externalId: args.text('external-id'),
      password,
    };
    const result = await writing(io, (context) => addUser(context, form));
    if (!result.ok) throw new CommandError(sayErrors(result.refusal, optionOf));
    io.out(`user ${form.login} added with id ${result.value}`);
  },
};

/** `user password`: for who forgot his, and for the only administrator. */
export const userPassword: Command = {
  name: 'user password',
  summary: 'Give a user a new password; his sessions end',
  options: [LOGIN, PASSWORD],
  async run(args, io) {
    const password = await readPassword(io);
    const login = args.text('login') ?? '';
    const result = await writing(io, (context) => resetPassword(context, login, { password }));
    if (!result.ok) throw new CommandError(sayErrors(result.refusal, optionOf));
    io.out(`user ${login} has a new password`);
  },
};

/** `user list`: who can sign in, or could. */
export const userList: Command = {
  name: 'user list',
  summary: 'List the users who have a login: login, role, state, name',
  async run(_args, io) {
    const users = await reading(io, ({ db }) => listUsersWithLogin(db.read));
    for (const { login, role, active, name } of users)
      io.out([login, role, active ? 'active' : 'inactive', name].join('\t'));
  },
};

function optionOf(field: string): string {
  return OPTION_OF[field] ?? `--${field}`;
}

/** The first line of the input, without its line break: what `echo` and password managers write. */
async function readPassword(io: CommandIo): Promise<string> {
  return (await io.input()).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
}
