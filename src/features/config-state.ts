import type { FastifyRequest } from 'fastify';
import type { ActionContext } from '../actions/context.js';
import { deactivateQuestion } from '../actions/deactivate-question.js';
import type { ConfigRefusal } from '../actions/saving.js';
import { setActive } from '../actions/set-active.js';
import type { Result } from '../domain/result.js';
import type { ConfigKind, Target } from '../store/configuration.js';
import type { Queryable } from '../store/dialect.js';
import { listRulesOnlyAsking } from '../store/lonely-rules.js';
import { countByStatus } from '../store/survey-counts.js';
import type { SurveyFilter } from '../store/survey-filter.js';

/** What depends on a record, said before it is deactivated. */
export interface Dependants {
  readonly list: readonly { readonly label: string; readonly href: string }[];
  /** What deactivating it would leave behind, and what the form says that it has shown of that. */
  readonly warning: string | null;
  readonly seen: readonly { readonly name: 'seen'; readonly value: string }[];
}

/** What depends on the record now: open surveys, and rules that would be left without an active question. */
export async function dependantsOf(
  request: Pick<FastifyRequest, 't' | 'today'>,
  q: Queryable,
  kind: ConfigKind,
  id: number,
): Promise<Dependants> {
  switch (kind) {
    case 'question':
      return lonelyRules(request, q, id);
    case 'rule':
      return openSurveys(request, q, { ruleIds: [id] }, `rule=${id}`);
    case 'profile':
      return openSurveys(request, q, { profileIds: [id] }, `profile=${id}`);
    case 'product':
      return openSurveys(request, q, { productIds: [id] }, `product=${id}`);
  }
}

async function lonelyRules({ t }: Pick<FastifyRequest, 't'>, q: Queryable, id: number): Promise<Dependants> {
  const rules = await listRulesOnlyAsking(q, id);
  return {
    list: rules.map((rule) => ({ label: rule.name, href: `/config/rules/${rule.id}` })),
    warning: rules.length === 0 ? null : t('config.onlyQuestionOf', { count: rules.length }),
    seen: rules.map((rule) => ({ name: 'seen', value: String(rule.id) })),
  };
}

/** Each status of the open surveys that there is, with the list behind it. */
async function openSurveys(
  { t, today }: Pick<FastifyRequest, 't' | 'today'>,
  q: Queryable,
  filter: SurveyFilter,
  query: string,
): Promise<Dependants> {
  const counts = await countByStatus(q, today, filter);
  const list = [
    { status: 'scheduled', count: counts.scheduled, label: t('config.scheduledSurveys', { count: counts.scheduled }) },
    { status: 'due', count: counts.due, label: t('config.dueSurveys', { count: counts.due }) },
    {
      status: 'inconsistent',
      count: counts.inconsistent,
      label: t('config.overdueSurveys', { count: counts.inconsistent }),
    },
  ]
    .filter(({ count }) => count > 0)
    .map(({ status, label }) => ({ label, href: `/panel/pending?${query}&status=${status}` }));
  return { list, warning: list.length === 0 ? null : t('config.openSurveysStay'), seen: [] };
}

/** Switches a record on or off; `seen` is what the form had shown of what it leaves behind. */
export function switchState(
  context: ActionContext,
  kind: ConfigKind,
  target: Target,
  active: boolean,
  seen: readonly string[],
): Promise<Result<null, ConfigRefusal>> {
  if (kind === 'question' && !active) return deactivateQuestion(context, target, seen.map(Number));
  return setActive(context, kind, target, active);
}
