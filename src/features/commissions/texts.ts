import type { FastifyRequest } from 'fastify';
import type { AdjustmentCause } from '../../domain/commission-adjustment.js';
import type { Month } from '../../domain/month.js';
import type { Locale } from '../../domain/settings.js';
import type { TextKey } from '../../i18n/catalogue.js';

/** `mai. 26`, for pictures and heads of tables. */
export function shortMonth(month: Month, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { month: 'short', year: '2-digit', timeZone: 'UTC' }).format(
    Date.parse(`${month}-01`),
  );
}

const CAUSES: Record<AdjustmentCause, TextKey> = {
  'recorded-late': 'commissions.causeRecordedLate',
  moved: 'commissions.causeMoved',
  seller: 'commissions.causeSeller',
  product: 'commissions.causeProduct',
  value: 'commissions.causeValue',
  base: 'commissions.causeBase',
  cancelled: 'commissions.causeCancelled',
  restored: 'commissions.causeRestored',
  executed: 'commissions.causeExecuted',
  annulled: 'commissions.causeAnnulled',
};

/** Why a sale is adjusted, in words. */
export function causesText({ t }: Pick<FastifyRequest, 't'>, causes: readonly AdjustmentCause[]): string {
  return causes.map((cause) => t(CAUSES[cause])).join(', ');
}
