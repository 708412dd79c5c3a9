import type { FastifyRequest } from 'fastify';
import type { TObject } from 'typebox';
import type { ActionContext } from '../actions/context.js';
import type { ApplyAsked } from '../actions/reach-back.js';
import type { ConfigRefusal } from '../actions/saving.js';
import type { FieldErrors, Result } from '../domain/result.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { ConfigListPage, ConfigListRequest } from '../store/config-list.js';
import type { ConfigKind, Target } from '../store/configuration.js';
import type { Queryable } from '../store/dialect.js';
import type { ListFilter } from './config-list.js';
import type { Reach } from './config-reach.js';
import type { Fact, Together } from './three-way.js';

/** A record as it is stored, ready to be edited. */
export interface Stored<Form> {
  readonly id: number;
  readonly version: number;
  readonly active: boolean;
  readonly form: Form;
}

/** What a panel is about. `Form` is the editor as typed, `Clean` what its validator makes of it. */
export interface ConfigPanel<Form, Clean> {
  readonly kind: ConfigKind;
  /** URL of the list and folder of the views. */
  readonly base: string;
  readonly views: string;
  /** Whether the editor has a say in the state (only rules: they may be saved inactive). */
  readonly choosesState: boolean;
  readonly texts: Readonly<Record<'panel' | 'newTitle' | 'editTitle' | 'saved', TextKey>>;
  readonly crumbs: readonly TextKey[];
  /** Schema of the editor's body. */
  readonly body: TObject;
  list(q: Queryable, asked: ConfigListRequest, request: FastifyRequest): Promise<ConfigListPage<unknown>>;
  /** The names of the list's own filters, and what each offers. */
  readonly filterNames: readonly string[];
  filters(q: Queryable, request: FastifyRequest): Promise<ListFilter[]>;
  /** A new record, which begins with the record of the step before when the guide has just made one. */
  blank(from: number | null): Form;
  nameOf(form: Form): string;
  /** A copy of a stored form under a name of its own; what may not be picked any more is left out. */
  copy?(q: Queryable, stored: Form, request: FastifyRequest): Promise<Form>;
  read(body: unknown): Form;
  load(q: Queryable, id: number, request: FastifyRequest): Promise<Stored<Form>>;
  /** What a `step` button does to the form. */
  step?(typed: Form, step: string, request: FastifyRequest): Form;
  validate(typed: Form, active: boolean): Result<Clean, FieldErrors>;
  save(
    context: ActionContext,
    target: Target | null,
    clean: Clean,
    active: boolean,
    asked: ApplyAsked | null,
  ): Promise<Result<number, ConfigRefusal>>;
  /** Whatever else the editor shows: choices, where the record is used. */
  extras(q: Queryable, typed: Form, id: number | null, request: FastifyRequest): Promise<object>;
  facts(q: Queryable, typed: Form, request: FastifyRequest): Promise<Fact[]>;
  /** Fields that say one thing together; of none by itself. */
  readonly together?: Together<Form>;
  /** Where a change can reach what exists (SPEC 2): what it does then. */
  readonly reach?: Reach<Clean>;
}
