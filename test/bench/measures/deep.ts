import { listSurveys } from '../../../src/store/survey-list.js';
import { listedOn, sortsOf, TABS } from '../../../src/store/survey-tabs.js';
import { encodePageKey } from '../../../src/web/page-key.js';
import { SHORT, sampled } from '../sampling.js';
import type { World } from '../world.js';

const PAGE = 50;

/** Each order of each tab: its first page, and the last one, whose key is found by listing the other way round. */
export async function measureDeepPages({ db, note, page, scope }: World): Promise<void> {
  for (const tab of TABS)
    for (const sort of sortsOf(tab)) {
      const backwards = { sort, descending: true, size: PAGE, key: null };
      const { next } = await listSurveys(db.read, listedOn(tab, scope()), backwards);
      if (next === null) continue;
      const first = `/panel/${tab}?sort=${sort}`;
      note(`${tab} by ${sort}, first`, await sampled(() => page(first), SHORT));
      const deepest = `${first}&after=${encodePageKey(next)}`;
      note(`${tab} by ${sort}, deepest`, await sampled(() => page(deepest), SHORT));
    }
}
