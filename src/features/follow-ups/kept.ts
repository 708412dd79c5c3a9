import type { KeptList } from '../list-saved.js';
import { paramsOf } from '../list-search.js';
import { followUpList } from './links.js';
import { readFollowUpQuery } from './query.js';
import { readSignalQuery, SIGNALS_PATH, signalList } from './signal-query.js';

/** The saved filters of Acompanhamentos, whose tab is part of the query string. */
export const KEPT: KeptList = {
  list: 'follow-ups',
  home: '/follow-ups',
  path: '/follow-ups/saved',
  title: 'navigation.followUps',
  access: 'operator',
  pathOf: () => '/follow-ups',
  textOf: () => 'navigation.followUps',
  tabOf: () => null,
  async read({ t, today, user }, q, _tab, search) {
    return followUpList(await readFollowUpQuery({ query: paramsOf(search), t, today, user }, q));
  },
};

/** Those of its list A abrir, which has no tabs of its own. */
export const KEPT_SIGNALS: KeptList = {
  list: 'signals',
  home: SIGNALS_PATH,
  path: `${SIGNALS_PATH}/saved`,
  title: 'signals.tab',
  access: 'operator',
  pathOf: () => SIGNALS_PATH,
  textOf: () => 'signals.tab',
  tabOf: () => null,
  async read({ t, today, user }, q, _tab, search) {
    return signalList(await readSignalQuery({ query: paramsOf(search), t, today, user }, q));
  },
};
