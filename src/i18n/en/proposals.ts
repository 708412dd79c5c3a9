import type { proposals as source } from '../pt-BR/proposals.js';

export const proposals = {
  subtitle: 'What the attempts of operators suggest, the oldest first. Nothing changes unless a manager decides so.',
  none: 'No proposal is waiting',
  noneText: 'When a customer refuses, a number is wrong or a call-back lies after the expiry, the proposal comes here.',
  more: { one: '{count} more waits after these.', other: '{count} more wait after these.' },
  because: 'Attempt',
  proposedBy: 'Proposed by',
  by: '{name}, on {date}',
  extendTo: 'Extend to {date}',
  extendEffect: 'The expiry moves from {from} to {to}. The original expiry stays on record.',
  callBackReason: 'The customer asked to be called on {date}',
  accept: 'Accept',
  acceptOf: 'Accept the proposal about {customer}',
  dismiss: 'Dismiss',
  dismissOf: 'Dismiss the proposal about {customer}',
  accepted: 'Proposal accepted.',
  dismissed: 'Proposal dismissed: the survey stays as it is.',
  decidedBefore: 'This proposal was decided before, or its survey changed.',
  impossible: 'Not possible any more: the day has passed, or the survey changed. Dismiss the proposal.',
} satisfies Record<keyof typeof source, string | { zero?: string; one: string; other: string }>;
