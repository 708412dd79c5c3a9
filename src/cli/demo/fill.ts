import { addUser } from '../../actions/add-user.js';
import type { ActionContext } from '../../actions/context.js';
import { importConfiguration } from '../../actions/import-configuration.js';
import { addDays, dateAt } from '../../domain/civil-date.js';
import type { Database } from '../../store/connection.js';
import { enlisted } from '../../store/enlisted.js';
import { findProductByName } from '../../store/products.js';
import { findRuleByName } from '../../store/rules.js';
import { getSettings, updateSettings } from '../../store/settings.js';
import { accepted } from './accepted.js';
import { callCustomers } from './calls.js';
import {
  CATALOGUE,
  COMPANY_NAME,
  DEMO_CONFIGURATION,
  DEMO_PASSWORD,
  PEOPLE,
  SELLERS,
  SELLING_OPERATOR,
} from './company.js';
import { History, type Seller, type Staff } from './history.js';
import { closeBooks } from './months.js';
import { Random } from './random.js';

const ZONE = 'America/Sao_Paulo';
const SEED = 20_260_701;
/** So many days become one transaction: each commit waits for the disk. */
const DAYS_AT_ONCE = 30;

/** Fills an empty database with an ISP and the year that it has behind it at `now`. */
export async function fillDemo(db: Database, now: number, progress: (share: number) => void): Promise<void> {
  const today = dateAt(now, ZONE);
  const founded = addDays(today, -400);
  const context: Omit<ActionContext, 'db'> = {
    actor: { id: null, role: 'admin' },
    origin: 'cli',
    now: Date.parse(`${founded}T09:00:00-03:00`),
    today: founded,
  };
  const staff = await db.transaction((trx) => found({ ...context, db: enlisted(trx) }));
  const history = new History(new Random(SEED), staff, { now, today });
  const { days } = history;
  for (let start = 0; start < days.length; start += DAYS_AT_ONCE) {
    await db.transaction(async (trx) => {
      for (const day of days.slice(start, start + DAYS_AT_ONCE)) {
        await history.live(enlisted(trx), day);
        await closeBooks(enlisted(trx), day, staff.manager, today);
      }
    });
    progress(Math.min(1, (start + DAYS_AT_ONCE) / days.length));
  }
  await db.transaction((trx) => callCustomers(enlisted(trx), staff.callers, { now, today }));
}

/** Founds the company: its name, its people, its configuration. */
async function found(context: ActionContext): Promise<Staff> {
  const { db } = context;
  const settings = await getSettings(db.read);
  await db.transaction((trx) => updateSettings(trx, { ...settings, companyName: COMPANY_NAME, timeZone: ZONE }));
  const ids = new Map<string, number>();
  for (const person of PEOPLE)
    ids.set(person.login, accepted(await addUser(context, { ...person, password: DEMO_PASSWORD })));
  const sellers: [Seller, number][] = [];
  for (const { name, externalId, share, mood } of SELLERS) {
    const form = { name, externalId, role: 'operator' };
    sellers.push([{ id: accepted(await addUser(context, form, { mustSignIn: false })), mood }, share]);
  }
  accepted(await importConfiguration(context, DEMO_CONFIGURATION));
  const { login, share, mood } = SELLING_OPERATOR;
  return {
    manager: ids.get('ana') ?? 0,
    callers: ['bruno', 'carla'].map((name) => ids.get(name) ?? 0),
    sellers: [[{ id: ids.get(login) ?? 0, mood }, share], ...sellers],
    rules: await rulesOf(db),
    products: await productsOf(db),
  };
}

async function rulesOf({ read }: Database): Promise<Staff['rules']> {
  const rules: [string, { id: number; operators: readonly number[] }][] = [];
  for (const { name } of DEMO_CONFIGURATION.rules) {
    const rule = await findRuleByName(read, name);
    if (rule !== null) rules.push([rule.name, rule]);
  }
  return new Map(rules);
}

async function productsOf({ read }: Database): Promise<Staff['products']> {
  const products: [string, number][] = [];
  for (const [{ name }] of CATALOGUE) {
    const product = await findProductByName(read, name);
    if (product !== null) products.push([name, product.id]);
  }
  return new Map(products);
}
