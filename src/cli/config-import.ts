import { readFile } from 'node:fs/promises';
import type { ActionContext } from '../actions/context.js';
import { importConfiguration } from '../actions/import-configuration.js';
import { findUserByLogin } from '../store/users.js';
import type { Command } from './command.js';
import { parseConfigurationFile } from './config-file.js';
import { writing } from './database.js';
import { CommandError } from './errors.js';
import { sayErrors } from './say-errors.js';

/** `config import FILE`: the configuration from a file, all or nothing. */
export const configImport: Command = {
  name: 'config import',
  summary: 'Bring questions, rules, profiles, products and policies in from a JSON file (- for the standard input)',
  positionals: ['FILE'],
  options: [
    {
      name: 'by',
      value: 'LOGIN',
      help: 'the administrator who imports; needed for policies, which keep who saved them',
    },
  ],
  notes: [
    'All or nothing, and repeatable: the same file twice changes nothing. Questions are known by their text, rules and',
    'profiles by their name, products by code, then name. What the file does not name stays as it is; a key that is',
    'absent leaves what stands. "sellerRuns": true makes the sale’s seller responsible. config export shows every key.',
    'Bases ("commissions") and policies are added where their day or month has none yet; one that stands is never replaced,',
    'and none begins in a closed month. "commission" alone is the base from today.',
  ],
  async run(args, io) {
    const file = args.positional('FILE');
    const content = file === '-' ? await io.input() : await readFile(file);
    const configuration = parseConfigurationFile(content.toString('utf8'));
    const by = args.text('by');
    if (by === undefined && configuration.policies.length > 0)
      throw new CommandError(['policies: say with --by LOGIN which administrator saves them', 'nothing was imported']);
    const result = await writing(io, async (context) =>
      importConfiguration(by === undefined ? context : await actingAs(context, by), configuration),
    );
    if (!result.ok) throw new CommandError([...sayErrors(result.refusal, (path) => path), 'nothing was imported']);
    for (const [section, { created, changed, unchanged }] of Object.entries(result.value))
      io.out(`${section}: ${created} created, ${changed} changed, ${unchanged} unchanged`);
  },
};

/** @throws CommandError unless that is the login of an active administrator */
async function actingAs(context: ActionContext, login: string): Promise<ActionContext> {
  const user = await findUserByLogin(context.db.read, login);
  if (user?.role !== 'admin' || !user.active) throw new CommandError(`--by: there is no active administrator ${login}`);
  return { ...context, actor: { id: user.id, role: user.role } };
}
