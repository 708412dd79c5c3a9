import type { PageKey } from '../../store/key-paging.js';
import type { SurveySort } from '../../store/survey-list.js';
import { type Chip, COUNTED_CHIPS, type Tab } from '../../store/survey-tabs.js';
import { encodePageKey } from '../../web/page-key.js';
import { FILTER_NAMES, type PanelQuery, periodOf } from './query.js';

/** What a link changes of the page that is looked at. */
export interface Change {
  readonly tab?: Tab;
  readonly chips?: readonly Chip[];
  readonly order?: { readonly sort: SurveySort; readonly descending: boolean };
  readonly page?: PageKey | null;
  readonly clear?: boolean;
}

/** The URL of the page with something changed: all that is seen stands in it. Whatever changes begins at the first page. */
export function panelHref(tab: Tab, query: PanelQuery, change: Change): string {
  const params = new URLSearchParams();
  if (!change.clear) for (const [name, value] of filterParams(tab, query)) params.append(name, value);
  for (const value of chipParams(change.chips ?? query.chips)) params.append('status', value);
  const order = change.order ?? (change.tab === undefined ? query : null);
  const sort = order === null ? '' : sortParam(change.tab ?? tab, order);
  if (sort !== '') params.append('sort', sort);
  if (change.page) params.append(change.page.side, encodePageKey(change.page));
  const search = params.toString();
  return `/panel/${change.tab ?? tab}${search === '' ? '' : `?${search}`}`;
}

/** The parameters that the filter form carries along, since it sends only its own fields. */
export function carriedParams(tab: Tab, query: PanelQuery): { name: string; value: string }[] {
  const sort = sortParam(tab, query);
  const carried = chipParams(query.chips).map((value) => ({ name: 'status', value }));
  return sort === '' ? carried : [...carried, { name: 'sort', value: sort }];
}

/** A period keeps what it is about on every tab, also where it was left to the tab. */
function filterParams(tab: Tab, { typed }: PanelQuery): [string, string][] {
  const dated = typed.from !== '' || typed.to !== '';
  const values = { ...typed, of: dated ? periodOf(typed.of, tab) : '' };
  return FILTER_NAMES.filter((name) => values[name] !== '').map((name) => [name, values[name]]);
}

function chipParams(chips: readonly Chip[]): readonly string[] {
  if (chips.length === 0) return ['none'];
  const asAtFirst = chips.length === COUNTED_CHIPS.length && chips.every((chip) => COUNTED_CHIPS.includes(chip));
  return asAtFirst ? [] : chips;
}

function sortParam(tab: Tab, { sort, descending }: { sort: SurveySort; descending: boolean }): string {
  const atFirst = tab === 'executed' ? sort === 'settled' && descending : sort === 'expiry' && !descending;
  return atFirst ? '' : `${descending ? '-' : ''}${sort}`;
}
