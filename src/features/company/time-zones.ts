import { isTimeZone } from '../../domain/civil-date.js';
import type { Locale } from '../../domain/settings.js';
import { formats } from '../../i18n/format.js';

/** From east to west; within an offset the capital's, then by name. */
const BRAZILIAN = [
  'America/Noronha',
  'America/Sao_Paulo',
  'America/Araguaina',
  'America/Bahia',
  'America/Belem',
  'America/Fortaleza',
  'America/Maceio',
  'America/Recife',
  'America/Santarem',
  'America/Manaus',
  'America/Boa_Vista',
  'America/Campo_Grande',
  'America/Cuiaba',
  'America/Porto_Velho',
  'America/Eirunepe',
  'America/Rio_Branco',
] as const;

export interface ZoneOption {
  value: string;
  label: string;
  disabled?: boolean;
}

/**
 * Every zone as a choice: Brazil's first, each with the date and time in it, then all that this machine knows. The
 * selected one is always among them, also under a name that the machine does not list.
 */
export function zoneOptions(selected: string, now: number, locale: Locale, separator: string): ZoneOption[] {
  const brazilian = BRAZILIAN.map((zone) => ({ value: zone, label: `${zone} · ${clockIn(zone, now, locale)}` }));
  const listed = new Set<string>(BRAZILIAN);
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => !listed.has(zone));
  if (isTimeZone(selected) && !listed.has(selected) && !others.includes(selected)) others.unshift(selected);
  return [
    ...brazilian,
    { value: '-', label: separator, disabled: true },
    ...others.map((zone) => ({ value: zone, label: zone })),
  ];
}

/** The date and time in a zone, in the reader's language. */
export function clockIn(zone: string, now: number, locale: Locale): string {
  return formats(locale, zone).instant(now);
}
