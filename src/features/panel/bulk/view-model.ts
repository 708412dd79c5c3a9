import type { FastifyRequest } from 'fastify';
import { type BulkForm, type BulkOutline, SKIP_REASONS } from '../../../domain/bulk.js';
import { CLOSURE_REASONS } from '../../../domain/survey-change.js';
import type { User } from '../../../store/users.js';
import type { FieldErrorView } from '../../../web/forms.js';
import { closureText } from '../../closure-text.js';
import type { Asked } from './asked.js';
import { NEEDS_FORM, SKIP_TEXTS, VERB_TEXTS } from './texts.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'url'>;

/** The form as it is shown: what was typed, what is wrong with it, and what it would do. */
export interface Shown {
  readonly typed: BulkForm;
  readonly errors: readonly FieldErrorView[];
  readonly preview: { readonly outline: BulkOutline; readonly key: string } | null;
}

/** The form of a bulk action with its preview. */
export function formModel(
  request: Request,
  { verb, selection, backHref, criteria }: Asked,
  shown: Shown,
  users: readonly User[],
) {
  const { t } = request;
  const title = t(VERB_TEXTS[verb]);
  const chosen = selection?.kind === 'ids' ? t('bulk.chosen', { count: selection.ids.length }) : t('bulk.chosenAll');
  return {
    title,
    chosen,
    /** Which list, where all of it was chosen. */
    facts: selection?.kind === 'listed' ? criteria : [],
    verb,
    needsForm: NEEDS_FORM[verb],
    backHref,
    action: request.url,
    typed: shown.typed,
    errors: shown.errors,
    reasons: CLOSURE_REASONS.map((value) => ({ value, label: closureText(request, value) })),
    operators: users.filter((user) => user.hasAccess).map(({ id, name }) => ({ value: String(id), label: name })),
    preview: shown.preview && previewModel(request, title, shown.preview),
  };
}

function previewModel({ t, formats }: Request, title: string, { outline, key }: NonNullable<Shown['preview']>) {
  return {
    key,
    possible: outline.doing > 0,
    doing: t('bulk.doing', { count: outline.doing, number: formats.number(outline.doing) }),
    total: t('bulk.ofTotal', { count: outline.total, number: formats.number(outline.total) }),
    confirm: t('bulk.confirm', { action: title, count: outline.doing, number: formats.number(outline.doing) }),
    skipped: skippedLines({ t, formats }, outline.skipped),
  };
}

/** How many were left as they are, by reason, in the order of the reasons. */
export function skippedLines(
  { t, formats }: Pick<FastifyRequest, 't' | 'formats'>,
  skipped: Readonly<Record<string, number>>,
) {
  return SKIP_REASONS.filter((reason) => (skipped[reason] ?? 0) > 0).map((reason) => ({
    reason,
    text: t(SKIP_TEXTS[reason]),
    count: formats.number(skipped[reason] ?? 0),
  }));
}
