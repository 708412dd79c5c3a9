import type { CleanProfile } from '../domain/profile.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { nameTaken, statesOf, type Target } from '../store/configuration.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { getProfile, insertProfile, updateProfile } from '../store/profiles.js';
import { type ActionContext, auditActor } from './context.js';
import { invalid, type SaveRefusal } from './saving.js';

/**
 * Adds a profile (no target) or changes it; returns its id. Rules that are not active are taken too: they plan nothing
 * until they are. Surveys that exist stay as they are (SPEC 2). @throws NotFoundError
 */
export function saveProfile(
  context: ActionContext,
  target: Target | null,
  profile: CleanProfile,
): Promise<Result<number, SaveRefusal>> {
  return context.db.transaction((trx) => saveProfileIn(trx, context, target, profile));
}

/** As `saveProfile`, in a transaction of the caller's, who rolls it back or goes on when it is refused. */
export async function saveProfileIn(
  trx: Queryable,
  context: ActionContext,
  target: Target | null,
  profile: CleanProfile,
): Promise<Result<number, SaveRefusal>> {
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
  if (before && !(await updateProfile(trx, before, profile))) return refuse({ kind: 'stale' });
  const id = target?.id ?? (await insertProfile(trx, profile, context.now));
  const action = before ? 'change' : 'create';
  await insertAudit(trx, auditActor(context), context.now, [{ action, entity: 'profile', entityId: id, changes }]);
  return ok(id);
}
