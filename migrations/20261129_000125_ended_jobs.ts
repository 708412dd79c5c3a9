import type { Knex } from 'knex';

/** Parameters of a list's address that may hold a customer's name. */
const TEXTS = ['q', 'after', 'before'];

/**
 * Actions on many that ended before they forgot it lose the reason that was typed and the text that their list was searched
 * for, as later ones do when they end. Jobs are kept for thirty days: there are few.
 */
export async function up(knex: Knex): Promise<void> {
  const ended = await knex('jobs')
    .whereIn('kind', ['bulk-surveys', 'bulk-follow-ups'])
    .whereNotNull('finished_at')
    .select('id', 'input');
  for (const { id, input } of ended) {
    const { action, backHref } = JSON.parse(input);
    const kept = { action: { verb: action.verb }, backHref: withoutTexts(backHref) };
    await knex('jobs')
      .where({ id })
      .update({ input: JSON.stringify(kept) });
  }
}

function withoutTexts(href: string): string {
  const [path = '', search = ''] = href.split('?', 2);
  const params = new URLSearchParams(search);
  for (const name of TEXTS) params.delete(name);
  return params.size === 0 ? path : `${path}?${params}`;
}
