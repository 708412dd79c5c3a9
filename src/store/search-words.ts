import { nameKey } from '../domain/text.js';

/**
 * A typed text as rows are searched for it: it is found where all words of one of its readings are. A word of three
 * characters or more is found anywhere, a shorter one only where a word begins: the text index knows no shorter pieces.
 */
export type Readings = readonly (readonly string[])[];

/** More words than this are a pasted text. */
const MAX_WORDS = 8;

const SHORT = 3;

/**
 * The readings of a typed text. A phone or a document, typed with its punctuation, is one word and stored without it; a
 * sale's id such as 2024-001 looks the same and is stored as it is.
 */
export function readingsOf(text: string): Readings {
  const words = nameKey(text)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
  if (words.length === 0) return [];
  const number = words.join('').replace(/[().\-/+]/g, '');
  return NUMBER.test(number) && words[0] !== number ? [[number], words] : [words];
}

/** A part of a phone or a document, or a whole CNPJ, which may have letters (domain/document). */
const NUMBER = /^(\d{3,}|[0-9a-z]{12}\d{2})$/;

/** True for a word that is found only where a word begins. */
export function isShort(word: string): boolean {
  return [...word].length < SHORT;
}

/** A pattern for `like ? escape '\'` that finds the word in a text with a space before its first word. */
export function wordPattern(word: string): string {
  return containing(isShort(word) ? ` ${word}` : word);
}

/** A pattern for `like ? escape '\'` that finds the text anywhere. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
