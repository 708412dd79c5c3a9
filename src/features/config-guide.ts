import { one, parseId, query, text } from '../web/forms.js';

// *Primeiros passos* leads through the editors: `guide` stays with the form until it is saved, and saving goes on.

/** The query of a new record's editor: the record that it is a copy of, or the one that the guide has just made. */
export const NEW_QUERY = query({ copy: text(10), guide: text(1), from: text(10) });

/** What a form carries through its steps and refusals while it is a part of the guide. */
export const GUIDE_FIELD = { guide: text(1) };

/** Whether the query or the form is a part of the guide. */
export function isGuided(posted: unknown): boolean {
  return one(posted, 'guide') === '1';
}

/** The record that was made a step before, which the new one begins with. */
export function madeBefore(posted: unknown): number | null {
  return parseId(one(posted, 'from'));
}

/** Where saving leads in the guide: what comes next is decided there, by what there is. */
export function onwards(kind: string, id: number): string {
  return `/config/first-steps/next?after=${kind}&id=${id}`;
}
