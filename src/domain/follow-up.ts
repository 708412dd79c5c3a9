import { type Calendar, nextBusinessDay } from './calendar.js';
import { addDays, type CivilDate } from './civil-date.js';
import { SIGNALS, type Signal } from './grades.js';

// SPEC 6, Acompanhamentos: what an answer, a sale or a customer gives to do, until it is solved.

/** Reclamação, dúvida, melhoria, oportunidade: what a grade's signal proposes. */
export const FOLLOW_UP_KINDS = SIGNALS;

export type FollowUpKind = Signal;

/** 1 is the most urgent. */
export const PRIORITIES = ['1', '2', '3'] as const;

export const NORMAL_PRIORITY = 2;

/** How a follow-up ends: an opportunity is won or lost, anything else resolved or discarded. */
export const ENDINGS = ['resolved', 'discarded', 'won', 'lost'] as const;

export type Ending = (typeof ENDINGS)[number];

/** Aberto, Em andamento, and the ways to end. */
export const FOLLOW_UP_STATUSES = ['open', 'in-progress', ...ENDINGS] as const;

export type FollowUpStatus = (typeof FOLLOW_UP_STATUSES)[number];

/** The facts that a status is derived from; instants in UTC epoch milliseconds. */
export interface FollowUpFacts {
  readonly kind: FollowUpKind;
  readonly startedAt: number | null;
  readonly ending: Ending | null;
}

/** The status, which is never stored. */
export function followUpStatus({ startedAt, ending }: Omit<FollowUpFacts, 'kind'>): FollowUpStatus {
  return ending ?? (startedAt === null ? 'open' : 'in-progress');
}

/** Vencido: it has not ended, and was due before `today`. */
export function isOverdue({ ending, dueOn }: { ending: Ending | null; dueOn: CivilDate }, today: CivilDate): boolean {
  return ending === null && dueOn < today;
}

/** What can be done with a follow-up; a comment always can be written. */
export const FOLLOW_UP_VERBS = [
  'start',
  'resolve',
  'discard',
  'win',
  'lose',
  'reopen',
  'assign',
  'postpone',
  'edit',
] as const;

export type FollowUpVerb = (typeof FOLLOW_UP_VERBS)[number];

/** The ending that a verb leads to. */
export const ENDING_OF = { resolve: 'resolved', discard: 'discarded', win: 'won', lose: 'lost' } as const;

export type EndingVerb = keyof typeof ENDING_OF;

/** Why a verb says nothing here: it has ended, has not, was begun already, or ends otherwise by its kind. */
export type FollowUpRefusal = 'ended' | 'not-ended' | 'started' | 'other-kind';

/** Why something cannot be done with a follow-up, or null when it can. */
export function refusalToFollow(verb: FollowUpVerb, facts: FollowUpFacts): FollowUpRefusal | null {
  const ended = facts.ending !== null;
  switch (verb) {
    case 'reopen':
      return ended ? null : 'not-ended';
    case 'start':
      return ended ? 'ended' : facts.startedAt === null ? null : 'started';
    case 'resolve':
    case 'discard':
      return ended ? 'ended' : facts.kind === 'opportunity' ? 'other-kind' : null;
    case 'win':
    case 'lose':
      return ended ? 'ended' : facts.kind === 'opportunity' ? null : 'other-kind';
    case 'assign':
    case 'postpone':
    case 'edit':
      return ended ? 'ended' : null;
  }
}

/**
 * The day that lies `days` business days after `today`; 0 is today itself, whatever day it is. A calendar that has no
 * business day left for a year counts every day.
 */
export function dueAfter(today: CivilDate, days: number, calendar: Calendar): CivilDate {
  let due = today;
  for (let left = days; left > 0; left -= 1) due = nextBusinessDay(addDays(due, 1), calendar);
  return due;
}

/** What it is about; an answer that somebody took up without a word says it by itself. */
export function aboutOf({
  text,
  question,
  grade,
}: {
  readonly text: string;
  readonly question: string | null;
  readonly grade: string | null;
}): string {
  return text === '' && question !== null ? `${question} ${grade ?? ''}`.trim() : text;
}
