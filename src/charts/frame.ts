import { type ScaleLinear, scaleLinear } from 'd3-scale';

/** What every picture is told: its words, and how a value is written. */
export interface ChartText {
  /** Unique on the page: the title and the description get their ids from it. */
  readonly id: string;
  /** What is shown, in a few words. */
  readonly title: string;
  /** What a reader who does not see the picture should know, in a sentence. */
  readonly description: string;
  readonly format: (value: number) => string;
  /** Whether what is counted comes in ones: then there are no lines between them. */
  readonly whole?: boolean;
}

/** A line of the grid with its number, or a place on the other axis with its words. */
export interface Tick {
  readonly at: number;
  readonly text: string;
  /** Left out on narrow screens, where the words would touch. */
  readonly minor: boolean;
}

/** Where the picture's parts lie, in units of its view box. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const PLOT: Plot = { width: 560, height: 230, left: 58, right: 548, top: 14, bottom: 196 };

/** How many places of the other axis have their words written, at most. */
const MOST_LABELS = 9;

/** The vertical scale over the values: its ends are round numbers, or those of `domain` where what is measured has ends. */
export function verticalScale(values: readonly number[], domain: readonly [number, number] | null) {
  const [low, high] = domain ?? [Math.min(0, ...values), Math.max(1, ...values)];
  const scale = scaleLinear([low, high], [PLOT.bottom, PLOT.top]);
  return domain === null ? scale.nice(4) : scale;
}

/** The widest digit where words are largest, on narrow screens, in units of the view box. */
const DIGIT = 11;

/** The plot with room at its left for the numbers of the grid. */
export function plotFor(grid: readonly Tick[]): Plot {
  const longest = Math.max(0, ...grid.map(({ text }) => text.length));
  return { ...PLOT, left: Math.max(PLOT.left, 14 + DIGIT * longest) };
}

/** The lines of the grid, lowest first. */
export function gridOf(
  scale: ScaleLinear<number, number>,
  { format, whole = false }: Pick<ChartText, 'format' | 'whole'>,
): Tick[] {
  const values = scale.ticks(4).filter((value) => !whole || Number.isInteger(value));
  return values.map((value) => ({ at: rounded(scale(value)), text: format(value), minor: false }));
}

/** The words below the places: as many as can be read, counted back from the last, which is the one that is looked for. */
export function placesOf(labels: readonly string[], at: (index: number) => number): Tick[] {
  const step = Math.max(1, Math.ceil(labels.length / MOST_LABELS));
  const last = labels.length - 1;
  return labels.flatMap((text, index) => {
    const fromLast = last - index;
    if (fromLast % step !== 0) return [];
    return [{ at: rounded(at(index)), text, minor: (fromLast / step) % 3 !== 0 && labels.length > 4 }];
  });
}

/** A tenth of a unit is finer than a screen shows; longer numbers would only make the page heavier. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
