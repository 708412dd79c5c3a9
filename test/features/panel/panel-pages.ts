import type { Browser } from '../../support/browser.js';

// What the tests of the panel read from its pages.

/** The customers of every page of a list, in its order. */
export async function listed(browser: Browser, url: string): Promise<string[]> {
  const page = await browser.get(url);
  const names = [...page.body.matchAll(/<th scope="row"><a href="\/surveys\/\d+">([^<]+)</g)].map(
    (match) => match[1] ?? '',
  );
  const next = hrefOf(page.body, 'next');
  return next === '' ? names : [...names, ...(await listed(browser, next))];
}

/** The counters of the tabs and chips, and where the tabs lead. */
export async function counters(browser: Browser, url: string) {
  const { body } = await browser.get(url);
  const counts = (kind: RegExp) => [...body.matchAll(kind)].map((match) => Number(match[1]?.replace(/\D/g, '')));
  const links = [...body.matchAll(/id="tab-[\w-]+" href="(\/panel\/[^"]+)"/g)].map((match) =>
    plainHref(match[1] ?? ''),
  );
  return {
    tabs: counts(/id="count-(?!chip)[\w-]+">([\d.]+)</g),
    chips: counts(/id="count-chip-[\w-]+">([\d.]+)</g),
    links,
  };
}

/** Every survey of a list by its links, page by page, and the last page. */
export async function walk(browser: Browser, url: string) {
  const seen: string[] = [];
  let [next, pages, last] = [url, 0, ''];
  while (next !== '') {
    last = (await browser.get(next)).body;
    seen.push(...idsIn(last));
    pages += 1;
    next = hrefOf(last, 'next');
  }
  return { seen, pages, last };
}

export function idsIn(body: string): string[] {
  return [...body.matchAll(/href="\/surveys\/(\d+)"/g)].map((match) => match[1] ?? '');
}

export function hrefOf(body: string, rel: 'prev' | 'next'): string {
  return plainHref(new RegExp(`rel="${rel}" href="([^"]+)"`).exec(body)?.[1] ?? '');
}

function plainHref(href: string): string {
  return href.replaceAll('&amp;', '&');
}
