import type { errors as source } from '../pt-BR/errors.js';

export const errors = {
  notFoundTitle: 'Not found',
  notFoundText: 'This address does not exist, or the record is not yours.',
  forbiddenTitle: 'Not allowed',
  forbiddenText: 'Your role does not allow this action. Talk to an administrator.',
  staleFormTitle: 'Form expired',
  staleFormText:
    'For safety this form is no longer valid (you signed in again, or waited very long). Go back, reload the page and send it again.',
  badRequestTitle: 'Bad request',
  badRequestText: 'What was sent could not be understood. Go back and try again.',
  tooLargeTitle: 'Text too long',
  tooLargeText: 'What was typed is longer than allowed, and nothing was saved. Go back and shorten the text.',
  tooManyTitle: 'Too many attempts',
  tooManyText: 'Wait a little and try again.',
  unavailableTitle: 'Database busy',
  unavailableText: 'The system is busy now. Nothing was saved. Try again in a few seconds.',
  unexpectedTitle: 'Something went wrong',
  unexpectedText:
    'The error was logged and nothing was half saved. Try again; if it happens again, give the code to support.',
} satisfies Record<keyof typeof source, string>;
