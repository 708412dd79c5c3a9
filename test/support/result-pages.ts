import type { Test } from 'tap';
import type { Page } from './browser.js';

const COUNTED =
  /<a\b[^>]* href="(\/(?:panel\/|my-rules\/|follow-ups\?)[^"]+)"[^>]*>(?:n = |em )?([\d.]+)(?: pesquisas?| (?:não )?exec\.)?<\/a>/g;

/** The links to lists of surveys or follow-ups whose text is a number of them, whatever else the links have. */
export function countedLinks({ body }: Page): { href: string; count: number }[] {
  return [...body.matchAll(COUNTED)].map(([, href = '', count = '']) => ({
    href: href.replaceAll('&amp;', '&'),
    count: Number(count.replace('.', '')),
  }));
}

/** How many rows a list says that it has. */
export async function countOf(browser: { get(url: string): Promise<Page> }, href: string): Promise<number | undefined> {
  const page = await browser.get(href);
  if (/class="empty-state"/.test(page.body)) return 0;
  const [, count = ''] = /id="panel-count">([\d.]+) /.exec(page.body) ?? [];
  return Number(count.replace('.', ''));
}

/** Each number of a page that is a link is the count of its list, and there are at least so many; each list is asked once. */
export async function everyCount(
  t: Test,
  browser: { get(url: string): Promise<Page> },
  page: Page,
  atLeast: number,
): Promise<void> {
  const links = countedLinks(page);
  const counted = new Map<string, number | undefined>();
  for (const { href, count } of links) {
    if (!counted.has(href)) counted.set(href, await countOf(browser, href));
    if (counted.get(href) !== count) t.equal(counted.get(href), count, href);
  }
  t.ok(links.length >= atLeast, `${links.length} numbers of ${counted.size} lists, at least ${atLeast}`);
}
