import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { keysOf } from '../../src/i18n/catalogue.js';
import { root } from '../../src/web/assets.js';
import { ICONS } from '../../src/web/icons.js';

const folder = path.join(root, 'views');
const views = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.eta'))
  .map((name) => ({ name: name.split(path.sep).join('/'), text: readFileSync(path.join(folder, name), 'utf8') }));

/** What no view may hold, and why. */
const FORBIDDEN: readonly [string, RegExp][] = [
  ['an inline style (the Content-Security-Policy blocks it)', /\sstyle\s*=|<style/i],
  ['an inline handler (the Content-Security-Policy blocks it)', /<[^%>]*\son[a-z]+\s*=/i],
  ['an inline script (the Content-Security-Policy blocks it)', /<script(?![^>]*\ssrc=)/i],
  ['an unquoted attribute with a value (Eta does not protect it)', /[\w-]=<%/],
  ['unescaped output of anything but a partial, an icon or a body', /<%~(?! (include\(|svg\(|it\.body ))/],
  ['something from outside the server', /(?:src|href)="(?:https?:)?\/\//i],
];

t.test('there are views', async (t) => t.ok(views.length > 20));

for (const [what, pattern] of FORBIDDEN)
  t.test(`no view holds ${what}`, async (t) =>
    t.same(
      namesWhere((text) => pattern.test(text)),
      [],
    ),
  );

t.test('no view is longer than 120 lines', async (t) =>
  t.same(
    namesWhere((text) => text.split('\n').length > 121),
    [],
  ),
);

t.test('a partial declares no layout', async (t) => {
  const partials = views.filter(({ name }) => name.startsWith('shared/') || path.basename(name).startsWith('_'));
  t.same(
    partials.filter(({ text }) => /\blayout\(/.test(text)).map(({ name }) => name),
    [],
  );
});

for (const locale of ['pt-BR', 'en'] as const)
  t.test(`every text that a view asks for by name exists in ${locale}`, async (t) => {
    const known = new Set(keysOf(locale));
    for (const { name, text } of views)
      for (const [, key = ''] of text.matchAll(/\bt\('([^']+)'/g)) t.ok(known.has(key), `${name}: ${key}`);
  });

t.test('every partial that is included exists', async (t) => {
  const known = new Set(views.map(({ name }) => `/${name.replace(/\.eta$/, '')}`));
  for (const { name, text } of views)
    for (const [, partial = ''] of text.matchAll(/\b(?:include|layout)\('(\/[^']+)'/g))
      t.ok(known.has(partial), `${name}: ${partial}`);
});

t.test('every icon that a view or the menu names exists', async (t) => {
  const menu = readFileSync(path.join(root, 'src/web/navigation.ts'), 'utf8');
  for (const { name, text } of [...views, { name: 'navigation', text: menu }])
    for (const [, icon = ''] of text.matchAll(/\b(?:[iI]con: |svg\()'([a-z0-9-]+)'/g))
      t.ok(ICONS.has(icon), `${name}: ${icon}`);
});

function namesWhere(wrong: (text: string) => boolean): string[] {
  return views.filter(({ text }) => wrong(text)).map(({ name }) => name);
}
