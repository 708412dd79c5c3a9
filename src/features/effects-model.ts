import type { FastifyRequest } from 'fastify';
import type { EffectsPreview, PreviewSoFar } from '../actions/preview-effects.js';
import { APPLIED_AT_ONCE, type ApplyAsked } from '../actions/reach-back.js';
import { type ReachForm, validateReach } from '../domain/configuration-change.js';
import { type EffectCounts, fingerprintOf } from '../domain/effect-counts.js';
import { type FieldErrors, ok, type Result } from '../domain/result.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { Queryable } from '../store/dialect.js';
import { listCustomersOfSurveys } from '../store/survey-customers.js';
import { one, text } from '../web/forms.js';
import { firstSince, planningModel, readPlanning } from './planning-choices.js';
import { progressText } from './preview-progress.js';

/** The fields of *Aplicar também às pesquisas em aberto* in an editor's body; its button *Prever* is a step. */
export const REACH_FIELDS = {
  step: text(40),
  applyToOpen: text(5),
  closedSince: text(40),
  planning: text(20),
  planningSince: text(40),
  shown: text(200),
  counting: text(1000),
};

/** They, as posted; `shown`: the numbers that the preview showed (`fingerprintOf`). */
export type TypedReach = Required<{ [Field in keyof ReachForm]: string }> & { readonly shown: string };

export function readReach(posted: unknown): TypedReach {
  const field = (name: string) => one(posted, name);
  return {
    applyToOpen: field('applyToOpen'),
    closedSince: field('closedSince'),
    shown: field('shown'),
    ...readPlanning(posted),
  };
}

/** What is asked for, or what is wrong with it. `dated`: whether the editor asks for a day. */
export function askedReach(
  typed: TypedReach,
  { today }: Pick<FastifyRequest, 'today'>,
  dated: boolean,
): Result<ApplyAsked | null, FieldErrors> {
  const reach = validateReach(typed, dated, today);
  if (!reach.ok || reach.value === null) return reach.ok ? ok(null) : reach;
  return ok({ reach: reach.value, shown: typed.shown });
}

/** The controls of views/config/_reach. */
export function reachModel(request: Pick<FastifyRequest, 't' | 'today'>, typed: TypedReach, dated: boolean) {
  return {
    dated,
    chosen: typed.applyToOpen !== '',
    closedSince: typed.closedSince || firstSince(request.today),
    planning: planningModel(request, typed),
  };
}

type Words = Pick<FastifyRequest, 't' | 'formats' | 'url'>;

/** The numbers of views/config/_effects; `preview` null where the change is for later sales only. */
export async function effectsModel(words: Words, q: Queryable, preview: EffectsPreview | PreviewSoFar | null) {
  if (preview === null) return null;
  const { t, formats, url } = words;
  const { counts, kept } = preview;
  if ('next' in preview && preview.next !== null) {
    const text = t('effects.countedSoFar', { count: formats.number(counts.sales) });
    const href = url.endsWith('/preview') ? url : `${url}/preview`;
    return { counting: { href, line: progressText(preview), text } };
  }
  const customers = await listCustomersOfSurveys(q, kept);
  const more = counts.kept - kept.length;
  return {
    counting: null,
    nothing: counts.sales === 0,
    statuses: statusRows(words, counts),
    facts: countFacts(words, counts),
    past: pastText(words, counts),
    kept: keptLinks(t, kept, customers),
    keptMore: more > 0 ? t('effects.more', { count: more }) : null,
    background:
      counts.sales > APPLIED_AT_ONCE ? t('effects.background', { count: formats.number(counts.sales) }) : null,
    shown: fingerprintOf(counts),
  };
}

/**
 * That results of days that are over will not be what they were: an overdue survey is told by its last day (SPEC 6). Where as
 * many are overdue afterwards, the counts do not say whether they are the same ones.
 */
function pastText({ t }: Pick<Words, 't'>, { before, after, redated, created, removed }: EffectCounts): string | null {
  if (before.inconsistent !== after.inconsistent) return t('effects.pastChanges');
  return before.inconsistent > 0 && redated + created + removed > 0 ? t('effects.pastMayChange') : null;
}

const STATUS_TEXTS = {
  scheduled: 'effects.scheduled',
  due: 'effects.due',
  inconsistent: 'effects.inconsistent',
} as const satisfies Record<string, TextKey>;

/** Before → after, by status. */
export function statusRows(
  { t, formats }: Pick<Words, 't' | 'formats'>,
  { before, after }: Pick<EffectCounts, 'before' | 'after'>,
) {
  return (['scheduled', 'due', 'inconsistent'] as const).map((status) => ({
    status: t(STATUS_TEXTS[status]),
    before: formats.number(before[status]),
    after: formats.number(after[status]),
  }));
}

/** How many surveys are re-dated, created, removed and kept. */
export function countFacts(
  { t, formats }: Pick<Words, 't' | 'formats'>,
  { redated, created, removed, kept }: EffectCounts,
) {
  return [
    { label: t('effects.redated'), value: formats.number(redated) },
    { label: t('effects.created'), value: formats.number(created) },
    { label: t('effects.removed'), value: formats.number(removed) },
    { label: t('effects.kept'), value: formats.number(kept) },
  ];
}

/** Surveys that are kept because somebody worked on them, by the name of the customer. */
export function keptLinks(t: FastifyRequest['t'], ids: readonly number[], customers: ReadonlyMap<number, string>) {
  return ids.map((id) => ({
    href: `/surveys/${id}`,
    label: customers.get(id) ?? t('effects.survey', { id: String(id) }),
  }));
}
