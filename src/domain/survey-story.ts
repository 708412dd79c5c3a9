import { addDays, type CivilDate, daysBetween } from './civil-date.js';

/** A later expiry that was granted and still counts: from which day to which. */
export type ExtensionStep<E> = E & { readonly from: CivilDate };

/**
 * The extensions that brought a survey's expiry from the original one to where it is, in order. One that the rule's own
 * expiry has overtaken since, by a re-dating, explains nothing any more and is left out (SPEC 4).
 */
export function extensionSteps<E extends { readonly expiresOn: CivilDate }>(
  originalExpiresOn: CivilDate,
  extensions: readonly E[],
): ExtensionStep<E>[] {
  const steps: ExtensionStep<E>[] = [];
  let from = originalExpiresOn;
  for (const extension of extensions) {
    if (extension.expiresOn <= from) continue;
    steps.push({ ...extension, from });
    from = extension.expiresOn;
  }
  return steps;
}

/** A sale's closing date that was corrected; `at` in UTC epoch milliseconds. */
export interface ClosingCorrection {
  readonly at: number;
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/** A time in which an execution or a closure stood, in UTC epoch milliseconds; until null: it stands still. */
export interface SettledSpan {
  readonly from: number;
  readonly until: number | null;
}

/** Whether a correction moved the survey's dates: those of an open survey, not of one that was executed or closed then. */
export function isRedatedBy(correction: Pick<ClosingCorrection, 'at'>, settled: readonly SettledSpan[]): boolean {
  return !settled.some(({ from, until }) => from <= correction.at && (until === null || correction.at < until));
}

/** The closing date that a survey's dates are counted from: the sale's own, without the corrections that did not move them. */
export function datedFrom(
  closedOn: CivilDate,
  corrections: readonly ClosingCorrection[],
  settled: readonly SettledSpan[],
): CivilDate {
  const missed = corrections.filter((correction) => !isRedatedBy(correction, settled));
  return addDays(
    closedOn,
    missed.reduce((days, { from, to }) => days - daysBetween(from, to), 0),
  );
}
