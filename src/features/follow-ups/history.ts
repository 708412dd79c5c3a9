import type { FastifyRequest } from 'fastify';
import type { TextKey } from '../../i18n/catalogue.js';
import type { FollowUpEvent } from '../../store/follow-up-record.js';

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

/** Who did what with it, the latest first; comments stand by themselves. */
export function historyModel(
  request: Request,
  events: readonly FollowUpEvent[],
  users: readonly { readonly value: string; readonly label: string }[],
) {
  return events.toReversed().map((event) => ({
    when: request.formats.instant(event.at),
    who: event.by ?? undefined,
    detail: saidWith(event),
    ...textOf(request, event, (id) => users.find(({ value }) => value === String(id))?.label ?? '—'),
  }));
}

/** The solution or the reason that was given, which a follow-up opened again has no longer. */
function saidWith({ action, texts }: FollowUpEvent): string | undefined {
  return (action === 'reopen' ? texts.reason : texts.conclusion)?.[1] ?? undefined;
}

function textOf({ t, formats }: Request, { action, changes }: FollowUpEvent, nameOf: (id: unknown) => string) {
  const [key, icon] = ACTIONS[action] ?? [null, 'pencil'];
  if (key !== null) return { text: t(key), icon };
  if (action === 'reassign')
    return { text: t('followUps.toldReassign', { name: nameOf(changes.ownerId?.[1]) }), icon: 'user' };
  const due = changes.dueOn;
  if (!due) return { text: t('followUps.toldChange'), icon };
  const [from, to] = due.map((date) => formats.date(String(date)));
  return { text: t('followUps.toldDue', { from: from ?? '', to: to ?? '' }), icon: 'calendar-time' };
}
