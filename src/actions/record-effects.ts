import {
  effectsOfDeactivation,
  effectsOfProduct,
  effectsOfProfile,
  type ProfileRules,
  type ReachingBack,
} from '../domain/configuration-change.js';
import { type ConfigurationEffects, NO_EFFECTS } from '../domain/configuration-effects.js';
import type { ConfigKind } from '../store/configuration.js';
import type { Queryable } from '../store/dialect.js';
import { listPlannableRules } from '../store/planned-surveys.js';
import type { Product } from '../store/products.js';
import { findProfile, getProfile, listProductsOfProfile, type Profile } from '../store/profiles.js';

// What a change of one record does, with what the database knows of the records around it.

/** A profile gets the rules `after`. */
export async function profileEffects(
  q: Queryable,
  before: Profile,
  after: readonly number[],
  reach: ReachingBack,
): Promise<ConfigurationEffects> {
  const products = await listProductsOfProfile(q, before.id);
  const plannable = await listPlannableRules(q, after);
  return effectsOfProfile({ active: before.active, before: before.rules, after, plannable, products }, reach);
}

/** A product gets the profile `after`, or none. */
export async function productEffects(
  q: Queryable,
  { id, active, profileId }: Product,
  after: number | null,
  reach: ReachingBack,
): Promise<ConfigurationEffects> {
  const [former, next] = [await profileRules(q, profileId), await profileRules(q, after)];
  return effectsOfProduct({ id, active, before: former, after: next }, reach);
}

/** What a profile asks for; null where there is none. */
export async function profileRules(q: Queryable, id: number | null): Promise<ProfileRules | null> {
  const profile = id === null ? null : await findProfile(q, id);
  if (profile === null) return null;
  const { active, rules } = profile;
  return { id: profile.id, active, rules, plannable: await listPlannableRules(q, rules) };
}

/** A record is deactivated. */
export async function deactivationEffects(q: Queryable, kind: ConfigKind, id: number): Promise<ConfigurationEffects> {
  switch (kind) {
    case 'question':
      return NO_EFFECTS;
    case 'rule':
    case 'product':
      return effectsOfDeactivation({ kind, id });
    case 'profile': {
      const { rules } = await getProfile(q, id);
      return effectsOfDeactivation({ kind, rules, products: await listProductsOfProfile(q, id) });
    }
  }
}
