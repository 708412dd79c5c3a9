import { readFile } from 'node:fs/promises';
import { importConfiguration } from '../actions/import-configuration.js';
import type { Command } from './command.js';
import { parseConfigurationFile } from './config-file.js';
import { writing } from './database.js';
import { CommandError } from './errors.js';
import { sayErrors } from './say-errors.js';

/** `config import FILE`: the configuration from a file, all or nothing. */
export const configImport: Command = {
  name: 'config import',
  summary: 'Bring questions, rules, profiles and products in from a JSON file (- for the standard input)',
  positionals: ['FILE'],
  notes: [
    'All or nothing, and repeatable: the same file twice changes nothing. Questions are known by their text, rules and',
    'profiles by their name, products by code, then name. What the file does not name stays as it is; a key that is',
    'absent leaves what stands. "sellerRuns": true makes the sale’s seller responsible. config export shows every key.',
  ],
  async run(args, io) {
    const file = args.positional('FILE');
    const content = file === '-' ? await io.input() : await readFile(file);
    const configuration = parseConfigurationFile(content.toString('utf8'));
    const result = await writing(io, (context) => importConfiguration(context, configuration));
    if (!result.ok) throw new CommandError([...sayErrors(result.refusal, (path) => path), 'nothing was imported']);
    for (const [section, { created, changed, unchanged }] of Object.entries(result.value))
      io.out(`${section}: ${created} created, ${changed} changed, ${unchanged} unchanged`);
  },
};
