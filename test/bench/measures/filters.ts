import { addDays, type CivilDate } from '../../../src/domain/civil-date.js';
import type { Tab } from '../../../src/store/survey-tabs.js';
import { type Amount, sampled } from '../sampling.js';
import { OPERATORS, PRODUCTS, PROFILES, RULES, SELLERS } from '../seed/people.js';
import { CITY_NAMES } from '../seed/words.js';
import type { World } from '../world.js';

/** What the URL says of one filter, for the n-th sample. */
type Value = (n: number, today: CivilDate) => string;

const CITIES = [...new Set(CITY_NAMES.map(({ word }) => word))];

/** A window of `days` that lies `n` windows back. */
const period =
  (of: string, days: number): Value =>
  (n, today) =>
    `of=${of}&from=${addDays(today, -days * (n + 1))}&to=${addDays(today, -days * n)}`;

const SINGLE: Readonly<Record<string, Value>> = {
  seller: (n) => `seller=${SELLERS.first + (n % SELLERS.count)}`,
  operator: (n) => `operator=${OPERATORS.first + (n % OPERATORS.count)}`,
  product: (n) => `product=${1 + (n % PRODUCTS)}`,
  profile: (n) => `profile=${1 + (n % PROFILES)}`,
  rule: (n) => `rule=${1 + (n % RULES.length)}`,
  city: (n) => `city=${encodeURIComponent(CITIES[n % CITIES.length] ?? '')}`,
  closing: period('closing', 30),
  opening: period('opening', 30),
  expiry: period('expiry', 30),
  execution: period('execution', 30),
  'execution of a year': period('execution', 365),
  'score, few': (n) => `score-from=-100&score-to=${-100 + (n % 20)}`,
  'score, most': (n) => `score-from=${-99 + (n % 40)}`,
  late: () => 'late=1',
  'own-seller': () => 'own-seller=1',
  'no-phone': () => 'no-phone=1',
};

const DOUBLE: readonly (readonly [string, string])[] = [
  ['seller', 'product'],
  ['seller', 'city'],
  ['city', 'rule'],
  ['product', 'closing'],
  ['operator', 'expiry'],
  ['operator', 'rule'],
  ['city', 'late'],
  ['no-phone', 'seller'],
];

/** What means nothing on the lists of open surveys. */
const EXECUTED_ONLY = /execution|score|late|own-seller/;
const TABS: readonly Tab[] = ['executed', 'pending', 'inconsistent'];
const WARM: Amount = { warmUp: 4, atMost: 60, forMs: 700 };
const COLD: Amount = { warmUp: 1, atMost: 20, forMs: 700 };

/**
 * Each filter, and some pairs, on each list: right after a write, with another value each time, and when nothing was
 * written since the same values were last looked at.
 */
export async function measureFilters(world: World): Promise<void> {
  const pairs = DOUBLE.map(([a, b]): [string, Value] => [
    `${a} and ${b}`,
    (n, today) => `${value(a, n, today)}&${value(b, n, today)}`,
  ]);
  const all: readonly [string, Value][] = [['none', () => ''], ...Object.entries(SINGLE), ...pairs];
  for (const tab of TABS)
    for (const [name, filterAt] of all)
      if (tab === 'executed' || !EXECUTED_ONLY.test(name)) await measureFilter(world, tab, name, filterAt);
}

async function measureFilter({ note, page, today, write }: World, tab: Tab, name: string, filterAt: Value) {
  const get = (n: number) => page(`/panel/${tab}?${filterAt(n, today)}`);
  const afterWrite = async (n: number) => {
    await write();
    return get(n);
  };
  const kind = name.includes(' and ') ? 'filters' : 'filter';
  note(`${kind} ${name} on ${tab}, after a write`, await sampled(afterWrite, COLD));
  note(`${kind} ${name} on ${tab}`, await sampled((n) => get(n % WARM.warmUp), WARM));
}

function value(name: string, n: number, today: CivilDate): string {
  return SINGLE[name]?.(n, today) ?? '';
}
