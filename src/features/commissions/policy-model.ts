import type { FastifyRequest } from 'fastify';
import { commissionOf, factorOf, qualityOf } from '../../domain/commission.js';
import {
  type CommissionPolicy,
  OWN_SURVEY_RULES,
  type OwnSurveyRule,
  type PolicyForm,
  parseWeight,
  weightText,
} from '../../domain/commission-policy.js';
import { ratioText } from '../../domain/commission-text.js';
import { isTicked } from '../../domain/field-checks.js';
import { isMonth, type Month, monthOf, monthsBetween, nextMonth } from '../../domain/month.js';
import type { Locale } from '../../domain/settings.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Translate } from '../../i18n/translate.js';
import { findEarliestOpen } from '../../store/commission-months.js';
import type { Queryable } from '../../store/dialect.js';
import { listUserNames } from '../../store/names.js';
import { listPolicies, policyOf } from '../../store/policies.js';
import { monthText } from '../month-text.js';
import type { Fact } from '../three-way.js';

/** A policy as its form shows it. */
export function typedPolicy(policy: CommissionPolicy, fromMonth: Month, locale: Locale): PolicyForm {
  const { k, bonusOnly, ownSurvey } = policy;
  return { k: weightText(k, separator(locale)), bonusOnly: bonusOnly ? '1' : '', ownSurvey, fromMonth };
}

const RULES: Record<OwnSurveyRule, { readonly label: TextKey; readonly hint: TextKey }> = {
  allow: { label: 'commissions.ownAllow', hint: 'commissions.ownAllowHint' },
  'leave-out': { label: 'commissions.ownLeaveOut', hint: 'commissions.ownLeaveOutHint' },
  block: { label: 'commissions.ownBlock', hint: 'commissions.ownBlockHint' },
};

/** How far ahead a policy may be put off. */
const MONTHS_AHEAD = 12;

export async function policyModel(request: FastifyRequest, q: Queryable, typed: PolicyForm) {
  const { t, locale, today } = request;
  const current = monthOf(today);
  const first = (await findEarliestOpen(q)) ?? current;
  const from = first < current ? first : current;
  let last = current > first ? current : first;
  for (let ahead = 0; ahead < MONTHS_AHEAD; ahead += 1) last = nextMonth(last);
  const months = monthsBetween(from, last);
  return {
    typed,
    // Long ago nothing was closed: the last years are enough to choose from.
    months: months.slice(-36).map((month) => ({ value: month, label: monthText(month, locale) })),
    rules: OWN_SURVEY_RULES.map((value) => ({ value, label: t(RULES[value].label), hint: t(RULES[value].hint) })),
    example: exampleOf(request, typed),
    current: policyText(request, await policyOf(q, current)),
    versions: await versionsOf(request, q),
  };
}

/** A policy's form in words, for showing two versions of it side by side. */
export function policyFacts({ t, locale }: FastifyRequest, form: PolicyForm): Fact[] {
  const { k = '', bonusOnly, ownSurvey = '', fromMonth = '' } = form;
  const weight = parseWeight(k);
  return [
    { label: t('commissions.k'), value: weight === null ? k : weightText(weight, separator(locale)) },
    { label: t('commissions.fromMonth'), value: isMonth(fromMonth) ? monthText(fromMonth, locale) : fromMonth },
    { label: t('commissions.bonusOnly'), value: t(isTicked(bonusOnly) ? 'operators.yes' : 'operators.no') },
    { label: t('commissions.ownSurveyLabel'), value: ruleText(ownSurvey, t) },
  ];
}

function ruleText(typed: string, t: Translate): string {
  const rule = OWN_SURVEY_RULES.find((one) => one === typed);
  return rule === undefined ? typed : t(RULES[rule].label);
}

async function versionsOf(request: FastifyRequest, q: Queryable) {
  const names = new Map((await listUserNames(q)).map(({ id, name }) => [id, name]));
  return (await listPolicies(q)).map((version) => ({
    from: monthText(version.fromMonth, request.locale),
    text: policyText(request, version),
    saved: request.formats.instant(version.savedAt),
    by: names.get(version.savedBy) ?? '',
  }));
}

function policyText({ t, locale }: FastifyRequest, { k, bonusOnly, ownSurvey }: CommissionPolicy): string {
  return [
    `k = ${weightText(k, separator(locale))}`,
    ...(bonusOnly ? [t('commissions.bonusOnly').toLowerCase()] : []),
    `${t('commissions.ownSurveyLabel').toLowerCase()}: ${t(RULES[ownSurvey].label).toLowerCase()}`,
  ].join(' · ');
}

const EXAMPLE_BASE = 5000;

/** The policy as typed, on a base of R$ 50,00 and four qualities; nothing while the weight is none. */
function exampleOf({ formats, locale }: FastifyRequest, typed: PolicyForm) {
  const k = parseWeight(typed.k ?? '');
  if (k === null) return { weight: null, cases: [] };
  const policy = { k, bonusOnly: isTicked(typed.bonusOnly), ownSurvey: 'allow' as const };
  const cases = [[100], [60, -20], [], [-100]].map((weights) => {
    const scores = weights.map((sum) => ({ sum, count: 1 }));
    const executions = scores.map((score, index) => ({ id: index, executedBy: 0, score }));
    const facts = { sellerId: 1, baseCents: EXAMPLE_BASE, reversed: false, executions };
    const quality = qualityOf(scores);
    const written = quality === null ? '—' : ratioText(quality, 2, separator(locale)).text;
    const factor = ratioText(factorOf(quality, policy), 4, separator(locale), 2).text;
    return {
      weights: weights.map(formats.number).join(' · ') || '—',
      q: written,
      factor,
      amount: formats.money(commissionOf(facts, policy).cents),
    };
  });
  return { weight: weightText(k, separator(locale)), base: formats.money(EXAMPLE_BASE), cases };
}

function separator(locale: Locale): ',' | '.' {
  return locale === 'en' ? '.' : ',';
}
