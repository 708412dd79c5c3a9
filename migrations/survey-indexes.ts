import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

const OPEN = 'settled_at is null';
const EXECUTED = "outcome = 'executed'";

/** What the filters of open surveys look at: with it in an index, a counter or a search never visits the table. */
const OPEN_FACTS =
  'opens_on, seller_id, product_id, rule_id, city_key, assigned_to, closed_on, attempt_count, has_phone, customer_id';

/** The short ones of what the filters of executed surveys look at: there are thirty times as many. */
const EXECUTED_FACTS = 'seller_id, product_id, rule_id, executed_by, city_key';

/**
 * The panels read only these: partial by outcome, in the order of the list, alone and behind each filter. Dates and the
 * score have the id next, and are an order of their own.
 */
export async function indexSurveys(knex: Knex): Promise<void> {
  const index = (name: string, columns: string, predicate: string) => {
    const unique = [...new Set(columns.split(', '))].join(', ');
    return knex.raw(`create index surveys_${name} on surveys (${unique}) where ${predicate}`);
  };
  await index('open', `expires_on, id, ${OPEN_FACTS}`, OPEN);
  for (const key of ['seller_id', 'product_id', 'rule_id', 'city_key'])
    await index(`open_by_${key}`, `${key}, expires_on, id, ${OPEN_FACTS}`, OPEN);
  for (const key of ['closed_on', 'opens_on'])
    await index(`open_by_${key}`, `${key}, id, expires_on, ${OPEN_FACTS}`, OPEN);
  const some = {
    open_by_assigned_to: ['assigned_to', 'assigned_to is not null'],
    open_by_attempt_count: ['attempt_count', 'attempt_count > 0'],
    open_by_no_phone: ['has_phone', 'not has_phone'],
  };
  for (const [name, [key, predicate]] of Object.entries(some))
    await index(name, `${key}, expires_on, id, ${OPEN_FACTS}`, `${OPEN} and ${predicate}`);
  await indexExtended(knex);
  await index('executed', `settled_at, id, executed_on, ${EXECUTED_FACTS}, attempt_count`, EXECUTED);
  for (const key of ['seller_id', 'product_id', 'rule_id', 'executed_by', 'city_key'])
    await index(`executed_by_${key}`, `${key}, settled_at, id, ${EXECUTED_FACTS}`, EXECUTED);
  for (const key of ['closed_on', 'opens_on', 'expires_on', 'score_key'])
    await index(`executed_by_${key}`, `${key}, id, settled_at, ${EXECUTED_FACTS}`, EXECUTED);
  const few = {
    executed_late: 'executed_on > original_expires_on',
    executed_by_seller: 'by_seller',
    executed_after_attempts: 'attempt_count > 0',
    executed_without_phone: 'not has_phone',
  };
  for (const [name, predicate] of Object.entries(few)) {
    const key = name === 'executed_after_attempts' ? 'attempt_count, ' : '';
    await index(name, `${key}settled_at, id, executed_on, ${EXECUTED_FACTS}`, `${EXECUTED} and ${predicate}`);
  }
  for (const outcome of ['closed', 'cancelled'])
    await index(outcome, `expires_on, id, ${OPEN_FACTS}`, `outcome = '${outcome}'`);
  await knex.raw('create index surveys_of_customer on surveys (customer_id)');
}

/**
 * Due surveys end no later than the longest window after today, but for those that a manager extended: two look-ups that
 * keep the last page of *Abertas* off the scheduled surveys behind it.
 */
async function indexExtended(knex: Knex): Promise<void> {
  const window = isPostgres(knex)
    ? '(original_expires_on - opens_on)'
    : '(julianday(original_expires_on) - julianday(opens_on))';
  await knex.raw(`create index surveys_open_by_window on surveys (${window}) where ${OPEN}`);
  await knex.raw(`create index surveys_open_extended on surveys (expires_on, opens_on)
    where ${OPEN} and expires_on > original_expires_on`);
}
