import type { KeptList } from '../list-saved.js';
import { paramsOf } from '../list-search.js';
import { followUpList } from './links.js';
import { readFollowUpQuery } from './query.js';

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
