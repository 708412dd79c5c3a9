import { FOLLOW_UP_PAGES } from './measures/follow-ups.js';
import { absolute, compared, type Figures, type Measure, usualShare } from './report.js';

/** The measures that the figures allow, each with its goal. */
export function measuresOf(figures: Figures): Measure[] {
  const pairs = [
    ...against(figures, /, deepest$/, (name) => name.replace(/deepest$/, 'first'), 1.5),
    ...against(figures, /^filter (?!none)/, noFilter, 3),
    ...against(figures, /^filters /, noFilter, 10),
    ...against(figures, /^text (?!none)/, (name) => name.replace(/^text .* on /, 'text none on '), textGoal),
    ...against(figures, /^CPU of a page$/, () => 'CPU of a constant', 15),
    ...against(figures, /^saving/, () => 'bare inserts of an execution', 2),
  ];
  return [...growth(figures), ...shares(figures), ...pairs, ...absolutes(figures)];
}

const noFilter = (name: string) => name.replace(/^filters? .* on /, 'filter none on ');
const textGoal = (name: string) => (/rare|absent/.test(name) ? 10 : null);

/** The largest size against the smallest. */
function growth(figures: Figures): Measure[] {
  return figures.names(/^first /).map((name) => {
    const smallest = figures.sizes.length > 1 ? figures.at(name, figures.smallest) : null;
    const goal = name.endsWith('write') ? null : 2;
    return compared(name, goal, [figures.at(name, figures.largest), smallest], figures.bySize(name));
  });
}

/** The worst of the other percentages against the usual one, at the largest size. */
function shares(figures: Figures): Measure[] {
  const usual = usualShare(figures.executed);
  const others = figures.executed.filter((share) => share !== usual);
  return figures.names(/^first (?!.*write)/).flatMap((name) =>
    others.map((share) => {
      const both = [figures.at(name, figures.largest, share), figures.at(name, figures.largest)] as const;
      return compared(`${name}, ${share} % executed ÷ ${usual} %`, 3, both, figures.bySize(name, share));
    }),
  );
}

/** What stands in the name already is not said again. */
const shortened = (base: string) => base.replace(/^(filter|text) (none) .*$/, '$2').replace(/^.* (first)$/, '$1');

/** Each of the figures against another one, at the largest size. */
function against(
  figures: Figures,
  pattern: RegExp,
  baseOf: (name: string) => string,
  goal: number | null | ((name: string) => number | null),
): Measure[] {
  return figures.names(pattern).map((name) => {
    const both = [figures.at(name, figures.largest), figures.at(baseOf(name), figures.largest)] as const;
    const most = typeof goal === 'function' ? goal(name) : goal;
    return compared(`${name} ÷ ${shortened(baseOf(name))}`, most, both, figures.bySize(name));
  });
}

type Goal = readonly [most: number | null, unit: Measure['unit']];

/** A page of results again, at the first look, and after an execution. */
function looks(name: string, goal: number | null): Record<string, Goal> {
  return {
    [name]: [goal, 'ms'],
    [`${name}, first look`]: [goal, 'ms'],
    [`${name}, after an execution`]: [goal, 'ms'],
    [`longest block of ${name}, first look`]: [50, 'ms'],
  };
}

/** A page that is kept until a write, again and when it is read anew. */
function firstAndWritten(name: string, again: number | null, anew: number | null): Record<string, Goal> {
  const whens = ['first look', 'after a write'].flatMap((when): [string, Goal][] => [
    [`${name}, ${when}`, [anew, 'ms']],
    [`longest block of ${name}, ${when}`, [50, 'ms']],
  ]);
  return { [name]: [again, 'ms'], ...Object.fromEntries(whens) };
}

/** A page of follow-ups again, and at the first look, which counts. */
function ofFollowUps(): Record<string, Goal> {
  const pages = FOLLOW_UP_PAGES.map((name) => [
    [name, [20, 'ms']],
    [`${name}, first look`, [null, 'ms']],
    [`longest block of ${name}, first look`, [50, 'ms']],
  ]);
  return Object.fromEntries([
    ...pages.flat(),
    ['beginning a follow-up', [null, 'ms']],
    ['ending a follow-up', [null, 'ms']],
    ['bulk action on open follow-ups', [null, 'ms']],
    ['longest block of a bulk action on open follow-ups', [50, 'ms']],
    ['ending all open follow-ups', [null, 'ms']],
    ['longest block of ending all open follow-ups', [50, 'ms']],
  ]);
}

/** Of a hundred thousand surveys, or of all follow-ups. */
function ofExport(name: string): Record<string, Goal> {
  const formats = Object.entries({ csv: 64, xlsx: 160 }).flatMap(([format, most]): [string, Goal][] => [
    [`memory of an ${name} to ${format}`, [most, 'MB']],
    [`longest block of an ${name} to ${format}`, [50, 'ms']],
    [`${name} to ${format}`, [null, 'ms']],
  ]);
  return Object.fromEntries(formats);
}

/** What is no ratio, by its name. */
const GOALS: Readonly<Record<string, Goal>> = {
  'counters, nothing written': [0.2, 'ms'],
  'counters after a write': [5, 'ms'],
  'counters, nothing written, and the way': [null, 'ms'],
  'counters after a write, and the way': [null, 'ms'],
  'the way to the database': [null, 'ms'],
  ...looks('results of a month by seller', 50),
  ...looks('results of a year by seller', 300),
  ...looks('results of a month', null),
  ...looks('results of a year', null),
  ...firstAndWritten('commissions of a month', 50, 500),
  ...firstAndWritten('closing of all months before', 50, null),
  ...firstAndWritten('a statement of commissions', 50, 100),
  ...firstAndWritten('commissions of all open months', 50, null),
  'results are read ahead': [null, 'ms'],
  'results of a year by seller, a product for the first time': [300, 'ms'],
  'results of a year by seller, an operator for the first time': [300, 'ms'],
  ...ofExport('export'),
  ...ofExport('export of follow-ups'),
  'bulk action of 1284': [null, 'ms'],
  'longest block of a bulk action of 1284': [50, 'ms'],
  'bulk action of 100000': [null, 'ms'],
  'longest block of a bulk action of 100000': [50, 'ms'],
  ...ofFollowUps(),
  ...ofChanges(),
};

/** A change of the configuration, as it is previewed and as it is applied. */
function ofChanges(): Record<string, Goal> {
  const names = ['a rule that enters', 'other days of a rule', 'a rule that is deactivated'].flatMap((what) => [
    `preview of ${what}`,
    `applying ${what}`,
  ]);
  return Object.fromEntries(
    names.flatMap((name) => [
      [name, [null, 'ms']],
      [`longest block, ${name}`, [50, 'ms']],
    ]),
  );
}

function absolutes(figures: Figures): Measure[] {
  return Object.entries(GOALS)
    .filter(([name]) => figures.at(name, figures.largest) !== null)
    .map(([name, [goal, unit]]) => absolute(name, unit, goal, figures.bySize(name)));
}
