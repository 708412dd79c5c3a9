import { FieldChecks, isBlank, type Raw } from './field-checks.js';
import type { FieldErrors, Result } from './result.js';

/** Who takes over from a user who leaves, as posted. */
export interface SuccessionForm {
  /** For all that nobody else is named for. */
  readonly successor?: Raw;
  /** For single rules, as `rule:user`; without a user it is as for all. */
  readonly rules?: readonly string[] | undefined;
  /** For the open surveys that nobody else is responsible for. */
  readonly surveys?: Raw;
  /** For the open follow-ups. */
  readonly followUps?: Raw;
}

/** What a user leaves behind that needs somebody: rules by id, and whether there are surveys and follow-ups. */
export interface Estate {
  readonly ruleIds: readonly number[];
  readonly surveys: boolean;
  readonly followUps: boolean;
}

/** Who gets what, and in which field of the form he was chosen. */
export interface Heir {
  readonly userId: number;
  readonly field: keyof SuccessionForm;
}

export interface Succession {
  readonly rules: ReadonlyMap<number, Heir>;
  readonly surveys: Heir | null;
  readonly followUps: Heir | null;
}

/**
 * Who takes over each part of what a user leaves behind: the one named for it, else the one named for all. Where nobody is
 * named for a part, the form lacks who is named for all (SPEC 1). Whether they may is for the action to say.
 */
export function validateSuccession(form: SuccessionForm, estate: Estate): Result<Succession, FieldErrors> {
  const checks = new FieldChecks();
  const single = new Map(
    (form.rules ?? []).map((pair): [string, Raw] => [pair.split(':')[0] ?? '', pair.split(':')[1]]),
  );
  const heirs = new Map<string, Heir>();
  const heirOf = (own: Raw, field: keyof SuccessionForm): Heir | null => {
    const [raw, chosenIn] = isBlank(own) ? [form.successor, 'successor' as const] : [own, field];
    const known = heirs.get(`${chosenIn} ${raw}`);
    if (known !== undefined) return known;
    // What is wrong with the one who is named for all is said once.
    if (chosenIn === 'successor' && checks.errors.some((error) => error.field === 'successor')) return null;
    const heir = { userId: checks.id(chosenIn, raw), field: chosenIn };
    heirs.set(`${chosenIn} ${raw}`, heir);
    return heir;
  };
  const rules = estate.ruleIds.map((id) => [id, heirOf(single.get(String(id)), 'rules')] as const);
  const surveys = estate.surveys ? heirOf(form.surveys, 'surveys') : null;
  const followUps = estate.followUps ? heirOf(form.followUps, 'followUps') : null;
  const named = rules.filter((one): one is [number, Heir] => one[1] !== null);
  return checks.result({ rules: new Map(named), surveys, followUps });
}
