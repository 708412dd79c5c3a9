/** A file's text, and how it was written. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/**
 * The text of a file: UTF-16 where its mark says so (Excel's *Texto Unicode*), UTF-8 where all of it is valid, else
 * Windows-1252, in which every byte is something. Marks and NULs are dropped (SPEC 8).
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded(new TextDecoder('utf-16le').decode(bytes), 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoded(new TextDecoder('utf-16be').decode(bytes), 'utf-16be');
  try {
    return decoded(new TextDecoder('utf-8', { fatal: true }).decode(bytes), 'utf-8');
  } catch {
    return decoded(new TextDecoder('windows-1252').decode(bytes), 'windows-1252');
  }
}

function decoded(text: string, encoding: DecodedText['encoding']): DecodedText {
  return { text: text.replaceAll('\u0000', '').replace(/^\uFEFF/, ''), encoding };
}

/** What separates the cells: that of `;`, `,` and tab which the header line has most of, outside of quotes. */
export function detectSeparator(text: string): string {
  const header = /^[^\r\n]*/.exec(text.replace(/^[\r\n]+/, ''))?.[0] ?? '';
  const bare = header.replace(/"[^"]*"/g, '');
  const counted = [';', ',', '\t'].map((separator) => ({ separator, count: bare.split(separator).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).separator;
}
