import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SuccessionForm } from '../../domain/succession.js';
import type { Database } from '../../store/connection.js';
import { countFollowUpsLeftBy, countSurveysLeftBy, listRulesInNeed, type RuleInNeed } from '../../store/estate.js';
import { listUsersWithAccess, usageOfUser } from '../../store/user-list.js';
import type { User } from '../../store/users.js';
import { type FieldErrorView, many, one } from '../../web/forms.js';
import { BASE, crumbs } from './list.js';

/** Who takes over, as typed: a rule's own heir as `rule:user`. */
export type TypedSuccession = {
  readonly [Field in keyof Required<SuccessionForm>]: NonNullable<SuccessionForm[Field]>;
};

export function readSuccession(body: unknown): TypedSuccession {
  return {
    successor: one(body, 'successor'),
    rules: many(body, 'rules'),
    surveys: one(body, 'surveys'),
    followUps: one(body, 'followUps'),
  };
}

/** Before a deactivation: what it does, what is in the user's name, and who takes over where nobody else is left. */
export async function showDeactivation(
  request: FastifyRequest,
  reply: FastifyReply,
  db: Database,
  user: User,
  shown: { readonly typed: TypedSuccession; readonly errors: readonly FieldErrorView[]; readonly status: number },
) {
  const { t } = request;
  const rules = await listRulesInNeed(db.read, user.id);
  const surveyCount = await countSurveysLeftBy(db.read, user.id);
  const followUpCount = await countFollowUpsLeftBy(db.read, user.id);
  const parts = rules.length + (surveyCount > 0 ? 1 : 0) + (followUpCount > 0 ? 1 : 0);
  const people = parts === 0 ? [] : await listUsersWithAccess(db.read, user.id);
  const options = people.map(({ id, name, login }) => ({ value: String(id), label: `${name} (${login})` }));
  const href = `${BASE}/${user.id}`;
  const model = {
    user,
    dependants: await dependantsOf(request, db, user, { surveyCount, followUpCount }),
    rules: rules.map((rule) => ruleChoice(rule, shown.typed, options)),
    surveys: surveyCount > 0 ? t('operators.surveysLeft', { count: surveyCount }) : null,
    followUps: followUpCount > 0 ? t('operators.followUpsLeft', { count: followUpCount }) : null,
    needed: parts > 0,
    several: parts > 1,
    separately: [...shown.typed.rules, shown.typed.surveys, shown.typed.followUps].some((one) => one !== ''),
    people: options,
    typed: shown.typed,
    errors: shown.errors,
    href,
  };
  const title = t('operators.deactivateTitle');
  const path = [{ label: t('navigation.operators'), href: BASE }, { label: user.name, href }, { label: title }];
  const { status } = shown;
  const breadcrumbs = crumbs(request, ...path);
  return reply.page('operators/deactivation', model, { title, subtitle: user.name, breadcrumbs, status });
}

function ruleChoice(
  { id, name }: RuleInNeed,
  typed: TypedSuccession,
  people: readonly { readonly value: string; readonly label: string }[],
) {
  return {
    name,
    href: `/config/rules/${id}`,
    id: `rule-${id}`,
    value: typed.rules.find((pair) => pair.startsWith(`${id}:`)) ?? '',
    options: people.map(({ value, label }) => ({ value: `${id}:${value}`, label })),
  };
}

/** What is in his name, with the way to it. */
async function dependantsOf(
  { t }: FastifyRequest,
  db: Database,
  { id }: User,
  { surveyCount, followUpCount }: { readonly surveyCount: number; readonly followUpCount: number },
) {
  const { rules, saleCount } = await usageOfUser(db.read, id);
  return [
    { label: t('operators.ruleCount', { count: rules.length }), href: `/config/rules?operator=${id}&show=all` },
    { label: t('operators.surveysLeft', { count: surveyCount }), href: `/panel/pending?operator=${id}` },
    { label: t('operators.followUpsLeft', { count: followUpCount }), href: `/follow-ups?tab=all&owner=${id}` },
    { label: t('operators.saleCount', { count: saleCount }), href: `/sales?seller=${id}` },
  ];
}
