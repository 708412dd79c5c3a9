import type { PeriodPreset } from '../domain/period.js';
import type { TextKey } from '../i18n/catalogue.js';

export const PRESET_TEXTS: Record<PeriodPreset, TextKey> = {
  today: 'panelFilters.today',
  'this-week': 'panelFilters.thisWeek',
  'this-month': 'panelFilters.thisMonth',
  'last-month': 'panelFilters.lastMonth',
  'last-90-days': 'panelFilters.last90Days',
  'last-12-months': 'panelFilters.last12Months',
};
