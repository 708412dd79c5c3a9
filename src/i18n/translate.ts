import type { Locale } from '../domain/settings.js';
import { findMessage, type TextKey } from './catalogue.js';
import { withMinus } from './format.js';
import type { Message } from './message.js';

export type Params = Readonly<Record<string, string | number>>;

/** Gives the text of a key with its `{params}` filled in; `params.count` chooses the plural form. */
export type Translate = (key: TextKey, params?: Params) => string;

/**
 * The translator of one language. Numbers in params are written the language's way.
 * @throws on an unknown key: a bug in a template, caught by the convention tests
 */
export function translator(locale: Locale): Translate {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  return (key, params) => {
    const message = findMessage(locale, key);
    if (message === undefined) throw new Error(`no text for ${key} in ${locale}`);
    if (params === undefined) return formOf(message, undefined, plural);
    return formOf(message, params.count, plural).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = params[name];
      return typeof value === 'number' ? withMinus(number.format(value)) : (value ?? whole);
    });
  };
}

function formOf(message: Message, count: string | number | undefined, plural: Intl.PluralRules): string {
  if (typeof message === 'string') return message;
  const n = Number(count ?? 0);
  if (n === 0 && message.zero !== undefined) return message.zero;
  // In pt-BR 0 counts as "one" and 1,000,000 as "many": good enough for the first, too rare to write for the second.
  const form = plural.select(n);
  if (form === 'one') return message.one;
  return (form === 'many' ? message.many : undefined) ?? message.other;
}
