import type { Queryable } from './dialect.js';
import { type City, listNames, type Name } from './names.js';
import { select } from './statements.js';

/** What the filters of the panels offer to pick: only what some survey can have. */
export interface FilterChoices {
  readonly sellers: readonly Name[];
  readonly operators: readonly Name[];
  readonly products: readonly Name[];
  readonly profiles: readonly Name[];
  readonly rules: readonly Name[];
  readonly cities: readonly City[];
}

/** Reads them, each in the order of its names. */
export async function listFilterChoices(q: Queryable): Promise<FilterChoices> {
  const [sellers, operators, products, profiles, rules, cities] = await Promise.all([
    listNames(q, 'users', SELLS),
    listNames(q, 'users', OPERATES),
    listNames(q, 'products'),
    listNames(q, 'profiles'),
    listNames(q, 'rules'),
    select<City>(q, CITIES),
  ]);
  return { sellers, operators, products, profiles, rules, cities };
}

const SELLS = 'exists (select 1 from sales where sales.seller_id = users.id)';

/** Who may be responsible for a survey, or has run one. */
const OPERATES = `exists (select 1 from rule_operators where rule_operators.user_id = users.id)
  or exists (select 1 from surveys where surveys.assigned_to = users.id and surveys.settled_at is null)
  or exists (select 1 from executions where executions.executed_by = users.id)
  or (exists (select 1 from rules where seller_runs) and ${SELLS})`;

/** Steps from city to city by the index: there may be a million customers in a handful of cities. The key '' is of those without one. */
const CITIES = `with recursive cities (city_key) as (
    select min(city_key) from customers
    union all
    select (select min(customers.city_key) from customers where customers.city_key > cities.city_key) from cities
    where cities.city_key is not null)
  select city_key as "key", coalesce((select city from customers where customers.city_key = cities.city_key limit 1), '') as name
  from cities where city_key is not null`;
