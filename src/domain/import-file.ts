import type { DecodedText } from './import-text.js';

/** What is wrong with an uploaded file before anything of it is read. */
export type FileFault = 'empty' | 'spreadsheet' | 'binary' | 'encoding';

/** Beginnings of files that people take for a CSV: the spreadsheet itself, which is a ZIP or an OLE container. */
const SPREADSHEETS: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];

/** How much of a file is looked at to tell text from anything else. */
const SAMPLE = 64 * 1024;

/**
 * Whether the bytes can be a table in text: null when they can (SPEC 8). Every byte is something in Windows-1252, so what
 * is no text has to be told by control characters; UTF-16 without its mark, by every other byte being NUL.
 */
export function faultOfFile(bytes: Uint8Array): FileFault | null {
  if (bytes.length === 0) return 'empty';
  if (SPREADSHEETS.some((start) => start.every((byte, index) => bytes[index] === byte))) return 'spreadsheet';
  if (hasUtf16Mark(bytes)) return null;
  const sample = bytes.subarray(0, SAMPLE);
  const nuls = sample.filter((byte) => byte === 0).length;
  if (nuls > 0.3 * sample.length && nuls <= 0.5 * sample.length + 1) return 'encoding';
  return nuls > 0 || sample.filter(isControl).length > 0.01 * sample.length ? 'binary' : null;
}

function hasUtf16Mark([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** Control characters other than those of white space; 0x1a ends files of DOS. */
function isControl(byte: number): boolean {
  return byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1a;
}

/** How much of a text is looked at for letters that no encoding of ours writes. */
const TEXT_SAMPLE = 1024 * 1024;

/**
 * True when what was taken for Windows-1252 is something else: it holds bytes that mean nothing there, or what `ção`, `João`
 * and `FUNDAÇÃO` of a DOS program (code page 850) look like in it.
 */
export function hasStrangeLetters({ text, encoding }: DecodedText): boolean {
  if (encoding !== 'windows-1252') return false;
  return /[\u0080-\u0084\u0086-\u009f]|[a-z]Æ[a-z]|[‡€]\p{L}/u.test(text.slice(0, TEXT_SAMPLE));
}
