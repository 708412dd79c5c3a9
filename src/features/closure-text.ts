import type { FastifyRequest } from 'fastify';
import type { ClosureReason } from '../domain/survey-change.js';
import type { TextKey } from '../i18n/catalogue.js';

/** The reasons in words. */
export const CLOSURE_TEXTS: Record<ClosureReason, TextKey> = {
  refused: 'surveys.reasonRefused',
  'wrong-number': 'surveys.reasonWrongNumber',
  unreachable: 'surveys.reasonUnreachable',
  other: 'surveys.reasonOther',
};

/** A closure's reason in words. */
export function closureText({ t }: Pick<FastifyRequest, 't'>, reason: ClosureReason): string {
  return t(CLOSURE_TEXTS[reason]);
}
