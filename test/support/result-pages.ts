import type { Page } from './browser.js';

/** The links whose text is a number. */
export function countedLinks({ body }: Page): { href: string; count: number }[] {
  return [...body.matchAll(/<a href="(\/(?:panel|my-rules)\/[^"]+)">(?:n = )?([\d.]+)<\/a>/g)].map(
    ([, href = '', count = '']) => ({
      href: href.replaceAll('&amp;', '&'),
      count: Number(count.replace('.', '')),
    }),
  );
}

/** How many surveys a list says that it has. */
export async function countOf(browser: { get(url: string): Promise<Page> }, href: string): Promise<number | undefined> {
  const page = await browser.get(href);
  if (/class="empty-state"/.test(page.body)) return 0;
  const [, count = ''] = /([\d.]+) pesquisas?\b/.exec(page.text) ?? [];
  return Number(count.replace('.', ''));
}
