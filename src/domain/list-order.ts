/** The list with the item one place further up (−1) or down (1); unchanged where it is not there or would leave the list. */
export function moved<T>(list: readonly T[], item: T, by: 1 | -1): T[] {
  const from = list.indexOf(item);
  const other = list[from + by];
  if (from < 0 || other === undefined) return [...list];
  return list.map((one, index) => (index === from ? other : index === from + by ? item : one));
}
