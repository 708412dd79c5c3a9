import type { FastifyRequest } from 'fastify';
import { aboutOf, type FollowUpKind, type FollowUpStatus, followUpStatus, isOverdue } from '../domain/follow-up.js';
import { formatPhone } from '../domain/phone.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { FollowUpRow } from '../store/follow-up-list.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today'>;

export const FOLLOW_UP_KIND_TEXTS: Record<FollowUpKind, TextKey> = {
  complaint: 'followUps.complaint',
  doubt: 'followUps.doubt',
  improvement: 'followUps.improvement',
  opportunity: 'followUps.opportunity',
};

export const FOLLOW_UP_STATUS_TEXTS: Record<FollowUpStatus, TextKey> = {
  open: 'followUps.statusOpen',
  'in-progress': 'followUps.statusInProgress',
  resolved: 'followUps.statusResolved',
  discarded: 'followUps.statusDiscarded',
  won: 'followUps.statusWon',
  lost: 'followUps.statusLost',
};

export const PRIORITY_TEXTS: Readonly<Record<string, TextKey>> = {
  1: 'followUps.priority1',
  2: 'followUps.priority2',
  3: 'followUps.priority3',
};

/** The badge of a status: colour, icon and word. */
const BADGES: Record<FollowUpStatus, readonly [colour: string, icon: string]> = {
  open: ['scheduled', 'flag'],
  'in-progress': ['due', 'player-play'],
  resolved: ['executed', 'circle-check'],
  discarded: ['cancelled', 'ban'],
  won: ['executed', 'coin'],
  lost: ['closed', 'circle-x'],
};

/** The badge as partials draw it. */
export function followUpBadge({ t }: Pick<Request, 't'>, status: FollowUpStatus) {
  const [colour, icon] = BADGES[status];
  return { colour, icon, label: t(FOLLOW_UP_STATUS_TEXTS[status]) };
}

/** A follow-up as a row shows it: of the list, or of its survey, sale or customer. */
export function followUpRow(request: Request, row: FollowUpRow) {
  const { t, formats, today } = request;
  return {
    id: row.id,
    href: `/follow-ups/${row.id}`,
    kind: t(FOLLOW_UP_KIND_TEXTS[row.kind]),
    customer: row.customerName,
    owner: row.ownerName,
    priority: t(PRIORITY_TEXTS[row.priority] ?? 'followUps.priority2'),
    urgent: row.priority === 1 && row.ending === null,
    dueOn: formats.date(row.dueOn),
    overdue: isOverdue(row, today),
    annulled: Boolean(row.annulled),
    openedOn: formats.date(row.openedOn),
    endedOn: row.endedOn === null ? null : formats.date(row.endedOn),
    badge: followUpBadge(request, followUpStatus(row)),
    text: shortened(aboutOf(row)),
    won: row.wonCents === null ? null : wonText(request, Number(row.wonCents), row.wonProduct),
  };
}

/** The same on paper, where nothing can be opened: with all that is written. */
export function printedFollowUp(request: Request, row: FollowUpRow) {
  return {
    ...followUpRow(request, row),
    phone: row.phone === null ? null : formatPhone(row.phone),
    city: row.city,
    text: aboutOf(row),
    conclusion: row.conclusion,
  };
}

/** "R$ 99,90 · Fibra 500": what was won, and of which product as far as that is known. */
export function wonText({ formats }: Pick<Request, 'formats'>, cents: number, product: string | null): string {
  return [formats.money(cents), product].filter((part) => part !== null).join(' · ');
}

const SHOWN = 120;

/** The beginning of a text, for a row. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN - 1).trimEnd()}…`;
}
