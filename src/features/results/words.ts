import type { FastifyRequest } from 'fastify';
import { isSmallSample, type Ratio, rounded } from '../../domain/results.js';
import type { Locale } from '../../domain/settings.js';
import { withMinus } from '../../i18n/format.js';

const NOTHING = '—';

const decimals = (locale: Locale) =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'negative' });
const ONE_DECIMAL: Record<Locale, Intl.NumberFormat> = { 'pt-BR': decimals('pt-BR'), en: decimals('en') };

type Request = Pick<FastifyRequest, 'locale'>;

/** How a figure is written: a share as a percentage, NPS as a whole number, a mean with one decimal. */
export type FigureKind = 'percent' | 'nps' | 'mean';

/** The figure as a number, as charts and rankings take it; null when there is none. */
export function numberOf(ratio: Ratio | null, kind: FigureKind): number | null {
  if (ratio === null) return null;
  return kind === 'mean' ? rounded(ratio, 1, 1) : rounded(ratio, 100, kind === 'nps' ? 0 : 1);
}

/** "82,4%", "45", "−12,5"; "—" without a figure. */
export function figureText(request: Request, ratio: Ratio | null, kind: FigureKind): string {
  return valueText(request, numberOf(ratio, kind), kind);
}

export function valueText({ locale }: Request, value: number | null, kind: FigureKind): string {
  if (value === null) return NOTHING;
  const text = kind === 'nps' ? String(value) : ONE_DECIMAL[locale].format(value);
  return `${withMinus(text)}${kind === 'percent' ? '%' : ''}`;
}

/** The numbers of an axis: without a decimal where there is none. */
export function axisText({ locale }: Request, kind: FigureKind): (value: number) => string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (value) => `${withMinus(format.format(value))}${kind === 'percent' ? '%' : ''}`;
}

/** "n = 7", and that it is few. */
export function sampleModel({ t, formats }: Pick<FastifyRequest, 't' | 'formats'>, size: number) {
  return {
    text: t('results.sample', { size: formats.number(size) }),
    small: isSmallSample(size) ? t('results.smallSample') : null,
  };
}
