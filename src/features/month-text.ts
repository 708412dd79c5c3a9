import type { Month } from '../domain/month.js';
import type { Locale } from '../domain/settings.js';

/** `maio de 2026`. */
export function monthText(month: Month, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${month}-01`),
  );
}
