import type { Test } from 'tap';

/**
 * tap's `match`, but a list in the pattern is the whole list: alone it takes one with more in it, and any for an empty
 * one. What a list holds is matched as ever, so that an object may have more fields.
 */
export function matchLists(t: Test, found: unknown, wanted: unknown, message?: string): void {
  t.match(found, wanted, message ?? 'should match pattern');
  for (const [path, has, wants] of otherLengths(found, wanted, ''))
    t.equal(has, wants, `${message ?? 'the list'}: how many there are${path && ` in ${path}`}`);
}

type Length = readonly [path: string, has: number, wants: number];

function otherLengths(found: unknown, wanted: unknown, path: string): Length[] {
  if (typeof found !== 'object' || typeof wanted !== 'object' || found === null || wanted === null) return [];
  if (wanted instanceof RegExp) return [];
  const own: Length[] =
    Array.isArray(found) && Array.isArray(wanted) && found.length !== wanted.length
      ? [[path, found.length, wanted.length]]
      : [];
  const within = Object.entries(wanted).flatMap(([key, part]) =>
    otherLengths((found as Record<string, unknown>)[key], part, path ? `${path}.${key}` : key),
  );
  return [...own, ...within];
}
