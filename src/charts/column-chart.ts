import { scaleBand } from 'd3-scale';
import { stack } from 'd3-shape';
import { type ChartText, gridOf, type Plot, placesOf, plotFor, rounded, type Tick, verticalScale } from './frame.js';

/** A layer of the columns: how many for each label. */
export interface ColumnSeries {
  readonly label: string;
  readonly values: readonly number[];
  /** The look of the layer; its number from 1 unless said otherwise. */
  readonly tone?: number;
}

interface Block {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
}

export interface ColumnChart extends Omit<ChartText, 'format' | 'whole'> {
  readonly plot: Plot;
  readonly grid: readonly Tick[];
  readonly places: readonly Tick[];
  /** `tone` counts from 1 and names the look of the layer. */
  readonly layers: readonly { readonly label: string; readonly tone: number; readonly blocks: readonly Block[] }[];
}

/** The geometry of columns of one or more layers, the first at the foot; null when all of them are 0. */
export function columnChart(
  text: ChartText,
  labels: readonly string[],
  series: readonly ColumnSeries[],
): ColumnChart | null {
  const totals = labels.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  if (totals.every((total) => total === 0)) return null;
  const y = verticalScale(totals, null);
  const grid = gridOf(y, text);
  const plot = plotFor(grid);
  const x = scaleBand(
    labels.map((_, index) => index),
    [plot.left, plot.right],
  ).padding(0.25);
  const at = (index: number) => x(index) ?? plot.left;
  const layers = stack<number, number>()
    .keys(series.map((_, index) => index))
    .value((place, layer) => series[layer]?.values[place] ?? 0)(labels.map((_, index) => index));
  const { format, whole: _, ...words } = text;
  const blockOf = (index: number, place: number, from: number, to: number): Block => ({
    x: rounded(at(place)),
    y: rounded(y(to)),
    width: rounded(x.bandwidth()),
    height: rounded(y(from) - y(to)),
    text: `${labels[place]}: ${series[index]?.label}, ${format(to - from)}`,
  });
  return {
    ...words,
    plot,
    grid,
    places: placesOf(labels, (index) => at(index) + x.bandwidth() / 2),
    layers: layers.map((layer, index) => ({
      label: series[index]?.label ?? '',
      tone: series[index]?.tone ?? index + 1,
      blocks: layer.flatMap(([from, to], place) => (to === from ? [] : [blockOf(index, place, from, to)])),
    })),
  };
}
