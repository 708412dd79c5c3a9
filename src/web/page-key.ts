/** Where a page of a list begins, as the URL carries it in `after` or `before`. */
export interface UrlPageKey {
  readonly side: 'after' | 'before';
  readonly value: string | number;
  readonly id: number;
}

const MAX_LENGTH = 2000;

/** The key in the form of a URL's parameter. */
export function encodePageKey({ value, id }: Omit<UrlPageKey, 'side'>): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url');
}

/** The key that a URL carries, or null when it is broken; `isValue` says what the list's sort key may be. */
export function decodePageKey(
  side: UrlPageKey['side'],
  text: string,
  isValue: (value: unknown) => boolean,
): UrlPageKey | null {
  if (text.length > MAX_LENGTH || !/^[\w-]+$/.test(text)) return null;
  try {
    const decoded: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(decoded) || decoded.length !== 2) return null;
    const [value, id] = decoded as [string | number, number];
    return Number.isInteger(id) && id > 0 && id <= 2_147_483_647 && isValue(value) ? { side, value, id } : null;
  } catch {
    return null;
  }
}
