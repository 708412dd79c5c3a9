import fc from 'fast-check';

/** ana manages; bruno and carla operate. */
export const WHO = ['ana', 'bruno', 'carla'] as const;

export type Who = (typeof WHO)[number];

/** Something that happens to the sales of a run; `sale` and `survey` count round those that there are. */
export type Step =
  | { readonly kind: 'pass'; readonly minutes: number }
  /** Ten minutes before midnight are next. */
  | { readonly kind: 'evening' }
  | { readonly kind: 'plan'; readonly daysAgo: number; readonly seller: Who | null }
  | { readonly kind: 'cancel' | 'restore'; readonly sale: number }
  | { readonly kind: 'claim' | 'draft' | 'release'; readonly who: Who; readonly survey: number }
  | { readonly kind: 'attempt'; readonly who: Who; readonly survey: number; readonly callBackInDays: number | null }
  /** With one of two forms that the user opened of the survey: the same one may come again. */
  | { readonly kind: 'finish'; readonly who: Who; readonly survey: number; readonly form: number }
  | { readonly kind: 'extend'; readonly survey: number; readonly inDays: number }
  | { readonly kind: 'close' | 'reopen' | 'annul'; readonly survey: number }
  | { readonly kind: 'reassign'; readonly survey: number; readonly to: Who | null };

export type StepOnSurvey = Extract<Step, { survey: number }>;

const HOUR = 60;
const LENGTH = { minLength: 8, maxLength: 30 };
const who = fc.constantFrom(...WHO);
const survey = fc.nat(3);
const sale = fc.nat(1);
/** Mostly somebody who runs no surveys. */
const seller = fc.constantFrom('carla', null, null);
const kind = <const K extends string>(...kinds: K[]) => fc.constantFrom(...kinds);

/** Steps, weighted so that many surveys are worked on and some end; time passes in minutes, hours and days. */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: kind('pass'), minutes: fc.constantFrom(10, 20, 30, HOUR, 24 * HOUR) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'evening' }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('plan'), daysAgo: fc.nat(4), seller }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('cancel', 'restore', 'restore'), sale }) },
  { weight: 8, arbitrary: fc.record({ kind: kind('claim', 'draft', 'release'), who, survey }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('attempt'), who, survey, callBackInDays: fc.option(fc.nat(4)) }) },
  { weight: 4, arbitrary: fc.record({ kind: kind('finish'), who, survey, form: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('extend'), survey, inDays: fc.integer({ min: -1, max: 5 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: kind('close', 'reopen', 'annul', 'reopen', 'annul'), survey }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('reassign'), survey, to: fc.constantFrom('bruno', 'carla', null) }) },
);

/** Steps that mean more one after the other, by the same user on the same survey, than each by itself. */
const phrase: fc.Arbitrary<Step[]> = fc
  .tuple(who, survey, fc.nat(4), sale)
  .map(([who, survey, which, sale]): Step[] => {
    const claim = { kind: 'claim', who, survey } as const;
    const finish = { kind: 'finish', who, survey, form: which % 2 } as const;
    switch (which) {
      case 0:
        return [{ kind: 'evening' }, claim, { kind: 'pass', minutes: 20 }, { kind: 'draft', who, survey }, finish];
      case 1:
        return [finish, { kind: 'annul', survey }, { ...finish, form: 0 }, finish];
      case 2:
        return [claim, { kind: 'close', survey }, { kind: 'reopen', survey }, finish];
      case 3:
        return [claim, { kind: 'cancel', sale }, { kind: 'restore', sale }];
      default:
        return [claim, { kind: 'reassign', survey, to: 'carla' }, { kind: 'release', who, survey }];
    }
  });

/** A life of a few sales: the first is planned before anything else. */
export const lives: fc.Arbitrary<Step[]> = fc
  .tuple(fc.nat(3), seller, fc.array(fc.oneof({ weight: 5, arbitrary: step.map((one) => [one]) }, phrase), LENGTH))
  .map(([daysAgo, seller, parts]) => [{ kind: 'plan', daysAgo, seller }, ...parts.flat()]);

const bruno = { who: 'bruno', survey: 0 } as const;

/** A life in which everything is done once, so that what is rare where lives are drawn is not left to chance. */
export const FULL_LIFE: readonly Step[] = [
  { kind: 'plan', daysAgo: 2, seller: null },
  { kind: 'claim', ...bruno },
  { kind: 'attempt', ...bruno, callBackInDays: null },
  { kind: 'draft', ...bruno },
  { kind: 'release', ...bruno },
  // The first survey expires at midnight, in its holder's hands.
  { kind: 'evening' },
  { kind: 'claim', ...bruno },
  { kind: 'pass', minutes: 20 },
  { kind: 'finish', ...bruno, form: 0 },
  { kind: 'annul', survey: 0 },
  { kind: 'extend', survey: 0, inDays: 3 },
  { kind: 'finish', ...bruno, form: 1 },
  { kind: 'reassign', survey: 1, to: 'carla' },
  { kind: 'close', survey: 1 },
  { kind: 'reopen', survey: 1 },
  { kind: 'cancel', sale: 0 },
  { kind: 'restore', sale: 0 },
];
