import type { CivilDate } from '../../domain/civil-date.js';
import { isPeriodPreset, type PeriodPreset, presetRange } from '../../domain/period.js';
import { PERIODS, type PeriodOf } from '../../store/survey-filter.js';
import type { Tab } from '../../store/survey-tabs.js';
import type { Parameters } from './parameters.js';

/** The period of the filter: of a preset the days that it means today. */
export interface PanelPeriod {
  readonly of: PeriodOf;
  readonly preset: PeriodPreset | null;
  readonly from: CivilDate | null;
  readonly to: CivilDate | null;
}

/** Without a choice a period is that of execution in Executadas, and of expiry elsewhere. */
export function naturalPeriodOf(tab: Tab): PeriodOf {
  return tab === 'executed' ? 'execution' : 'expiry';
}

/** Reads `of` with a preset in `period`, or with `from` and `to`: a URL names one or the other. */
export function readPeriod(parameters: Parameters, tab: Tab, today: CivilDate): PanelPeriod | null {
  const of = parameters.one('of');
  if (of !== '' && !isPeriodOf(of)) parameters.refuse('of', 'validation.unknownValue', {}, of);
  const preset = parameters.one('period');
  const [from, to] = [parameters.date('from'), parameters.date('to')];
  if (from !== null && to !== null && to < from) parameters.refuse('to', 'panel.periodTurnedRound');
  const dated = parameters.values('from').length > 0 || parameters.values('to').length > 0;
  if (preset === 'interval') parameters.replace('period', []);
  else if (preset !== '' && !isPeriodPreset(preset)) parameters.refuse('period', 'validation.unknownValue', {}, preset);
  else if (preset !== '' && dated) parameters.refuse('period', 'panel.presetOrDates');
  const chosen = isPeriodOf(of) ? of : naturalPeriodOf(tab);
  const some = dated || isPeriodPreset(preset);
  if (of === '' || isPeriodOf(of)) parameters.replace('of', some ? [chosen] : []);
  if (isPeriodPreset(preset)) return { of: chosen, preset, ...presetRange(preset, today) };
  return from === null && to === null ? null : { of: chosen, preset: null, from, to };
}

/** A word of the URL for what a period is of. */
export function isPeriodOf(text: string): text is PeriodOf {
  return (PERIODS as readonly string[]).includes(text);
}
