import { FILTER_NAMES, type FilterName } from '../parameters.js';
import type { PanelQuery } from '../query.js';

/** The parameters that are parts of one filter, or say little by themselves. */
const CALLED: Partial<Record<FilterName, string>> = {
  of: 'period',
  from: 'period',
  to: 'period',
  'score-from': 'score',
  'score-to': 'score',
  q: 'text',
};

/** The filters that are on, by name; what they are set to may be personal data. */
export function filterNames({ typed }: PanelQuery): string[] {
  const on = FILTER_NAMES.filter((name) => typed.has(name));
  return [...new Set(on.map((name) => CALLED[name] ?? name))];
}
