import t from 'tap';
import { wordKey } from '../../src/features/audit-words.js';
import { findMessage, keysOf } from '../../src/i18n/catalogue.js';
import { sourceFiles } from '../support/source-files.js';

const LOCALES = ['pt-BR', 'en'] as const;

/** The forms of a message: one of a plain text, several of one that counts. */
function formsOf(locale: (typeof LOCALES)[number], key: string): string[] {
  const message = findMessage(locale, key);
  if (message === undefined) return [];
  return typeof message === 'string' ? [message] : Object.values(message);
}

/** Forms that are empty or padded; for none of something nothing may be said. */
function faultyForms(locale: (typeof LOCALES)[number], key: string): string[] {
  const message = findMessage(locale, key);
  const silent = typeof message === 'object' && message.zero === '' ? 1 : 0;
  return formsOf(locale, key)
    .filter((form) => form === '' || form.trim() !== form)
    .slice(silent);
}

/** The placeholders of all forms together: a form for one may leave its number out. */
function placeholdersOf(locale: (typeof LOCALES)[number], key: string): string[] {
  const names = formsOf(locale, key).flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
  return [...new Set(names)].sort();
}

/** What is wrong with a text in one language or between the two. */
function faultsOf(key: string): string[] {
  const [ours, theirs] = [placeholdersOf('pt-BR', key).join(), placeholdersOf('en', key).join()];
  const isOfOneKind = typeof findMessage('en', key) === typeof findMessage('pt-BR', key);
  return [
    ...(ours === theirs ? [] : [`${key} holds ${ours || 'nothing'}, in English ${theirs || 'nothing'}`]),
    ...(isOfOneKind ? [] : [`${key} counts in one language only`]),
    ...LOCALES.flatMap((locale) => faultyForms(locale, key).map((form) => `${locale} ${key}: "${form}"`)),
  ];
}

t.test('both languages have the same texts, with the same placeholders, and none is empty', async (t) => {
  t.same(keysOf('en').sort(), keysOf('pt-BR').sort());
  // A list of what is wrong, here and below: to report thousands of texts one by one takes longer than to look at them.
  t.same(keysOf('pt-BR').flatMap(faultsOf), []);
});

t.test('every text is asked for somewhere', async (t) => {
  const texts = [...sourceFiles('src', '.ts'), ...sourceFiles('views', '.eta')]
    .filter(({ name }) => !name.startsWith('src/i18n/'))
    .map(({ text }) => text)
    .join('\n');
  const named = new Set([...texts.matchAll(/['"`]([\w-]+\.[\w-]+)['"`]/g)].map(([, key]) => key));
  const prefixes = [...texts.matchAll(/`([\w-]+\.[\w-]*)\$\{/g)].map(([, prefix = '']) => prefix);
  t.same(
    keysOf('pt-BR').filter((key) => !named.has(key) && !prefixes.some((prefix) => key.startsWith(prefix))),
    [],
  );
});

t.test(
  'every action, record and field that an action writes into the audit has a word in both languages',
  async (t) => {
    const actions = sourceFiles('src/actions', '.ts');
    const literals = (pattern: RegExp) =>
      actions.flatMap(({ text }) =>
        [...text.matchAll(pattern)].flatMap(([whole]) => [...whole.matchAll(/'([a-z-]+)'/g)]),
      );
    const names = {
      action: literals(/\baction\b\s*[:=][^,;{}]*/g).map(([, name = '']) => name),
      entity: literals(/\bentity\b\s*[:=][^,;{}]*/g).map(([, name = '']) => name),
      field: actions.flatMap(({ text }) =>
        [...text.matchAll(/\b(?:changes|personal): \{([^{}]*)\}/g)].flatMap(([, inside = '']) =>
          [...inside.matchAll(/(?:^|, )\s*(\w+)(?=[:,\s]|$)/g)].map(([, field = '']) => field),
        ),
      ),
    };
    t.ok(names.action.includes('execute') && names.entity.includes('survey') && names.field.includes('outcome'));
    for (const kind of ['action', 'entity', 'field'] as const)
      for (const name of new Set(names[kind]))
        for (const locale of LOCALES) t.ok(findMessage(locale, wordKey(kind, name)), `${locale}: ${kind} ${name}`);
  },
);
