import type { FastifyRequest } from 'fastify';
import type { PlanningReport } from '../actions/plan-sales.js';
import { addDays, type CivilDate, parseLocalDate } from '../domain/civil-date.js';
import type { OpenStatusCounts, PlanningChoice } from '../domain/planning.js';
import type { PlanningForm } from '../domain/planning-form.js';
import { one } from '../web/forms.js';

/** How far back the choice *só as que vencem a partir de* looks at first, in days. */
const DAYS_BACK = 30;

/** The day of the choice *since* at first. */
export function firstSince(today: CivilDate): CivilDate {
  return addDays(today, -DAYS_BACK);
}

/** The three choices of SPEC 2 in their order, as previews count them. */
export function choicesToCount(since: CivilDate): [PlanningChoice, PlanningChoice, PlanningChoice] {
  return [{ kind: 'upcoming' }, { kind: 'since', date: since }, { kind: 'all' }];
}

/** The choice as a form posted it. */
export function readPlanning(posted: unknown): Required<PlanningForm> {
  return { planning: one(posted, 'planning'), planningSince: one(posted, 'planningSince') };
}

type Counts = OpenStatusCounts & { readonly cancelled?: number };

/** The model of views/shared/planning-choices: what each choice would plan, where that is known. */
export function planningModel(
  { t, today }: Pick<FastifyRequest, 't' | 'today'>,
  typed: PlanningForm = {},
  counts: readonly Counts[] = [],
) {
  const options = (['upcoming', 'since', 'all'] as const).map((value, index) => {
    const counted = counts[index];
    return { value, label: t(`sales.plan_${value}`), hint: counted && countsText(t, counted) };
  });
  return {
    choices: options,
    kind: typed.planning || 'upcoming',
    since: parseLocalDate(typed.planningSince ?? '') ?? (typed.planningSince || firstSince(today)),
  };
}

/** Scheduled, due and overdue ones in words. */
export function countsText(t: FastifyRequest['t'], counts: Counts): string {
  const { scheduled, due, inconsistent, cancelled = 0 } = counts;
  const text = t('sales.planCounts', { scheduled, due, inconsistent });
  return cancelled > 0 ? `${text} · ${t('sales.planCountCancelled', { cancelled })}` : text;
}

/** How many surveys a report counts, of any status. */
export function totalOf({ surveys }: PlanningReport): number {
  return surveys.scheduled + surveys.due + surveys.inconsistent;
}
