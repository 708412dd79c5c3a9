import { divideHalfUp } from './rounding.js';

/** The largest amount taken, in centavos: R$ 10 billion, far inside the exact integers. */
export const MAX_CENTS = 10 ** 12;

// Brazilian: dots group thousands, a comma begins the centavos. The first group does not begin with 0, so that 0.123 is
// not taken for R$ 123,00.
const BRAZILIAN = /^(\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d{1,2}))?$/;
// Of machines and spreadsheets: only where the dot cannot group thousands, that is with one or two digits after it.
const INTERNATIONAL = /^(\d+|[1-9]\d{0,2}(?:,\d{3})+)\.(\d{1,2})$/;

/**
 * Integer centavos of an amount in BRL as people and ERPs write it, or null: `1.234,56`, `1234,56`, `1234`, `1234.56`,
 * `1,234.56`, each with or without `R$`. `1.234` is Brazilian, R$ 1.234,00. Refused: a sign, more than two decimals
 * (`1,234`), and more than R$ 10 billion (SPEC 8).
 */
export function parseMoney(text: string): number | null {
  const amount = text.trim().replace(/^R\$\s*/i, '');
  const [, whole, decimals = ''] = BRAZILIAN.exec(amount) ?? INTERNATIONAL.exec(amount) ?? [];
  if (whole === undefined) return null;
  const cents = Number(whole.replace(/[.,]/g, '')) * 100 + Number(decimals.padEnd(2, '0'));
  return cents <= MAX_CENTS ? cents : null;
}

/** Basis points of a percentage: `12,5`, `12.5` or `12,5 %` → 1250; up to 999,99, two decimals; else null. */
export function parsePercentage(text: string): number | null {
  const [, whole, decimals = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text.trim()) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
}

/** A percentage (basis points) of an amount (centavos), rounded half up to the centavo (SPEC 7). */
export function percentageOf(cents: number, rateInBasisPoints: number): number {
  return Number(divideHalfUp(BigInt(cents) * BigInt(rateInBasisPoints), 10_000n));
}
