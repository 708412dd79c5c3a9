import type { FastifyRequest } from 'fastify';
import type { BulkOutline } from '../domain/bulk.js';
import type { FieldErrorView } from '../web/forms.js';
import type { Asked } from './bulk-asked.js';
import type { BulkDesk, BulkVerb, BulkWords, Named } from './bulk-desk.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'url'>;

/** The form as it is shown: what was typed, what is wrong with it, and what it would do. */
export interface Shown {
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldErrorView[];
  readonly preview: {
    readonly outline: BulkOutline;
    readonly key: string;
    readonly named: Named | null;
    readonly held: string | null;
  } | null;
  /** The form that was confirmed says something else than its preview: it is previewed again, and nothing is done. */
  readonly changed?: boolean;
}

/** The form of a bulk action with its preview. */
export function formModel<Action extends BulkVerb, Listed>(
  request: Request,
  desk: BulkDesk<Action, Listed>,
  { verb, selection, backHref, criteria }: Asked<Listed>,
  shown: Shown,
) {
  const { t } = request;
  const { words, view, formless, danger, path } = desk;
  const [title, explained] = (words.verbs[verb] ?? ['bulk.action', 'bulk.action']).map((key) => t(key));
  const chosen = selection?.kind === 'ids' ? t(words.chosen, { count: selection.ids.length }) : t(words.chosenAll);
  const search = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
  return {
    ...{ title, explained, chosen, verb, backHref, view },
    /** Which list, where all of it was chosen. */
    facts: selection?.kind === 'listed' ? criteria : [],
    needsForm: !formless.includes(verb),
    danger: danger.includes(verb),
    action: path + search,
    /** With the list's parameters, so that a form that was changed after its preview can be previewed again. */
    confirmHref: `${path}/jobs${search}`,
    changed: shown.changed ?? false,
    typed: shown.typed,
    errors: shown.errors,
    preview: shown.preview && previewModel(request, words, title ?? '', shown.preview),
  };
}

function previewModel(
  { t, formats }: Request,
  words: BulkWords,
  action: string,
  { outline, key, named, held }: NonNullable<Shown['preview']>,
) {
  const doing = { count: outline.doing, number: formats.number(outline.doing) };
  const what = named && t(named[0], { value: named[1] });
  return {
    key,
    what,
    held,
    possible: outline.doing > 0,
    doing: t(words.doing, doing),
    total: t(words.ofTotal, { count: outline.total, number: formats.number(outline.total) }),
    confirm: t(words.confirm, { action: what ?? action, ...doing }),
    skipped: skippedLines({ t, formats }, words, outline.skipped),
  };
}

/** How many were left as they are, by reason, in the order of the reasons. */
export function skippedLines(
  { t, formats }: Pick<FastifyRequest, 't' | 'formats'>,
  { skips }: BulkWords,
  skipped: Readonly<Record<string, number>>,
) {
  return Object.entries(skips)
    .filter(([reason]) => (skipped[reason] ?? 0) > 0)
    .map(([reason, key]) => ({ reason, text: t(key), count: formats.number(skipped[reason] ?? 0) }));
}
