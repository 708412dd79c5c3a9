import { LISTS } from '../../store/survey-tabs.js';
import type { KeptList } from '../list-saved.js';
import { paramsOf } from '../list-search.js';
import { panelList } from './links.js';
import { readPanelQuery } from './query.js';
import { TAB_TEXTS } from './texts.js';

/** The panel's saved filters: each is of a tab, the list of which it shows. */
export const KEPT: KeptList = {
  list: 'panel',
  home: '/panel',
  path: '/panel/filters',
  title: 'navigation.panel',
  access: 'manager',
  pathOf: (tab) => `/panel/${tab}`,
  textOf: (tab) => TAB_TEXTS[tab ?? 'inconsistent'],
  tabOf: (typed) => LISTS.find((known) => known === typed) ?? 'inconsistent',
  async read({ t, today, user }, q, tab, search) {
    const there = tab ?? 'inconsistent';
    return panelList(there, await readPanelQuery({ query: paramsOf(search), t, today, user }, q, there));
  },
};
