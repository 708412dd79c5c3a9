import type { FastifyRequest } from 'fastify';
import { closureReasonOf } from '../../domain/attempt.js';
import { CLOSURE_REASONS } from '../../domain/survey-change.js';
import type { Proposal } from '../../store/proposals.js';
import type { FieldErrorView } from '../../web/forms.js';
import { closureText } from '../closure-text.js';
import { outcomeText } from '../contact-texts.js';

type Request = Pick<FastifyRequest, 't' | 'formats'>;

/** A form of the list that was refused, of the proposal with that id. */
export interface Refused {
  readonly id: number;
  readonly typed: { readonly reason: string; readonly note: string };
  readonly errors: readonly FieldErrorView[];
  readonly problem: string | null;
}

/** A proposal with what accepting it would do, and the form for that, filled in from the attempt. */
export function proposalRow(request: Request, proposal: Proposal, refused: Refused | null) {
  const { t, formats } = request;
  const mine = refused?.id === proposal.id ? refused : null;
  const closing = proposal.kind === 'closing';
  const day = formats.date(proposal.expiresOn);
  const suggested = closing
    ? { reason: closureReasonOf(proposal.outcome), note: proposal.note }
    : { reason: t('proposals.callBackReason', { date: day }), note: '' };
  return {
    id: proposal.id,
    closing,
    customer: proposal.customerName,
    surveyHref: `/surveys/${proposal.surveyId}`,
    survey: t('surveys.otherSurvey', { rule: proposal.ruleName, product: proposal.productName }),
    proposes: closing ? t('surveys.close') : t('proposals.extendTo', { date: day }),
    outcome: outcomeText(request, proposal.outcome),
    note: proposal.note,
    by: t('proposals.by', { name: proposal.by, date: formats.instant(proposal.proposedAt) }),
    expiresOn: formats.date(proposal.surveyExpiresOn),
    effect: closing
      ? t('surveys.closeText')
      : t('proposals.extendEffect', { from: formats.date(proposal.surveyExpiresOn), to: day }),
    reasons: CLOSURE_REASONS.map((value) => ({ value, label: closureText(request, value) })),
    open: mine !== null,
    typed: mine?.typed ?? suggested,
    errors: mine?.errors ?? [],
    problem: mine?.problem ?? null,
  };
}
