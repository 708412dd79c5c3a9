import type { myRules as source } from '../pt-BR/myRules.js';

export const myRules = {
  title: 'My rules',
  subtitle: 'The surveys due today that you are responsible for, the soonest to expire first.',
  next: 'Run next',
  customer: 'Customer',
  phone: 'Phone',
  noPhone: 'no phone',
  product: 'Product',
  seller: 'Seller',
  closedOn: 'closed on {date}',
  rule: 'Rule',
  daysLeft: 'Time left',
  days: { zero: 'expires today', one: 'expires tomorrow', other: '{count} days left' },
  contact: 'Contact',
  attempts: { zero: 'no attempt', one: '{count} attempt', other: '{count} attempts' },
  callNow: 'Call now: asked for {when}',
  mine: 'Yours now',
  nothingCallable: 'No survey to call for now: those left are waiting, with somebody else or without a phone.',
  assigned: 'yours alone',
  count: { zero: 'No surveys', one: '{count} survey', other: '{count} surveys' },
  emptyTitle: 'No survey to run today',
  emptyScheduled: {
    one: '{count} survey of yours is scheduled; the next one opens on {date}.',
    other: '{count} surveys of yours are scheduled; the next one opens on {date}.',
  },
  emptyNothing: 'You are not responsible for any open survey. An administrator adds operators in the rules panel.',
  emptyOverdue: {
    one: '{count} survey of yours expired without being run. A manager can extend it.',
    other: '{count} surveys of yours expired without being run. A manager can extend them.',
  },
} satisfies Record<keyof typeof source, string | { zero?: string; one: string; other: string }>;
