/** The keys that grade, as they stand in a row on every keyboard: no letters, which are for the other answers. */
const ROW = [...'1234567890-'];

/**
 * The key of each grade of a scale, in its order, each a different one (SPEC 5): a number is its own key, and 10 is the
 * key after the 9, or after the 0 where the scale has a 0. Scales of words count from 1 along the same row.
 */
export function gradeKeys(labels: readonly string[]): string[] {
  const numbers = labels.map((label) => /^(\d|10)(?!\d)/.exec(label)?.[1]);
  const distinct = new Set(numbers).size === labels.length;
  if (!distinct || numbers.includes(undefined)) return labels.map((_, index) => ROW[index] ?? '');
  const ten = numbers.includes('0') ? '-' : '0';
  return numbers.map((number = '') => (number === '10' ? ten : number));
}
