import { addDays, type CivilDate, daysBetween } from '../../domain/civil-date.js';
import type { ClosureReason } from '../../domain/survey-change.js';
import type { Random, Weighted } from './random.js';

/** What happens to a survey on some day of the demonstration. */
export type FateEvent = { readonly on: CivilDate } & (
  | { readonly kind: 'execute' }
  | { readonly kind: 'annul'; readonly reason: string }
  | { readonly kind: 'extend'; readonly expiresOn: CivilDate; readonly reason: string }
  | { readonly kind: 'close'; readonly reason: ClosureReason; readonly note: string }
  | { readonly kind: 'reopen'; readonly reason: string }
);

interface Dates {
  readonly opensOn: CivilDate;
  readonly expiresOn: CivilDate;
}

type Fate = 'executed' | 'late' | 'extended' | 'closed' | 'annulled' | 'reopened' | 'forgotten';

/** How often each thing happens; what is forgotten becomes an inconsistency. */
const FATES: Weighted<Fate> = [
  ['executed', 74],
  ['late', 5],
  ['extended', 1],
  ['closed', 8],
  ['annulled', 1.5],
  ['reopened', 0.5],
  ['forgotten', 10],
];

const EXTENSION_REASONS = [
  'Cliente viajando, pediu para ligar na volta.',
  'Equipe desfalcada na semana do feriado.',
  'Instalação foi refeita depois da venda.',
] as const;

const CLOSURES: Weighted<{ reason: ClosureReason; note: string }> = [
  [{ reason: 'unreachable', note: '' }, 5],
  [{ reason: 'refused', note: '' }, 3],
  [{ reason: 'wrong-number', note: '' }, 2],
  [{ reason: 'other', note: 'Titular faleceu; a família ainda vai decidir.' }, 0.3],
  [{ reason: 'other', note: 'Cliente com processo no Procon: só o jurídico fala com ele.' }, 0.7],
];

/** What will happen to a survey, in the order of the days; those that lie ahead of today never come to pass. */
export function fateOf(random: Random, dates: Dates): FateEvent[] {
  const fate = random.weighted(FATES);
  switch (fate) {
    case 'executed':
      return [{ kind: 'execute', on: someDay(random, dates) }];
    case 'late':
      return late(random, dates);
    case 'extended':
      return [extension(random, dates, 30)];
    case 'closed':
      return [{ kind: 'close', on: dates.expiresOn, ...random.weighted(CLOSURES) }];
    case 'annulled':
      return annulled(random, dates);
    case 'reopened':
      return reopened(random, dates);
    case 'forgotten':
      return [];
  }
}

/** On a day of its window, rather early than late, and not on a Sunday. */
function someDay(random: Random, { opensOn, expiresOn }: Dates): CivilDate {
  const share = random.next() * random.next();
  const day = addDays(opensOn, Math.floor(share * (daysBetween(opensOn, expiresOn) + 1)));
  if (new Date(day).getUTCDay() !== 0) return day;
  return day === opensOn ? addDays(day, 1) : addDays(day, -1);
}

/** Executed after its original expiry, thanks to an extension. */
function late(random: Random, dates: Dates): FateEvent[] {
  const extended = extension(random, dates, random.integer(5, 10));
  return [extended, { kind: 'execute', on: addDays(dates.expiresOn, random.integer(1, 5)) }];
}

function extension(random: Random, { expiresOn }: Dates, days: number) {
  const to = addDays(expiresOn, days);
  return { kind: 'extend', on: expiresOn, expiresOn: to, reason: random.pick(EXTENSION_REASONS) } as const;
}

/** Recorded for the wrong customer; half of them are then run again. */
function annulled(random: Random, { opensOn, expiresOn }: Dates): FateEvent[] {
  const day = addDays(opensOn, 1);
  const events: FateEvent[] = [
    { kind: 'execute', on: opensOn },
    { kind: 'annul', on: day, reason: 'Respostas lançadas na pesquisa do cliente errado.' },
  ];
  return random.chance(0.5) ? [...events, { kind: 'execute', on: expiresOn }] : events;
}

function reopened(random: Random, { opensOn, expiresOn }: Dates): FateEvent[] {
  const { reason, note } = random.weighted(CLOSURES);
  return [
    { kind: 'close', on: opensOn, reason, note },
    { kind: 'reopen', on: addDays(opensOn, 2), reason: 'O cliente retornou a ligação.' },
    { kind: 'execute', on: expiresOn },
  ];
}
