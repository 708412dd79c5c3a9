import { SHORT, sampled } from '../sampling.js';
import { ABSENT, COMMON, LAST_NAMES, RARE } from '../seed/words.js';
import type { World } from '../world.js';

const TABS = ['inconsistent', 'executed'] as const;

/** Searching for who is found never, seldom and often; a second word varies, so that no two pages in a row are the same. */
export async function measureText({ note, page, write }: World): Promise<void> {
  const vary = (n: number) => LAST_NAMES[n % LAST_NAMES.length]?.key ?? '';
  const texts = {
    absent: (n: number) => `${ABSENT} ${vary(n)}`,
    'absent, one word': (n: number) => `${ABSENT}${n}`,
    rare: (n: number) => `${RARE.word} ${vary(n).slice(0, 1 + (n % 2))}`,
    common: (n: number) => `${COMMON} ${vary(n)}`,
    'common, one word': (n: number) => [COMMON, 'silva', 'santos', 'souza'][n % 4] ?? '',
    'two letters': (n: number) => ['ma', 'jo', 'an', 'lu'][n % 4] ?? '',
    phone: (n: number) => `(67) 9${String(n * 7919).padStart(4, '0')}`,
  };
  for (const tab of TABS) {
    const get = (query: string) => page(`/panel/${tab}${query}`);
    note(`text none on ${tab}`, await sampled(() => get(''), SHORT));
    for (const [name, text] of Object.entries(texts)) {
      const search = (n: number) => get(`?q=${encodeURIComponent(text(n))}`);
      note(`text ${name} on ${tab}`, await sampled(search, SHORT));
      await write();
    }
  }
}
