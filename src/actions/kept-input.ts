import type { Job } from '../store/jobs.js';

/** What the pages of a bulk job read of its input, under way or ended. */
export interface KeptBulkInput {
  readonly action: { readonly verb: string };
  readonly backHref: string;
}

/** The parameters of a list's address that may hold a customer's name: the text looked up, and a page's first or last key. */
const TEXTS = ['q', 'after', 'before'];

/**
 * What an ended job keeps of its input: a bulk action its verb and the way back. Reasons, conclusions and the text that a
 * list was searched for may name people, and nothing that blanks texts (decision 23) looks for them here.
 */
export function keptInput({ kind, input }: Pick<Job, 'kind' | 'input'>): unknown {
  if (!kind.startsWith('bulk-')) return input;
  const { action, backHref } = input as KeptBulkInput;
  return { action: { verb: action.verb }, backHref: withoutTexts(backHref) } satisfies KeptBulkInput;
}

function withoutTexts(href: string): string {
  const [path = '', search = ''] = href.split('?', 2);
  const params = new URLSearchParams(search);
  for (const name of TEXTS) params.delete(name);
  return params.size === 0 ? path : `${path}?${params}`;
}
