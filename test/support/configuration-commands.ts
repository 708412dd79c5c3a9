import fc from 'fast-check';
import { WORK, type WorkCommand } from './configuration-work.js';
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

/** Anything that is done in a world. */
export type Command = SaleCommand | WorkCommand | ConfigCommand;

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
  ago: fc.oneof(days, fc.constantFrom(3, 6, 8)),
  planning,
});
const saleCommand: fc.Arbitrary<SaleCommand> = fc.oneof(
  record,
  fc.record({ do: fc.constant('edit' as const), sale: small, product: fc.nat(1), ago: days, planning }),
  fc.record({ do: fc.constantFrom('cancel' as const, 'restore' as const), sale: small }),
  fc.record({ do: fc.constant('wait' as const), days, minutes: fc.constantFrom(0, 40) }),
);
const workCommand: fc.Arbitrary<WorkCommand> = fc.record({
  work: fc.constantFrom(...WORK),
  sale: small,
  survey: small,
  who: fc.constantFrom('bruno' as const, 'bruno' as const, 'carla' as const),
  minutes: fc.constantFrom(0, 5, 20),
});
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
/** What leaves a trace on a survey, or none any more. */
const TRACES: readonly (readonly WorkCommand['work'][])[] = [
  ['extend'],
  ['attempt'],
  ['draft'],
  ['follow-up'],
  ['execute', 'annul'],
  ['close', 'reopen'],
  ['reassign'],
  ['reassign', 'take-back'],
  ['claim'],
  ['claim', 'release'],
];
const SALE = { do: 'record', product: 0, ago: 3, planning: { kind: 'all' } } as const;
const LAST = { sale: -1, survey: -1, who: 'bruno', minutes: 0 } as const;
const CHOSEN = { ago: 20, planning: { kind: 'all' }, byJob: false } as const;
/** A survey that is due gets a trace or loses it, and some while later its rule goes. */
const removalStory = fc
  .tuple(
    fc.constantFrom(...TRACES),
    fc.constantFrom(0, 20, 40),
    fc.constantFrom<ConfigCommand>(
      { asked: CHOSEN, do: 'profile', id: 0, rules: [] },
      { asked: CHOSEN, do: 'product', id: 0, profile: null },
      { asked: { ...CHOSEN, byJob: true }, do: 'switch', kind: 'rule', id: 1, active: false },
    ),
  )
  .map(([verbs, minutes, removal]) => [
    SALE,
    ...verbs.map((work) => ({ work, ...LAST })),
    { do: 'wait' as const, days: 0, minutes },
    removal,
  ]);
/** A survey is claimed, and expires meanwhile because its rule gets other days. */
const expiryStory = fc
  .constantFrom('execute' as const, 'attempt' as const, 'claim' as const)
  .map((work) => [
    SALE,
    { work: 'claim' as const, ...LAST },
    { asked: CHOSEN, do: 'rule' as const, id: 1, n: 0, m: 0, businessDays: false },
    { work, ...LAST, minutes: 20 },
    { work: 'execute' as const, ...LAST, minutes: 20 },
  ]);

/** One or two sales, then anything. */
export const commandRuns = fc
  .tuple(
    fc.array(record, { minLength: 1, maxLength: 2 }),
    fc.array(
      fc.oneof(
        { weight: 6, arbitrary: configCommand.map((command) => [command]) },
        { weight: 2, arbitrary: saleCommand.map((command) => [command]) },
        { weight: 6, arbitrary: workCommand.map((command) => [command]) },
        { weight: 2, arbitrary: removalStory },
        { weight: 1, arbitrary: expiryStory },
      ),
      { minLength: 1, maxLength: 5, size: 'max' },
    ),
  )
  .map(([sales, stories]): readonly Command[] => [...sales, ...stories.flat()]);

/** Throws where two values differ; maps compare by their entries. */
export function same(found: unknown, expected: unknown, what: string): void {
  const text = (value: unknown) => JSON.stringify(value instanceof Map ? [...value] : value);
  if (text(found) !== text(expected)) throw new Error(`${what}: found ${text(found)}, expected ${text(expected)}`);
}
