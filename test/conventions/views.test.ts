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
    const asked = namedIn(views, /\bt\('([^']+)'/g);
    t.ok(asked.length > 1000, `${asked.length} texts`);
    t.same(
      asked.filter(([, key]) => !known.has(key)),
      [],
    );
  });

t.test('every partial that is included exists', async (t) => {
  const known = new Set(views.map(({ name }) => `/${name.replace(/\.eta$/, '')}`));
  const included = namedIn(views, /\b(?:include|layout)\('(\/[^']+)'/g);
  t.ok(included.length > 100, `${included.length} partials`);
  t.same(
    included.filter(([, partial]) => !known.has(partial)),
    [],
  );
});

t.test('every icon that a view or the menu names exists', async (t) => {
  const menu = readFileSync(path.join(root, 'src/web/navigation.ts'), 'utf8');
  const drawn = namedIn([...views, { name: 'navigation', text: menu }], /\b(?:[iI]con: |svg\()'([a-z0-9-]+)'/g);
  t.ok(drawn.length > 50, `${drawn.length} icons`);
  t.same(
    drawn.filter(([, icon]) => !ICONS.has(icon)),
    [],
  );
});

/** What a pattern's group finds, each with the view that it stands in. */
function namedIn(texts: readonly { name: string; text: string }[], pattern: RegExp): [name: string, found: string][] {
  return texts.flatMap(({ name, text }) =>
    [...text.matchAll(pattern)].map(([, found = '']): [string, string] => [name, found]),
  );
}

function namesWhere(wrong: (text: string) => boolean): string[] {
  return views.filter(({ text }) => wrong(text)).map(({ name }) => name);
}
