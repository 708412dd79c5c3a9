import type { FastifyRequest } from 'fastify';
import { ANSWER_CAP } from '../store/answer-counts.js';

/** How often a question, or a version of it, was answered. */
export function answeredText({ t, formats }: Pick<FastifyRequest, 't' | 'formats'>, count: number): string {
  if (count > ANSWER_CAP) return t('questions.answeredMore', { count: formats.number(ANSWER_CAP) });
  return t('questions.answered', { count });
}
