import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { type BrowserOptions, launch, listen, profile, violations, withoutChromium } from '../support/chromium.js';
import { gallery } from '../support/gallery/gallery.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();
const { app } = await gallery(t);
const url = await listen(app);

async function open(t: Test, path = '/', options: BrowserOptions = {}): Promise<Page> {
  const page = await (await profile(t, browser as Browser, url, options)).newPage();
  await page.goto(path);
  return page;
}

const LOOKS: readonly ['light' | 'dark' | 'auto', BrowserOptions][] = [
  ['light', { width: 1280, theme: 'dark' }],
  ['dark', { width: 360, theme: 'light' }],
  ['auto', { width: 1280, theme: 'dark' }],
  ['auto', { width: 360, theme: 'light' }],
];

for (const [theme, options] of LOOKS)
  t.test(`every partial is accessible and fits: ${theme}, ${options.width}`, { skip }, async (t) => {
    const page = await open(t, `/?theme=${theme}&errors=1`, options);
    t.same(await violations(page), []);
    t.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, 'no sideways scrolling');
  });

t.test('what is wrong is found, and named with its place', { skip }, async (t) => {
  const page = await open(t);
  await page.evaluate(`document.querySelector('main').innerHTML = '<h1 id="pale">Título</h1><input id="nameless">';
    document.querySelector('#pale').style.cssText = 'color: #ccc; background: #fff'`);
  t.same(await violations(page), ['color-contrast: #pale', 'label: #nameless']);
  t.same(await violations(page, 'look'), ['color-contrast: #pale']);
});

t.test('theme auto is dark on a dark system without JavaScript', { skip }, async (t) => {
  const page = await open(t, '/?theme=dark', { javaScript: false, theme: 'dark' });
  const dark = await background(page);
  await page.goto('/?theme=auto');
  t.equal(await background(page), dark);
  await page.goto('/?theme=light');
  t.not(await background(page), dark);
});

function background(page: Page): Promise<string> {
  return page.evaluate('getComputedStyle(document.body).backgroundColor');
}
