import type { attending as source } from '../pt-BR/attending.js';

export const attending = {
  subtitle: 'Who starts a survey has it for 30 minutes; each answer or attempt renews it.',
  none: 'Nobody is on a survey now',
  noneText: 'When an operator starts a survey, it comes here.',
  nobody: 'Nobody to run them',
  nobodyText:
    'Who is responsible for these surveys has no access any more, or is the sale’s seller and kept off by the commission policy. Open each and reassign it, or add operators to the rule.',
  phoneless: {
    one: '{count} survey not executed is of a customer without a valid phone',
    other: '{count} surveys not executed are of customers without a valid phone',
  },
  nobodyMore: 'There are more: these are the first to expire.',
  byRule: 'the operators of the rule',
  since: 'Since',
  until: 'Until',
  releaseOf: 'Release the survey of {customer}, which {name} has',
} satisfies Record<keyof typeof source, string | { one: string; other: string }>;
