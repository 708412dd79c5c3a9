import { nameKey } from '../domain/text.js';
import { anyOf, type Predicate } from './predicate.js';

/** More words than this are a pasted text. */
const MAX_WORDS = 8;

/**
 * What a typed text asks for: each word has to be found, in any of its spellings. A phone or a document, typed with its
 * punctuation, is one word and stored as digits; a sale's id such as 2024-001 looks the same and is stored as it is.
 */
export function searched(text: string, contains: (pattern: string) => Predicate): Predicate[] {
  return wordsOf(text).map((spellings) => anyOf(spellings.map((word) => contains(containing(word)))));
}

/** A pattern for `like ? escape '\'` that finds the text anywhere. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

function wordsOf(text: string): string[][] {
  const key = nameKey(text);
  const digits = key.replace(/[\s().\-/+]/g, '');
  if (/^\d{3,}$/.test(digits)) return [[...new Set([digits, key])]];
  return key
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)
    .map((word) => [word]);
}
