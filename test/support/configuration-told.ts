import type { EffectsPreview } from '../../src/actions/preview-effects.js';
import { contextOf, type World } from './configuration-base.js';
import { same } from './configuration-commands.js';
import type { Person } from './configuration-model.js';

// What the surveys of a small world are, in the product and in the model, and what a preview said of them.

/** The surveys by sale and rule: dates, how they ended, whose alone they are, and who has them now. */
export type Told = ReadonlyMap<
  string,
  readonly [
    opensOn: string,
    originalExpiresOn: string,
    expiresOn: string,
    outcome: string | null,
    own: number | null,
    claimedBy: number | null,
  ]
>;

export function told(world: World): Told {
  const { base, model } = world;
  const { now } = contextOf(world);
  const idOf = (who: Person | null) => (who === null ? null : base.people[who].id);
  const surveys = model.sales.flatMap((sale, index) =>
    sale.surveys.map(({ rule, opensOn, originalExpiresOn, expiresOn, outcome, own, claim }) => {
      const claimedBy = claim !== null && claim.until > now ? claim.by : null;
      const facts = [opensOn, originalExpiresOn, expiresOn, outcome, idOf(own), idOf(claimedBy)] as const;
      return [`${index}/${base.rules[rule]}`, facts] as const;
    }),
  );
  return new Map(surveys.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export async function stored(world: World): Promise<Told> {
  const { db, saleIds } = world;
  const live = db.read('claims').where('expires_at', '>', contextOf(world).now).as('live');
  const rows = await db
    .read('surveys')
    .leftJoin(live, 'live.survey_id', 'surveys.id')
    .whereIn('sale_id', saleIds)
    .select('surveys.*', 'live.user_id');
  const surveys = rows.map((row) => {
    const dates = [row.opens_on, row.original_expires_on, row.expires_on] as const;
    const facts = [...dates, row.outcome, row.assigned_to, row.user_id] as const;
    return [`${saleIds.indexOf(row.sale_id)}/${row.rule_id}`, facts] as const;
  });
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
  world: World,
  { counts }: EffectsPreview,
  past: { readonly surveys: Told; readonly kept: number },
): void {
  const [was, is] = [past.surveys, told(world)];
  const { today } = contextOf(world);
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
