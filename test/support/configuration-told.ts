import type { EffectsPreview } from '../../src/actions/preview-effects.js';
import { same } from './configuration-commands.js';
import type { Model } from './configuration-model.js';
import type { Base, World } from './configuration-world.js';

// What the surveys of a small world are, in the product and in the model, and what a preview said of them.

/** The surveys by sale and rule: dates, and how they ended. */
export type Told = ReadonlyMap<
  string,
  readonly [opensOn: string, originalExpiresOn: string, expiresOn: string, outcome: string | null]
>;

export function told(model: Model, { rules }: Base): Told {
  const surveys = model.sales.flatMap((sale, index) =>
    sale.surveys.map(
      ({ rule, opensOn, originalExpiresOn, expiresOn, outcome }) =>
        [`${index}/${rules[rule]}`, [opensOn, originalExpiresOn, expiresOn, outcome]] as const,
    ),
  );
  return new Map(surveys.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export async function stored({ db, saleIds }: World): Promise<Told> {
  const rows = await db.read('surveys').whereIn('sale_id', saleIds);
  const surveys = rows.map(
    (row) =>
      [
        `${saleIds.indexOf(row.sale_id)}/${row.rule_id}`,
        [row.opens_on, row.original_expires_on, row.expires_on, row.outcome],
      ] as const,
  );
  return new Map(surveys.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** How many are scheduled, due and overdue. */
export function statuses(today: string, surveys: Told): number[] {
  const open = [...surveys.values()].filter(([, , , outcome]) => outcome === null);
  const scheduled = open.filter(([opensOn]) => today < opensOn).length;
  const inconsistent = open.filter(([, , expiresOn]) => expiresOn < today).length;
  return [scheduled, open.length - scheduled - inconsistent, inconsistent];
}

/** What the preview said is what became of the model's surveys. */
export function comparePreview(
  { model, base }: World,
  today: string,
  { counts }: EffectsPreview,
  past: { readonly surveys: Told; readonly kept: number },
): void {
  const [was, is] = [past.surveys, told(model, base)];
  const created = [...is.keys()].filter((key) => !was.has(key)).length;
  const removed = [...was.keys()].filter((key) => !is.has(key)).length;
  const dates = (survey: readonly unknown[] | undefined) => JSON.stringify(survey?.slice(0, 3));
  const redated = [...is].filter(([key, survey]) => was.has(key) && dates(was.get(key)) !== dates(survey)).length;
  const expected = { created, removed, redated, kept: past.kept };
  same(
    { ...expected },
    { created: counts.created, removed: counts.removed, redated: counts.redated, kept: counts.kept },
    'preview',
  );
  const deltas = (['scheduled', 'due', 'inconsistent'] as const).map(
    (status) => counts.after[status] - counts.before[status],
  );
  same(
    deltas,
    statuses(today, is).map((count, index) => count - (statuses(today, was)[index] ?? 0)),
    'before and after',
  );
}
