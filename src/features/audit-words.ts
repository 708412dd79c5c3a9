import type { Locale } from '../domain/settings.js';
import { findMessage, keysOf, type TextKey } from '../i18n/catalogue.js';
import type { Translate } from '../i18n/translate.js';

/** What kind of name of the audit a word stands for. */
export type WordKind = 'action' | 'done' | 'entity' | 'field' | 'value' | 'tab' | 'filter' | 'verb';

/** The key under which the catalogue would have the word: `auditWords.actionResetPassword`. */
export function wordKey(kind: WordKind, raw: string): string {
  const words = raw.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return `auditWords.${kind}${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
}

/** True when the catalogue has a word for the name. */
export function isWord({ locale }: { locale: Locale }, kind: WordKind, raw: string): boolean {
  return findMessage(locale, wordKey(kind, raw)) !== undefined;
}

/** A name of the audit in the reader's language; one that the catalogue lacks is made readable as it is. */
export function wordOf(reader: { t: Translate; locale: Locale }, kind: WordKind, raw: string): string {
  return isWord(reader, kind, raw) ? reader.t(wordKey(kind, raw) as TextKey) : readable(raw);
}

/** What was done to a record; closing a month is not what closing a survey is. */
export function actionWord(reader: { t: Translate; locale: Locale }, action: string, entity: string): string {
  const own = `${action}-${entity}`;
  return isWord(reader, 'done', own) ? wordOf(reader, 'done', own) : wordOf(reader, 'action', action);
}

/** Every action or entity that the catalogue knows, for a filter's choices, by word. Their names are lower case with hyphens. */
export function knownNames(
  reader: { t: Translate; locale: Locale },
  kind: 'action' | 'entity',
): { value: string; label: string }[] {
  const prefix = `auditWords.${kind}`;
  return keysOf(reader.locale)
    .filter((key) => key.startsWith(prefix))
    .map((key) =>
      key
        .slice(prefix.length)
        .replace(/(?<!^)[A-Z]/g, '-$&')
        .toLowerCase(),
    )
    .map((name) => ({ value: name, label: wordOf(reader, kind, name) }))
    .sort((a, b) => a.label.localeCompare(b.label, reader.locale));
}

/** `resetPassword` and `reset-password` become "reset password". */
function readable(raw: string): string {
  const spaced = raw.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[^\p{L}\p{N}]+/gu, ' ');
  return spaced.trim().toLowerCase() || raw;
}
