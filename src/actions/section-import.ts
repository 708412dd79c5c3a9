import { type FieldError, type FieldErrors, type Result, refuse } from '../domain/result.js';
import { nameKey } from '../domain/text.js';
import { type ConfigKind, findState, nameTaken } from '../store/configuration.js';
import type { Queryable } from '../store/dialect.js';
import type { ActionContext } from './context.js';
import { setActiveIn } from './set-active.js';

/** How many records of a section were added, changed, and found to be so already. */
export interface SectionCounts {
  created: number;
  changed: number;
  unchanged: number;
}

/** What becomes of a record that stands already and differs: it is changed, or its name is taken. */
export type WhereItDiffers = 'change' | 'refuse';

/** Thrown to roll everything back. */
export class Refused extends Error {
  readonly errors: FieldErrors;
  constructor(errors: FieldErrors) {
    super('the configuration was refused');
    this.errors = errors;
  }
}

/** A record that was saved. */
export interface Saved {
  readonly id: number;
  /** Null for a new record. */
  readonly versionBefore: number | null;
}

/** One section of the file on its way in. */
export class SectionImport {
  readonly #trx: Queryable;
  readonly #context: ActionContext;
  readonly #kind: ConfigKind;
  readonly #whereItDiffers: WhereItDiffers;
  readonly #saved: (Saved & { active: boolean | undefined })[] = [];
  /** What names the entries that were not saved. */
  readonly #refused = new Set<string>();
  readonly errors: FieldError[] = [];

  constructor(trx: Queryable, context: ActionContext, kind: ConfigKind, whereItDiffers: WhereItDiffers) {
    this.#trx = trx;
    this.#context = context;
    this.#kind = kind;
    this.#whereItDiffers = whereItDiffers;
  }

  /** Saves every entry that can be saved, and keeps what is wrong with the others. */
  async save<E extends { readonly active?: boolean | undefined }>(
    entries: readonly E[],
    keys: readonly (keyof E & string)[],
    save: (entry: E) => Promise<Result<Saved, FieldErrors>>,
  ): Promise<void> {
    const seen = new Set<string>();
    for (const [index, entry] of entries.entries()) {
      const at = `${this.#kind}s[${index}]`;
      const taken = keys.find((key) => entry[key] && seen.has(seenAs(key, entry[key])));
      for (const key of keys) seen.add(seenAs(key, entry[key]));
      const result = taken ? refuse([{ field: taken, message: 'duplicate' as const }]) : await save(entry);
      const faults = await this.#faultsOf(result, keys[0] ?? '', entry);
      if (!result.ok) this.#refused.add(nameKey(nameOf(entry, keys[0])));
      else if (faults.length === 0) this.#saved.push({ ...result.value, active: entry.active });
      this.errors.push(...faults.map((error) => ({ ...error, field: pathOf(at, error.field) })));
      if (result.ok && faults.length === 0 && entry.active === true) await this.#set(result.value.id, true);
    }
  }

  /** What the entry itself lacks, and whether it is refused because its name is taken: what is not saved differs, too. */
  async #faultsOf<E>(result: Result<Saved, FieldErrors>, key: string, entry: E): Promise<FieldErrors> {
    const faults = result.ok ? [] : result.refusal;
    if (this.#whereItDiffers === 'change' || faults.some(({ field }) => field === key)) return faults;
    const differs = result.ok
      ? (await this.#outcome(result.value)) === 'changed'
      : await nameTaken(this.#trx, this.#kind, nameOf(entry, key as keyof E), null);
    return differs ? [{ field: key, message: 'taken' }, ...faults] : faults;
  }

  /** Whether the file has a record of that name which is refused. */
  readonly refuses = (name: string): boolean => this.#refused.has(nameKey(name));

  async deactivate(): Promise<void> {
    for (const { id, active } of this.#saved) if (active === false) await this.#set(id, false);
  }

  async counts(): Promise<SectionCounts> {
    const counts: SectionCounts = { created: 0, changed: 0, unchanged: 0 };
    for (const saved of this.#saved) counts[await this.#outcome(saved)] += 1;
    return counts;
  }

  async #outcome({ id, versionBefore }: Saved): Promise<keyof SectionCounts> {
    if (versionBefore === null) return 'created';
    const state = await findState(this.#trx, this.#kind, id);
    return state?.version === versionBefore ? 'unchanged' : 'changed';
  }

  async #set(id: number, active: boolean): Promise<void> {
    const state = await findState(this.#trx, this.#kind, id);
    if (state === null) return;
    const target = { id, version: state.version };
    const result = await setActiveIn(this.#trx, this.#context, this.#kind, target, active);
    if (!result.ok && result.refusal.kind === 'applying')
      throw new Refused([{ field: '', message: 'changeBeingApplied' }]);
  }
}

function nameOf<E>(entry: E, key: keyof E | undefined): string {
  return key === undefined ? '' : String(entry[key] ?? '');
}

function seenAs(key: string, value: unknown): string {
  return `${key} ${nameKey(String(value ?? ''))}`;
}

/** `grades.0.label` → `questions[2].grades[0].label`. */
export function pathOf(at: string, field: string): string {
  return `${at}.${field.replace(/\.(\d+)/g, '[$1]')}`;
}
