import { scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import { type ChartText, gridOf, type Plot, placesOf, plotFor, rounded, type Tick, verticalScale } from './frame.js';

/** A line of the picture: a value for each label, null where there is none, which is a gap and never a zero. */
export interface LineSeries {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** The look of the line; its number from 1 unless said otherwise. 0 is that of what stands behind the others. */
  readonly tone?: number;
  /** What the legend says, once for all lines that it says the same of; their label unless said otherwise. */
  readonly legend?: string;
}

/** A place where something changed, so that what lies before and after it is not one and the same. */
export interface Mark {
  /** The first place of what came after the change. */
  readonly index: number;
  /** The last place that has something of what was before: from `index` on the places have both. */
  readonly until?: number;
  readonly text: string;
}

export interface LineChart extends Omit<ChartText, 'format' | 'whole'> {
  readonly plot: Plot;
  readonly grid: readonly Tick[];
  readonly places: readonly Tick[];
  readonly marks: readonly LineMark[];
  readonly legend: readonly { readonly label: string; readonly tone: number }[];
  /** `tone` names the look of the line. */
  readonly lines: readonly {
    readonly label: string;
    readonly tone: number;
    readonly path: string;
    readonly points: readonly { readonly x: number; readonly y: number; readonly text: string }[];
  }[];
}

/** A change in the picture: a line between two places, or a band over those that have something of both. */
interface LineMark {
  readonly at: number;
  /** Where its band begins, of which what lies in that of the change before is left out. */
  readonly from: number;
  /** 0 where no place has both that is in no band before. */
  readonly width: number;
  readonly text: string;
  /** Where the words begin: those of changes close by stand below each other. */
  readonly y: number;
  readonly turned: boolean;
}

/** The ends of what is measured, where it has any: a rate goes from 0 to 100. */
type Domain = readonly [number, number] | null;

/**
 * The geometry of lines over time, or null when there is no value to draw. Lines break at gaps and at marks: what was asked
 * differently is not joined.
 */
export function lineChart(
  text: ChartText,
  labels: readonly string[],
  series: readonly LineSeries[],
  { domain = null, marks = [] }: { readonly domain?: Domain; readonly marks?: readonly Mark[] } = {},
): LineChart | null {
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  if (known.length === 0) return null;
  const y = verticalScale(known, domain);
  const grid = gridOf(y, text);
  const plot = plotFor(grid);
  const x = scalePoint(
    labels.map((_, index) => index),
    [plot.left, plot.right],
  ).padding(0.5);
  const at = (index: number) => x(index) ?? plot.left;
  const { format, whole: _, ...words } = text;
  const pointsOf = (values: LineSeries['values']) =>
    values.flatMap((value, place) =>
      value === null
        ? []
        : [{ x: rounded(at(place)), y: rounded(y(value)), text: `${labels[place]}: ${format(value)}` }],
    );
  return {
    ...words,
    plot,
    grid,
    places: placesOf(labels, at),
    marks: marksOf(plot, marks, at, x.step()),
    legend: legendOf(series),
    lines: series.map(({ label, values, tone }, index) => ({
      label,
      tone: tone ?? index + 1,
      path: stretches(values, marks)
        .map((stretch) => drawn(stretch, at, y))
        .join(''),
      points: pointsOf(values),
    })),
  };
}

function legendOf(series: readonly LineSeries[]): LineChart['legend'] {
  const tones = series.map(({ label, legend = label, tone }, index) => [legend, tone ?? index + 1] as const);
  return [...new Map(tones)].map(([label, tone]) => ({ label, tone }));
}

/** The words stand on the side where there is room, and below those of the change before where these are close. */
function marksOf(plot: Plot, marks: readonly Mark[], place: (index: number) => number, step: number): LineMark[] {
  const clamped = (x: number) => Math.min(plot.right, Math.max(plot.left, x));
  const drawn: LineMark[] = [];
  let [row, covered] = [0, plot.left];
  for (const { index, until = -1, text } of marks.toSorted((a, b) => a.index - b.index)) {
    const at = clamped(place(index) - step / 2);
    const before = drawn.at(-1);
    row = before !== undefined && at - before.at < WORDS ? (row + 1) % ROWS : 0;
    const from = Math.max(at, covered);
    const width = until < index ? 0 : Math.max(0, rounded(clamped(place(until) + step / 2) - from));
    covered = Math.max(covered, width > 0 ? from + width : 0);
    const turned = at > (plot.left + plot.right) / 2;
    drawn.push({ at: rounded(at), from: rounded(from), width, text, y: plot.top + 9 + row * ROW, turned });
  }
  return drawn;
}

/** As wide as the words of a change may be, and as high as a line of them, on narrow screens. */
const WORDS = 120;
const ROW = 19;
const ROWS = 9;

interface Place {
  readonly index: number;
  readonly value: number;
}

function stretches(values: readonly (number | null)[], marks: readonly Mark[]): Place[][] {
  const changed = new Set(marks.map(({ index }) => index));
  const all: Place[][] = [[]];
  values.forEach((value, index) => {
    if (value === null || changed.has(index)) all.push([]);
    if (value !== null) all.at(-1)?.push({ index, value });
  });
  return all.filter((stretch) => stretch.length > 0);
}

function drawn(stretch: readonly Place[], x: (index: number) => number, y: (value: number) => number): string {
  const path = line<Place>(
    ({ index }) => x(index),
    ({ value }) => y(value),
  ).digits(1);
  return path(stretch) ?? '';
}
