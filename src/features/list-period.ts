import type { CivilDate } from '../domain/civil-date.js';
import { isPeriodPreset, type PeriodPreset, presetRange } from '../domain/period.js';
import type { ListParameters } from './list-parameters.js';

/** The period of a list's filter: of a preset the days that it means today. */
export interface ListPeriod<Of extends string = string> {
  readonly of: Of;
  readonly preset: PeriodPreset | null;
  readonly from: CivilDate | null;
  readonly to: CivilDate | null;
}

/** The dates that a period can be of, and the one that it is of without a choice. */
export interface PeriodDates<Of extends string> {
  readonly dates: readonly Of[];
  readonly natural: Of;
}

/** Reads `of` with a preset in `period`, or with `from` and `to`: a URL names one or the other. */
export function readPeriod<Of extends string>(
  parameters: ListParameters,
  { dates, natural }: PeriodDates<Of>,
  today: CivilDate,
): ListPeriod<Of> | null {
  const of = parameters.choice('of', dates);
  const preset = parameters.one('period');
  const [from, to] = [parameters.date('from'), parameters.date('to')];
  if (from !== null && to !== null && to < from) parameters.refuse('to', 'panel.periodTurnedRound');
  const dated = parameters.values('from').length > 0 || parameters.values('to').length > 0;
  if (preset === 'interval') parameters.replace('period', []);
  else if (preset !== '' && !isPeriodPreset(preset)) parameters.refuse('period', 'validation.unknownValue', {}, preset);
  else if (preset !== '' && dated) parameters.refuse('period', 'panel.presetOrDates');
  const chosen = of ?? natural;
  const some = dated || isPeriodPreset(preset);
  if (of !== undefined || parameters.values('of').length === 0) parameters.replace('of', some ? [chosen] : []);
  if (isPeriodPreset(preset)) return { of: chosen, preset, ...presetRange(preset, today) };
  return from === null && to === null ? null : { of: chosen, preset: null, from, to };
}
