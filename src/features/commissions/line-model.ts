import type { FastifyRequest } from 'fastify';
import { factorOf } from '../../domain/commission.js';
import { whyNothingDue } from '../../domain/commission-adjustment.js';
import { type CommissionPolicy, DEFAULT_POLICY, weightText } from '../../domain/commission-policy.js';
import { ratioText } from '../../domain/commission-text.js';
import type { Month } from '../../domain/month.js';
import { withMinus } from '../../i18n/format.js';
import type { LineExecution } from '../../store/commission-line-details.js';
import type { StatementLine } from '../../store/commission-lines.js';
import { monthText } from '../month-text.js';
import { type LineDetails, saleOfLine } from './statement-data.js';
import { causesText } from './texts.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale' | 'today'>;

/** The month whose statement a line stands in, and whether it is open. */
interface StatementMonth {
  readonly month: Month;
  readonly open: boolean;
}

/** A line of a statement, with all that it opens to: executions, answers, weights and the formula with its numbers. */
export function lineModel(
  request: Request,
  line: StatementLine,
  details: LineDetails,
  { month, open }: StatementMonth,
) {
  const { t, formats } = request;
  const { facts } = line;
  const sale = saleOfLine(line, details);
  const policy = details.policies.get(facts.saleMonth) ?? DEFAULT_POLICY;
  return {
    saleId: facts.saleId,
    saleText: t('sales.number', { id: String(facts.saleId) }),
    customer: sale.customer,
    product: sale.product,
    closedOn: sale.closedOn === null ? monthText(facts.saleMonth, request.locale) : formats.date(sale.closedOn),
    corrected: sale.corrected ? t('commissions.correctedLater') : null,
    base: facts.baseCents === null ? t('commissions.noBase') : formats.money(facts.baseCents),
    quality: qualityText(request, line),
    factor: ratio(request, factorOf(line.quality, policy), 4),
    amount: formats.money(line.amountCents),
    negative: line.amountCents < 0,
    states: [...(open ? provisionalStates(request, line, details) : []), ...statesOf(request, line)],
    before: line.kind === 'adjustment' ? formats.money(line.beforeCents) : null,
    after: formats.money(line.afterCents),
    causes: line.kind === 'adjustment' ? causesText(request, line.causes) : null,
    month: monthText(facts.saleMonth, request.locale),
    formulaBefore: formulaBefore(request, details, line),
    formula: nothingDueText(request, line, month) ?? formulaOf(request, line, policy),
    executions: facts.executionIds.flatMap((id) => {
      const execution = details.executions.get(id);
      return execution === undefined ? [] : [executionModel(request, execution, line)];
    }),
  };
}

/** Q with two places, and as a fraction where those are not all; — without any. */
export function qualityText(request: Request, { quality }: Pick<StatementLine, 'quality'>): string {
  return quality === null ? '—' : ratio(request, quality, 2);
}

function ratio({ locale }: Request, value: NonNullable<StatementLine['quality']>, decimals: number): string {
  const { text, exact } = ratioText(value, decimals, locale === 'en' ? '.' : ',');
  return exact ? text : `≈ ${text}`;
}

/** That it may change yet, and until when: an overdue survey stays open until it is extended or closed. */
function provisionalStates({ t, formats, today }: Request, line: StatementLine, { lastExpiries }: LineDetails) {
  const count = line.openSurveys;
  if (count === 0) return [];
  const last = lastExpiries.get(line.facts.saleId);
  const key = last !== undefined && last < today ? 'provisionalOverdue' : 'provisionalUntil';
  const note = last === undefined ? null : t(`commissions.${key}`, { count, date: formats.date(last) });
  return [{ look: 'due', text: t('commissions.provisional', { count }), note }];
}

function statesOf({ t }: Request, { facts }: StatementLine) {
  return [
    ...(facts.reversed ? [{ look: 'cancelled', text: t('commissions.reversed'), note: null }] : []),
    ...(facts.baseCents === null && !facts.reversed
      ? [{ look: 'inconsistent', text: t('commissions.noBase'), note: null }]
      : []),
  ];
}

/** Why the line pays nothing whatever its numbers are; null when the formula tells what it pays. */
function nothingDueText({ t, locale }: Request, line: StatementLine, settledIn: Month): string | null {
  switch (whyNothingDue(line, settledIn)) {
    case 'other-seller':
      return t('commissions.formulaOtherSeller');
    case 'other-month':
      return t('commissions.formulaOtherMonth', { month: monthText(line.facts.saleMonth, locale) });
    case null:
      return null;
  }
}

/** How what was settled before an adjustment came about; null where no line tells. */
function formulaBefore(request: Request, { before, policies }: LineDetails, line: StatementLine): string | null {
  const last = before.get(line);
  if (last === undefined) return null;
  const policy = policies.get(last.facts.saleMonth) ?? DEFAULT_POLICY;
  return nothingDueText(request, last, last.month) ?? formulaOf(request, last, policy);
}

/** The formula with the line's own numbers, for a pencil. */
function formulaOf(request: Request, { facts, quality, afterCents }: StatementLine, policy: CommissionPolicy): string {
  const { t, formats, locale } = request;
  if (facts.reversed) return t('commissions.formulaReversed');
  if (facts.baseCents === null) return t('commissions.formulaNoBase');
  const [base, result] = [formats.money(facts.baseCents), formats.money(afterCents)];
  if (quality === null) return t('commissions.formulaNoQuality', { base });
  const exact = ratioText(quality, 2, locale === 'en' ? '.' : ',').exact;
  const q = exact ? qualityText(request, { quality }) : withMinus(`${quality.numerator}/${quality.denominator}`);
  const k = weightText(policy.k, locale === 'en' ? '.' : ',');
  const numbers = {
    base,
    k,
    q: q.startsWith('−') ? `(${q})` : q,
    factor: ratio(request, factorOf(quality, policy), 4),
    result,
  };
  return t(
    policy.bonusOnly && quality.numerator < 0n ? 'commissions.formulaBonusOnly' : 'commissions.formula',
    numbers,
  );
}

function executionModel(request: Request, execution: LineExecution, { counted, facts }: StatementLine) {
  const { t, formats, locale } = request;
  const { scoreSum, scoreCount } = execution;
  const score = { numerator: BigInt(scoreSum), denominator: BigInt(scoreCount || 1) };
  const numbers = {
    sum: scoreSum,
    count: scoreCount,
    score: ratioText(score, 2, locale === 'en' ? '.' : ',').text,
  };
  return {
    href: `/surveys/${execution.surveyId}`,
    title: t('commissions.executedBy', {
      rule: execution.ruleName,
      name: execution.operatorName,
      date: formats.date(execution.executedOn),
    }),
    score: scoreCount === 0 ? t('commissions.noScore') : t('commissions.score', numbers),
    notes: [
      ...(execution.operatorId === facts.sellerId ? [t('commissions.ownSurvey')] : []),
      ...(counted.includes(execution.id) ? [] : [t('commissions.notCounted')]),
      ...(execution.annulled ? [t('commissions.annulledSince')] : []),
    ],
    answers: execution.answers.map((answer) => ({
      question: answer.question,
      grade:
        answer.grade ?? t(answer.state === 'not-applicable' ? 'commissions.notApplicable' : 'commissions.noAnswer'),
      weight: answer.weight === null ? '—' : formats.number(answer.weight),
    })),
  };
}
