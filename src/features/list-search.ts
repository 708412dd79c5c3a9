/** The longest query string that is taken from a form or kept with a saved filter; a hundred long names fit. */
export const MAX_SEARCH = 12_000;

/** The parameters of a query string, as a request's URL gives them. */
export function paramsOf(search: string): Record<string, string[]> {
  const params = new URLSearchParams(search);
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]));
}
