import type { FastifyRequest } from 'fastify';
import { aboutOf, type FollowUpKind, refusalToFollow } from '../../domain/follow-up.js';
import type { FollowUpRecord } from '../../store/follow-up-record.js';
import { one } from '../../web/forms.js';
import { FOLLOW_UP_KIND_TEXTS, PRIORITY_TEXTS } from '../follow-up-texts.js';
import { type Reconciled, reconcile } from '../three-way.js';

const FIELDS = ['kind', 'priority', 'dueOn', 'text'] as const;

/** What is edited of a follow-up, as one would type it. */
export type EditForm = Readonly<Record<(typeof FIELDS)[number], string>>;

/** The stored follow-up as one would type it. */
export function editFormOf({ kind, priority, dueOn, text, answer }: FollowUpRecord): EditForm {
  return {
    kind,
    priority: String(priority),
    dueOn,
    // An answer that was taken up without a word says what it is about: changing the date alone asks for none.
    text: aboutOf({ text, question: answer?.question ?? null, grade: answer?.grade ?? null }),
  };
}

/** What becomes of an edit over a version that somebody changed; null where it cannot be edited any more. */
export async function reconcileEdit(
  request: Pick<FastifyRequest, 'body' | 't' | 'formats'>,
  record: FollowUpRecord,
  typed: EditForm,
): Promise<Reconciled<EditForm> | null> {
  if (refusalToFollow('edit', record) !== null) return null;
  return reconcile(request, { stored: editFormOf(record), typed }, (form) => editFacts(request, form));
}

/** An edit in words. */
export function editFacts({ t, formats }: Pick<FastifyRequest, 't' | 'formats'>, form: EditForm) {
  const kind = FOLLOW_UP_KIND_TEXTS[form.kind as FollowUpKind];
  const priority = PRIORITY_TEXTS[form.priority];
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(form.dueOn);
  return [
    { label: t('followUps.kind'), value: kind ? t(kind) : form.kind },
    { label: t('followUps.priority'), value: priority ? t(priority) : form.priority },
    { label: t('followUps.dueOn'), value: isDay ? formats.date(form.dueOn) : form.dueOn },
    { label: t('followUps.text'), value: form.text },
  ];
}

/** The edit as posted. */
export function readEdit(body: unknown): EditForm {
  return Object.fromEntries(FIELDS.map((name) => [name, one(body, name)])) as EditForm;
}
