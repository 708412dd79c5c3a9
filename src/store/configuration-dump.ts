import type { PolicyVersion } from '../domain/commission-policy.js';
import type { Queryable } from './dialect.js';
import { listPolicies } from './policies.js';
import { getProduct, type Product } from './products.js';
import { getProfile, type Profile } from './profiles.js';
import { listQuestionsById, type Question } from './questions.js';
import { getRule, type Rule } from './rules.js';

/** The whole configuration, inactive records included, and the logins by the id of their user. */
export interface ConfigurationDump {
  readonly questions: readonly Question[];
  readonly rules: readonly Rule[];
  readonly profiles: readonly Profile[];
  readonly products: readonly Product[];
  readonly policies: readonly PolicyVersion[];
  readonly logins: ReadonlyMap<number, string>;
}

/** Reads all of it: hundreds of records, one by one. */
export async function dumpConfiguration(q: Queryable): Promise<ConfigurationDump> {
  const ids = async (table: string): Promise<number[]> => q(table).orderBy('id').pluck('id');
  const users: { id: number; login: string }[] = await q('users').whereNotNull('login').select('id', 'login');
  return {
    questions: await listQuestionsById(q, await ids('questions')),
    rules: await each(await ids('rules'), (id) => getRule(q, id)),
    profiles: await each(await ids('profiles'), (id) => getProfile(q, id)),
    products: await each(await ids('products'), (id) => getProduct(q, id)),
    policies: await listPolicies(q),
    logins: new Map(users.map(({ id, login }) => [id, login])),
  };
}

async function each<T>(ids: readonly number[], get: (id: number) => Promise<T>): Promise<T[]> {
  const records: T[] = [];
  for (const id of ids) records.push(await get(id));
  return records;
}
