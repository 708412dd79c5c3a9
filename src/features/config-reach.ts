import type { FastifyRequest } from 'fastify';
import { APPLY_CONFIGURATION } from '../actions/apply-configuration.js';
import { type PreviewSoFar, previewPart } from '../actions/preview-effects.js';
import { keyOf, type ReachRefusal } from '../actions/reach-back.js';
import type { Calendar } from '../domain/calendar.js';
import type { ReachingBack } from '../domain/configuration-change.js';
import type { ConfigurationEffects } from '../domain/configuration-effects.js';
import type { FieldErrors, Result } from '../domain/result.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { ConfigKind, Named } from '../store/configuration.js';
import type { Database } from '../store/connection.js';
import type { Queryable } from '../store/dialect.js';
import { readCalendar } from '../store/holidays.js';
import { findJobByKey, findRunningJob } from '../store/jobs.js';
import { one } from '../web/forms.js';
import { askedReach, effectsModel, reachModel, readReach } from './effects-model.js';
import { FINDS_PER_ANSWER, readProgress } from './preview-progress.js';

// What the editors of rules, profiles and products share about changes that reach what exists (SPEC 2): the preview while
// the form is edited, and the page that deactivates.

/** The element that shows a preview (views/config/_effects). */
const EFFECTS_PART = 'config-effects';

/** What a panel says about the reach of its changes. */
export interface Reach<Clean> {
  /** Whether the editor asks from which closing date on sales are reached. */
  readonly dated: boolean;
  readonly hint: TextKey;
  effects(q: Queryable, id: number, clean: Clean, reach: ReachingBack): Promise<ConfigurationEffects>;
  /** Where the record is used, for the page that deactivates it. */
  usage(q: Queryable, id: number): Promise<{ readonly base: string; readonly records: readonly Named[] }>;
}

/**
 * The exact effect of a change that is being edited; null when who asked for it has gone, as after the next key stroke. A
 * page that answers a form has it whole; one that was merely opened, and a part that follows the form, have it by and by:
 * their part asks again for the rest.
 */
export async function previewOf(
  request: FastifyRequest,
  db: Database,
  effects: ConfigurationEffects,
  calendar?: Calendar,
): Promise<PreviewSoFar | null> {
  const { socket } = request.raw;
  const isPart = request.url.endsWith('/preview');
  const bySteps = isPart || request.method === 'GET';
  // The part itself asks for the rest; a form that was edited has another beginning.
  const goesOn = isPart && request.headers['hx-trigger'] === EFFECTS_PART;
  return previewPart(db.read, effects, request, calendar ?? (await readCalendar(db.read)), {
    from: goesOn ? readProgress(one(request.body, 'counting')) : undefined,
    atMost: bySteps ? FINDS_PER_ANSWER : undefined,
    isWanted: () => !socket.destroyed,
  });
}

/** Where a saved change leads: to the job that applies it, or null when it was applied at once. */
export async function jobPageOf(
  db: Database,
  kind: ConfigKind | 'holiday',
  id: number,
  version: number,
): Promise<string | null> {
  if (kind === 'question') return null;
  const job = await findJobByKey(db.read, keyOf({ kind, id, version }));
  return job === null ? null : `/config/changes/${job.id}`;
}

/** Why a change was refused, in words for the top of the form. */
export function reachError({ t }: Pick<FastifyRequest, 't'>, refusal: ReachRefusal, shown: string) {
  const key =
    refusal.kind === 'applying' ? 'effects.applying' : shown === '' ? 'effects.checkFirst' : 'effects.changedMeanwhile';
  return { field: '', text: t(key) };
}

/** The page of the job that applies the change before, while there is one. */
export async function applyingHref(db: Database): Promise<string | null> {
  const job = await findRunningJob(db.read, APPLY_CONFIGURATION);
  return job === null ? null : `/config/changes/${job.id}`;
}

/** What of a panel the reach of its changes needs. */
export interface ReachingPanel<Form, Clean> {
  readonly reach?: Reach<Clean>;
  read(body: unknown): Form;
  validate(typed: Form, active: boolean): Result<Clean, FieldErrors>;
}

type Known = { readonly id: number; readonly active: boolean } | null;

/** What the form as posted does to what exists, where that is asked for: the model of views/config/_effects. */
export async function effectsOf<Form, Clean>(
  request: FastifyRequest,
  db: Database,
  panel: ReachingPanel<Form, Clean>,
  stored: Known,
) {
  if (!panel.reach || stored === null) return { effects: null };
  const asked = askedReach(readReach(request.body), request, panel.reach.dated);
  if (asked.ok && asked.value === null) return { effects: null };
  const checked = panel.validate(panel.read(request.body), stored.active);
  if (!asked.ok || !checked.ok || asked.value === null)
    return { effects: null, effectsText: request.t('effects.mendFirst') };
  const effects = await panel.reach.effects(db.read, stored.id, checked.value, asked.value.reach);
  return { effects: await effectsModel(request, db.read, await previewOf(request, db, effects)) };
}

/** The model of views/config/_reach; a new record reaches nothing. */
export async function reachOf<Form, Clean>(
  request: FastifyRequest,
  db: Database,
  panel: ReachingPanel<Form, Clean>,
  stored: Known,
) {
  if (!panel.reach || stored === null) return { reach: null };
  return {
    reach: reachModel(request, readReach(request.body), panel.reach.dated),
    reachHint: request.t(panel.reach.hint),
    applyingHref: await applyingHref(db),
    ...(await effectsOf(request, db, panel, stored)),
  };
}
