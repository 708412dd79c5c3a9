// Removed from whatever is typed or imported: control characters (PostgreSQL refuses NUL), halves of surrogate pairs
// (the two engines would store them differently), and invisible marks that make two names look the same.
const UNWANTED = /[\p{Cs}\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069]|(?![\t\n])\p{Cc}/gu;

/** One line of text as it is stored: trimmed, white space (line breaks too) collapsed to single spaces, composed. */
export function cleanLine(text: string): string {
  return unifyLineBreaks(text).replace(UNWANTED, '').normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** Text of several lines as it is stored: line breaks as LF, no white space at the ends of lines or of the text. */
export function cleanText(text: string): string {
  return unifyLineBreaks(text)
    .replace(UNWANTED, '')
    .normalize('NFC')
    .replace(/[^\S\n]+$/gmu, '')
    .trim();
}

/**
 * The key under which names are equal (SPEC 3): without regard to case, accents and white space. Lower case comes first,
 * since lowering some letters (İ) yields new marks.
 */
export function nameKey(text: string): string {
  return cleanLine(text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''));
}

/** What a customer is found by: the keys of the given parts, the absent ones left out. */
export function searchText(parts: readonly (string | null | undefined)[]): string {
  return nameKey(parts.join(' '));
}

function unifyLineBreaks(text: string): string {
  return text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n');
}
