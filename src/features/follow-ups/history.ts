import type { FastifyRequest } from 'fastify';
import type { FollowUpKind } from '../../domain/follow-up.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { FollowUpEvent } from '../../store/follow-up-record.js';
import type { Name } from '../../store/names.js';
import { FOLLOW_UP_KIND_TEXTS, PRIORITY_TEXTS, wonText } from '../follow-up-texts.js';

type Request = Pick<FastifyRequest, 't' | 'formats'>;

const ACTIONS: Readonly<Record<string, readonly [TextKey, string]>> = {
  open: ['followUps.toldOpen', 'flag'],
  begin: ['followUps.toldBegin', 'player-play'],
  resolve: ['followUps.toldResolve', 'circle-check'],
  discard: ['followUps.toldDiscard', 'ban'],
  win: ['followUps.toldWin', 'coin'],
  lose: ['followUps.toldLose', 'circle-x'],
  reopen: ['followUps.toldReopen', 'rotate'],
};

interface HistoryNames {
  readonly users: readonly { readonly value: string; readonly label: string }[];
  readonly products: readonly Name[];
}

/** Who did what with it, the latest first; comments stand by themselves. */
export function historyModel(request: Request, events: readonly FollowUpEvent[], { users, products }: HistoryNames) {
  return events.toReversed().map((event) => ({
    when: request.formats.instant(event.at),
    who: event.by ?? undefined,
    detail: saidWith(request, event),
    ...(wonIn(request, event, products) ??
      textOf(request, event, (id) => users.find(({ value }) => value === String(id))?.label ?? '—')),
  }));
}

/**
 * The solution or the reason that was given, which a follow-up opened again has no longer; and what stood before another
 * description.
 */
function saidWith({ t }: Request, { action, texts }: FollowUpEvent): string | undefined {
  if (action === 'change') return texts.text?.[0] ? t('followUps.toldBefore', { text: texts.text[0] }) : undefined;
  return (action === 'reopen' ? texts.reason : texts.conclusion)?.[1] ?? undefined;
}

/** What was sold and for how much, which one opened again says nowhere else. */
function wonIn(request: Request, { action, changes }: FollowUpEvent, products: readonly Name[]) {
  const cents = changes.valueCents?.[1];
  if (action !== 'win' || typeof cents !== 'number') return null;
  const product = products.find(({ id }) => id === changes.productId?.[1])?.name ?? null;
  return { text: request.t('followUps.toldWon', { sold: wonText(request, cents, product) }), icon: 'coin' };
}

function textOf(request: Request, { action, changes, texts }: FollowUpEvent, nameOf: (id: unknown) => string) {
  const { t } = request;
  const [key, icon] = ACTIONS[action] ?? [null, 'pencil'];
  if (key !== null) return { text: t(key), icon };
  if (action === 'reassign')
    return { text: t('followUps.toldReassign', { name: nameOf(changes.ownerId?.[1]) }), icon: 'user' };
  const told = changesIn(request, changes);
  const all = texts.text ? [...told, t('followUps.toldText')] : told;
  const onlyDue = changes.dueOn && all.length === 1;
  return { text: all.join('. ') || t('followUps.toldChange'), icon: onlyDue ? 'calendar-time' : icon };
}

/** Each field that was changed, with what it was and what it is. */
function changesIn({ t, formats }: Request, changes: FollowUpEvent['changes']): string[] {
  const kind = (value: unknown) => t(FOLLOW_UP_KIND_TEXTS[value as FollowUpKind] ?? 'followUps.kind');
  const priority = (value: unknown) => t(PRIORITY_TEXTS[String(value)] ?? 'followUps.priority2');
  const fields = [
    ['kind', 'followUps.toldKind', kind],
    ['priority', 'followUps.toldPriority', priority],
    ['dueOn', 'followUps.toldDue', (value: unknown) => formats.date(String(value))],
  ] as const;
  return fields.flatMap(([field, key, say]) => {
    const change = changes[field];
    return change ? [t(key, { from: say(change[0]), to: say(change[1]) })] : [];
  });
}
