import type { FastifyRequest } from 'fastify';
import type { Selection } from '../actions/bulk-job.js';
import type { ActionContext } from '../actions/context.js';
import type { JobKind } from '../actions/run-job.js';
import type { BulkOutline } from '../domain/bulk.js';
import type { FieldErrors, Result } from '../domain/result.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { Queryable } from '../store/dialect.js';
import type { SkippedTable } from '../store/job-items.js';
import type { Predicate } from '../store/predicate.js';
import type { Viewer } from '../store/survey-predicates.js';
import type { Criterion } from './list-chips.js';
import type { ListView } from './list-view.js';

/** What is done, called by its verb. */
export interface BulkVerb {
  readonly verb: string;
}

/** The words of a list's actions on many of its rows, where they name what the rows are. */
export interface BulkWords {
  /** What each action is called, and what it does. */
  readonly verbs: Readonly<Record<string, readonly [name: TextKey, explained: TextKey]>>;
  /** Why something is left as it is, in the order in which a preview and a result name them. */
  readonly skips: Readonly<Record<string, TextKey>>;
  readonly chosen: TextKey;
  readonly chosenAll: TextKey;
  readonly nothingMarked: TextKey;
  readonly badAddress: TextKey;
  readonly doing: TextKey;
  readonly ofTotal: TextKey;
  readonly confirm: TextKey;
  readonly progress: TextKey;
  readonly item: TextKey;
  readonly noJobsText: TextKey;
}

/** What an action is called with its value in it, as `{value}`, and the value in words. */
export type Named = readonly [name: TextKey, value: string];

/** The list that an action was asked from. */
export interface AskedList<Listed> {
  readonly list: ListView;
  readonly listed: Listed;
  /** It in words. */
  readonly criteria: readonly Criterion[];
}

/** What can be done with many rows of a list (SPEC 6): form, preview, confirmation, progress and result are the same for all. */
export interface BulkDesk<Action extends BulkVerb, Listed> {
  readonly path: string;
  readonly title: TextKey;
  /** Where the list begins. */
  readonly home: string;
  readonly access: 'operator' | 'manager';
  readonly words: BulkWords;
  /** The controls of the form, and the partial that draws those of a verb. */
  readonly fields: readonly string[];
  readonly view: string;
  /** Verbs that ask for nothing before they show what they would do. */
  readonly formless: readonly string[];
  readonly danger: readonly string[];
  readonly job: JobKind;
  readonly items: SkippedTable;
  /** Reasons whose rows are not named: there is nothing to open. */
  readonly unnamed: readonly string[];
  /** The rows that a reader may open (SPEC 1): a result names no other, whatever its job was asked to do. */
  mayOpen(viewer: Viewer): Predicate;
  itemHref(id: number): string;
  /** Reads the list's part of the URL; null when it names none. */
  open(request: FastifyRequest, q: Queryable, params: object): Promise<AskedList<Listed> | null>;
  validate(verb: string, typed: Readonly<Record<string, string>>, today: string): Result<Action, FieldErrors>;
  /** What is wrong with a valid form that only the database knows, at its fields. */
  faults(q: Queryable, action: Action): Promise<FieldErrors>;
  /** The action with the value that it was given, for who confirms it; null where it has none that fits into a line. */
  named(request: FastifyRequest, q: Queryable, action: Action): Promise<Named | null>;
  preview(context: ActionContext, selection: Selection<Listed>, action: Action): Promise<BulkOutline>;
  /** Who is on some of the rows now, for who confirms it; lists whose rows nobody holds have none. */
  held?(request: FastifyRequest, q: Queryable, held: NonNullable<BulkOutline['held']>): Promise<string>;
  /** What the form of a verb offers to choose. */
  choices(request: FastifyRequest, q: Queryable, verb: string): Promise<object>;
}
