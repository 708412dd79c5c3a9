import type { attending as source } from '../pt-BR/attending.js';

export const attending = {
  subtitle: 'Who starts a survey has it for 30 minutes; each answer or attempt renews it.',
  none: 'Nobody is on a survey now',
  noneText: 'When an operator starts a survey, it comes here.',
  since: 'Since',
  until: 'Until',
  releaseOf: 'Release the survey of {customer}, which {name} has',
} satisfies Record<keyof typeof source, string>;
