import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../drive/client.js';
import { OPERATORS } from '../seed/people.js';
import { summaryOf, timed } from '../statistics.js';
import type { World } from '../world.js';
import { watched } from './watching.js';

const RULE = {
  ...{
    version: '0',
    activation: 'on',
    name: 'Regra que entra',
    note: '',
    whatsAppText: '',
    startDays: '20',
    expiryDays: '10',
  },
  questions: ['1'],
  operators: [String(OPERATORS.first)],
};
const SINCE_EVER = { applyToOpen: '1', closedSince: '2000-01-01', planning: 'all', planningSince: '' };

/**
 * A rule enters a profile with all of its sales, gets other days and is deactivated again, each time reaching what exists: the
 * preview, and from the save to the end of the job.
 */
export async function measureChanges(world: World): Promise<void> {
  const { db, server } = world;
  const client = await Client.signIn(server.url, 'davi');
  const { browser: admin } = client;
  try {
    await admin.get('/config/rules/new');
    const made = await admin.post('/config/rules', RULE);
    if (made.status !== 303) throw new Error(`the rule was not saved: ${made.status} ${made.text}`);
    const { id } = await db.read('rules').orderBy('id', 'desc').first('id');
    const rules = await db.read('profile_rules').where({ profile_id: 1 }).orderBy('position').pluck('rule_id');
    const { name } = await db.read('profiles').where({ id: 1 }).first('name');
    const entering = { version: '1', name, note: '', rules: [...rules, id].map(String), ...SINCE_EVER };
    await change(world, admin, 'a rule that enters', '/config/profiles/1', entering);
    const dated = { ...RULE, version: '1', startDays: '30', applyToOpen: '1' };
    await change(world, admin, 'other days of a rule', `/config/rules/${id}`, dated);
    const leaving = { version: '2', applyToOpen: '1' };
    await change(world, admin, 'a rule that is deactivated', `/config/rules/${id}/deactivation`, leaving);
  } finally {
    client.close();
  }
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

async function change(
  { server, note }: World,
  admin: Client['browser'],
  what: string,
  url: string,
  fields: Fields,
): Promise<void> {
  const noteSeen = (name: string, { ms, longestBlockMs }: { ms: number; longestBlockMs: number }) => {
    note(`${name} ${what}`, summaryOf([timed(ms)]));
    note(`longest block, ${name} ${what}`, summaryOf([timed(longestBlockMs)]));
  };
  let shown = '';
  const preview = await watched(server, async () => {
    const { body } = url.endsWith('deactivation') ? await admin.get(url) : await admin.post(`${url}/preview`, fields);
    shown = /name="shown" value="([\d-]+)"/.exec(body)?.[1] ?? '';
  });
  noteSeen('preview of', preview);
  const applied = await watched(server, async () => {
    const { location, status, text } = await admin.post(url, { ...fields, shown });
    if (status !== 303) throw new Error(`${what}: the save answered ${status}: ${text}`);
    while ((await admin.get(location)).body.includes('hx-trigger="every')) await pause(100);
  });
  noteSeen('applying', applied);
}
