import fc from 'fast-check';
import type { Planning, SaleCommand } from './configuration-world.js';

interface Asked {
  readonly ago: number;
  readonly planning: Planning;
  /** By a job, however little it is. */
  readonly byJob: boolean;
}

/** A change of the configuration. */
export type ConfigCommand = { readonly asked: Asked | null } & (
  | {
      readonly do: 'rule';
      readonly id: number;
      readonly n: number;
      readonly m: number;
      readonly businessDays: boolean;
    }
  /** A day so many days ahead becomes a holiday, or none any more. */
  | { readonly do: 'holiday'; readonly ahead: number }
  | { readonly do: 'profile'; readonly id: number; readonly rules: readonly number[] }
  | { readonly do: 'product'; readonly id: number; readonly profile: number | null }
  | {
      readonly do: 'switch';
      readonly kind: 'rule' | 'profile' | 'product';
      readonly id: number;
      readonly active: boolean;
    }
);

const small = fc.nat(2);
const days = fc.nat(25);
const planning: fc.Arbitrary<Planning> = fc.oneof(
  fc.record({ kind: fc.constantFrom('upcoming' as const, 'all' as const) }),
  fc.record({ kind: fc.constant('since' as const), ago: days }),
);
const asked: fc.Arbitrary<Asked | null> = fc.option(
  fc.record({ ago: fc.nat(40), planning, byJob: fc.integer({ min: 0, max: 4 }).map((one) => one === 0) }),
  { freq: 4 },
);
const record: fc.Arbitrary<SaleCommand> = fc.record({
  do: fc.constant('record' as const),
  product: fc.nat(1),
  ago: days,
  planning,
});
const saleCommand: fc.Arbitrary<SaleCommand> = fc.oneof(
  record,
  fc.record({ do: fc.constant('edit' as const), sale: small, product: fc.nat(1), ago: days, planning }),
  fc.record({ do: fc.constantFrom('cancel' as const, 'restore' as const), sale: small }),
  fc.record({
    do: fc.constantFrom('extend' as const, 'reassign' as const, 'close' as const, 'claim' as const),
    sale: small,
    survey: small,
  }),
  fc.record({ do: fc.constant('wait' as const), days }),
);
const configCommand: fc.Arbitrary<ConfigCommand> = fc.oneof(
  fc.record({ asked, do: fc.constant('holiday' as const), ahead: fc.integer({ min: -3, max: 15 }) }),
  fc.record({ asked, do: fc.constant('rule' as const), id: small, n: days, m: fc.nat(12), businessDays: fc.boolean() }),
  fc.record({
    asked,
    do: fc.constant('profile' as const),
    id: fc.nat(1),
    rules: fc.uniqueArray(small, { maxLength: 3 }),
  }),
  fc.record({ asked, do: fc.constant('product' as const), id: fc.nat(1), profile: fc.option(fc.nat(1), { freq: 3 }) }),
  fc.record({
    asked,
    do: fc.constant('switch' as const),
    kind: fc.constantFrom('rule' as const, 'profile' as const, 'product' as const),
    id: fc.nat(1),
    active: fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  }),
);
/** One or two sales, then anything. */
export const commandRuns = fc.tuple(
  fc.array(record, { minLength: 1, maxLength: 2 }),
  fc.array(fc.oneof({ weight: 3, arbitrary: configCommand }, { weight: 2, arbitrary: saleCommand }), {
    minLength: 1,
    maxLength: 5,
  }),
);

/** Throws where two values differ; maps compare by their entries. */
export function same(found: unknown, expected: unknown, what: string): void {
  const text = (value: unknown) => JSON.stringify(value instanceof Map ? [...value] : value);
  if (text(found) !== text(expected)) throw new Error(`${what}: found ${text(found)}, expected ${text(expected)}`);
}
