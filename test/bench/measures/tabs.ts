import { TABS } from '../../../src/store/survey-tabs.js';
import { COSTLY, sampled } from '../sampling.js';
import type { World } from '../world.js';

/** Each tab's first page without a filter: when nothing was written since the last one, and right after a write. */
export async function measureTabs({ note, page, write }: World): Promise<void> {
  for (const tab of TABS) note(`first ${tab}`, await sampled(() => page(`/panel/${tab}`)));
  for (const tab of TABS)
    note(
      `first ${tab} after a write`,
      await sampled(async () => {
        await write();
        return page(`/panel/${tab}`);
      }, COSTLY),
    );
}
