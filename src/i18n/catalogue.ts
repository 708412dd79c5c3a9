import type { Locale } from '../domain/settings.js';
import * as en from './en/index.js';
import type { Message } from './message.js';
import * as ptBR from './pt-BR/index.js';

type Features = typeof ptBR;

/** The name of a text: `feature.key`. pt-BR is the source of the keys. */
export type TextKey = {
  [F in keyof Features & string]: `${F}.${keyof Features[F] & string}`;
}[keyof Features & string];

type Catalogue = { [F in keyof Features]: Record<keyof Features[F], Message> };

const catalogues: Record<Locale, Catalogue> = { 'pt-BR': ptBR, en };

/** A page asks for a hundred texts. */
const messages: Record<Locale, ReadonlyMap<string, Message>> = { 'pt-BR': byKey('pt-BR'), en: byKey('en') };

function byKey(locale: Locale): ReadonlyMap<string, Message> {
  return new Map(
    Object.entries(catalogues[locale]).flatMap(([feature, texts]) =>
      Object.entries(texts as Record<string, Message>).map(
        ([name, message]) => [`${feature}.${name}`, message] as const,
      ),
    ),
  );
}

/** The message of that key, or undefined: a template may ask for what does not exist. */
export function findMessage(locale: Locale, key: string): Message | undefined {
  return messages[locale].get(key);
}

/** Every key of one language, for the tests that compare them. */
export function keysOf(locale: Locale): string[] {
  return [...messages[locale].keys()];
}
