import { NO_EFFECTS } from '../domain/configuration-effects.js';
import type { CleanProfile } from '../domain/profile.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { nameTaken, statesOf, type Target } from '../store/configuration.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { findProfile, getProfile, insertProfile, updateProfile } from '../store/profiles.js';
import { type ActionContext, auditActor } from './context.js';
import { type ApplyAsked, applyReady, type Foreseen, foresee, readyToApply } from './reach-back.js';
import { profileEffects } from './record-effects.js';
import { type ConfigRefusal, invalid } from './saving.js';

/**
 * Adds a profile (no target) or changes it; returns its id. Rules that are not active are taken too: they plan nothing
 * until they are. Surveys that exist stay as they are, and sales that were recorded get none, unless that is asked for
 * (SPEC 2). @throws NotFoundError
 */
export async function saveProfile(
  context: ActionContext,
  target: Target | null,
  profile: CleanProfile,
  asked: ApplyAsked | null = null,
): Promise<Result<number, ConfigRefusal>> {
  const foreseen = await foresee(context, asked, async (q) => {
    const before = target && (await findProfile(q, target.id));
    if (asked === null || before === null || before.version !== target?.version) return null;
    return profileEffects(q, before, profile.rules, asked.reach);
  });
  if (!foreseen.ok) return foreseen;
  return context.db.transaction((trx) => saveProfileIn(trx, context, target, profile, foreseen.value));
}

/** As `saveProfile`, in a transaction of the caller's, who rolls it back or goes on when it is refused. */
export async function saveProfileIn(
  trx: Queryable,
  context: ActionContext,
  target: Target | null,
  profile: CleanProfile,
  foreseen: Foreseen | null = null,
): Promise<Result<number, ConfigRefusal>> {
  await lockNames(trx, 'profiles');
  const before = target && (await getProfile(trx, target.id));
  const { name, note, rules } = profile;
  const changes = changesBetween(before, { name, note, rules });
  if (before && Object.keys(changes).length === 0) return ok(before.id);
  if (target && before?.version !== target.version) return refuse({ kind: 'stale' });
  if (await nameTaken(trx, 'profile', name, target?.id ?? null))
    return refuse(invalid({ field: 'name', message: 'taken' }));
  if ((await statesOf(trx, 'rule', rules)).size < rules.length)
    return refuse(invalid({ field: 'rules', message: 'unknownValue' }));
  const effects = before && foreseen ? await profileEffects(trx, before, rules, foreseen.asked.reach) : NO_EFFECTS;
  const ready = await readyToApply(trx, context, { effects, foreseen, matters: before !== null && 'rules' in changes });
  if (!ready.ok) return ready;
  if (before && !(await updateProfile(trx, before, profile))) return refuse({ kind: 'stale' });
  const id = target?.id ?? (await insertProfile(trx, profile, context.now));
  const action = before ? 'change' : 'create';
  await insertAudit(trx, auditActor(context), context.now, [{ action, entity: 'profile', entityId: id, changes }]);
  await applyReady(trx, context, ready.value, { kind: 'profile', id, version: (before?.version ?? 0) + 1 });
  return ok(id);
}
