import type { Dialect } from '../../src/store/dialect.js';
import type { Summary } from './statistics.js';

/** Every figure of a run, by size, percentage and name. */
export interface Figure {
  readonly sales: number;
  readonly executed: number;
  readonly name: string;
  readonly summary: Summary;
}

/** One line of the table. A measure without goal is there to be known. */
export interface Measure {
  readonly name: string;
  readonly unit: 'ms' | 'MB';
  /** The most that the ratio may be, or, where there is no ratio, the median; null without a goal. */
  readonly goal: number | null;
  /** Null where the measure is no ratio. */
  readonly ratio: number | null;
  /** Of processor time instead of the wall clock; null where it is not known. */
  readonly cpuRatio: number | null;
  /** Null where there is no goal, or not enough was measured to tell. */
  readonly met: boolean | null;
  /** By number of sales. */
  readonly sizes: Readonly<Record<string, Summary>>;
}

export interface Report {
  readonly engine: Dialect;
  readonly sizes: readonly number[];
  readonly executed: readonly number[];
  readonly node: string;
  readonly measures: readonly Measure[];
}

/** Of the percentages that were measured, the one that the sizes are compared at. */
export function usualShare(executed: readonly number[]): number {
  return executed.includes(97) ? 97 : (executed.at(-1) ?? 97);
}

/** Looks figures up for the measures. */
export class Figures {
  readonly sizes: readonly number[];
  readonly executed: readonly number[];
  readonly #list: readonly Figure[];

  constructor(list: readonly Figure[]) {
    this.#list = list;
    this.sizes = [...new Set(list.map(({ sales }) => sales))].sort((a, b) => a - b);
    this.executed = [...new Set(list.map(({ executed }) => executed))].sort((a, b) => a - b);
  }

  /** The names that were measured, in their order. */
  names(pattern: RegExp): string[] {
    return [...new Set(this.#list.map(({ name }) => name))].filter((name) => pattern.test(name));
  }

  at(name: string, sales: number, executed = usualShare(this.executed)): Summary | null {
    const is = (one: Figure) => one.name === name && one.sales === sales && one.executed === executed;
    return this.#list.find(is)?.summary ?? null;
  }

  bySize(name: string, executed?: number): Record<string, Summary> {
    const found = this.sizes.map((size) => [String(size), this.at(name, size, executed)] as const);
    return Object.fromEntries(found.filter(([, summary]) => summary !== null)) as Record<string, Summary>;
  }

  get largest(): number {
    return this.sizes.at(-1) ?? 0;
  }

  get smallest(): number {
    return this.sizes[0] ?? 0;
  }
}

/** The same of processor time, which other work on the machine does not disturb. */
function cpuRatioOf(of: Summary | null, to: Summary | null): number | null {
  return of === null || to === null || of.cpu === null || !to.cpu ? null : of.cpu / to.cpu;
}

/** How much slower one median is than another; null when one of them was not measured. */
function ratioOf(of: Summary | null, to: Summary | null): number | null {
  return of === null || to === null || to.p50 === 0 ? null : of.p50 / to.p50;
}

/** A measure that is a ratio. */
export function compared(
  name: string,
  goal: number | null,
  [of, to]: readonly [Summary | null, Summary | null],
  sizes: Measure['sizes'],
): Measure {
  const ratio = ratioOf(of, to);
  const met = goal === null || ratio === null ? null : ratio <= goal;
  return { name, unit: 'ms', goal, ratio, cpuRatio: cpuRatioOf(of, to), met, sizes };
}

/** A measure whose median at the largest size is held against the goal. */
export function absolute(name: string, unit: Measure['unit'], goal: number | null, sizes: Measure['sizes']): Measure {
  const median = Object.values(sizes).at(-1)?.p50;
  const met = goal === null || median === undefined ? null : median <= goal;
  return { name, unit, goal, ratio: null, cpuRatio: null, met, sizes };
}
