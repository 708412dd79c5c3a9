import type { FastifyRequest } from 'fastify';
import type { OutcomeKind } from '../domain/attempt.js';
import { dateAt } from '../domain/civil-date.js';
import type { Waiting } from '../domain/waiting.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { NamedClaim } from '../store/claims.js';

type Speaker = Pick<FastifyRequest, 't' | 'formats' | 'today' | 'company'>;

const OUTCOME_TEXTS: Record<OutcomeKind, TextKey> = {
  'no-answer': 'contact.noAnswer',
  busy: 'contact.busy',
  voicemail: 'contact.voicemail',
  'wrong-number': 'contact.wrongNumber',
  'call-back': 'contact.callBack',
  'no-time': 'contact.noTime',
  refused: 'contact.refused',
};

/** What came of an attempt, in words. */
export function outcomeText({ t }: Pick<Speaker, 't'>, kind: OutcomeKind): string {
  return t(OUTCOME_TEXTS[kind]);
}

/** Why a survey waits: "não atendeu às 10:40, tentar após 13:40". */
export function waitingText(speaker: Speaker, waiting: Waiting<NamedClaim>): string {
  const { t, formats } = speaker;
  switch (waiting.kind) {
    case 'own-sale':
      return t('contact.ownSale');
    case 'claimed':
      return t('contact.claimed', { name: waiting.claim.userName, time: formats.time(waiting.claim.claimedAt) });
    case 'without-phone':
      return t('contact.withoutPhone');
    case 'call-back':
      return t('contact.callBackSet', { when: momentText(speaker, waiting.at) });
    case 'cooling-down': {
      const { outcome, attemptedAt, retryAt } = waiting.attempt;
      const params = { outcome: outcomeText(speaker, outcome).toLowerCase(), until: momentText(speaker, retryAt) };
      const time = formats.time(attemptedAt);
      if (isToday(speaker, attemptedAt)) return t('contact.coolingDown', { ...params, time });
      return t('contact.coolingDownSince', { ...params, when: formats.instant(attemptedAt) });
    }
  }
}

/** How many surveys wait, by why: "2 das suas pesquisas abertas aguardam: 1 sem telefone, 1 com outra pessoa". Null for none. */
export function waitingCountsText(
  { t, formats }: Pick<Speaker, 't' | 'formats'>,
  counts: { readonly withoutPhone: number; readonly held: number; readonly later: number },
): string | null {
  const texts = {
    withoutPhone: 'surveys.waitsWithoutPhone',
    held: 'surveys.waitsHeld',
    later: 'surveys.waitsLater',
  } as const;
  const count = counts.withoutPhone + counts.held + counts.later;
  if (count === 0) return null;
  const why = (['withoutPhone', 'held', 'later'] as const).filter((reason) => counts[reason] > 0);
  const reasons = why.map((reason) => t(texts[reason], { count: counts[reason] }));
  return t('surveys.nextWaits', { count, number: formats.number(count), why: reasons.join(', ') });
}

/** A moment of today as its time alone, any other with its day. */
export function momentText(speaker: Speaker, at: number): string {
  return isToday(speaker, at) ? speaker.formats.time(at) : speaker.formats.instant(at);
}

function isToday({ today, company }: Speaker, at: number): boolean {
  return dateAt(at, company.timeZone) === today;
}
