import type { Measure, Report } from './report.js';

/** The report as lines of text: one for each measure, medians and 99th percentiles by size. */
export function tableOf({ engine, executed, measures, sizes }: Report): string[] {
  const head = ['measure', ...sizes.map((size) => `${size} sales`), 'ratio', 'CPU', 'goal', ''];
  const rows = measures.map((measure) => rowOf(measure, sizes));
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => [...(row[column] ?? '')].length)));
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    `${engine}, ${executed.join('/')} % executed; p50 / p99 in ms; ratio of p50, CPU the same of processor time`,
    lineOf(head),
    ...rows.map(lineOf),
  ];
}

function rowOf({ name, unit, goal, ratio, cpuRatio, met, sizes: bySize }: Measure, sizes: readonly number[]): string[] {
  const cells = sizes.map((size) => {
    const summary = bySize[String(size)];
    return summary ? `${short(summary.p50)} / ${short(summary.p99)}${unit === 'ms' ? '' : ` ${unit}`}` : '';
  });
  const verdict = met === null ? '' : met ? 'ok' : 'MISSED';
  return [
    name,
    ...cells,
    ratio === null ? '' : short(ratio),
    cpuRatio === null ? '' : short(cpuRatio),
    goal === null ? '' : `≤ ${goal}`,
    verdict,
  ];
}

/** Three figures are all that a measurement means. */
function short(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3);
}
