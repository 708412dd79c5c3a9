import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FollowUpVerb } from '../../domain/follow-up.js';
import { editFacts, readEdit } from './edit-form.js';

/** The forms of a follow-up's page. */
export type FormName = Exclude<FollowUpVerb, 'postpone'> | 'comment';

/** What was typed into a form, to be copied where it can be sent no more. */
export function typedTexts(
  request: Pick<FastifyRequest, 't' | 'formats' | 'body'>,
  name: FormName,
  typed: Readonly<Record<string, string>>,
) {
  const { t, body } = request;
  const labels = {
    value: t('followUps.wonValue'),
    conclusion: t('followUps.conclusion'),
    reason: t('followUps.reason'),
    comment: t('followUps.comment'),
  };
  const asked = name === 'edit' ? editFacts(request, readEdit(body)) : labelled(labels, typed);
  return asked.filter(({ value }) => value.trim() !== '');
}

function labelled(labels: Readonly<Record<string, string>>, typed: Readonly<Record<string, string>>) {
  return Object.entries(labels).map(([name, label]) => ({ label, value: typed[name] ?? '' }));
}

/** What was typed into a form of what is not his to work any more: nothing else of it is his to see. */
export function keptPage(
  request: FastifyRequest,
  reply: FastifyReply,
  {
    problem,
    kept,
    home,
  }: {
    readonly problem: string;
    readonly kept: ReturnType<typeof typedTexts>;
    /** The list that he goes on with. */
    readonly home: { readonly label: string; readonly href: string };
  },
) {
  const title = request.t('surveys.notSaved');
  const breadcrumbs = [home, { label: title }];
  return reply.page('follow-ups/kept', { problem, kept, home }, { title, breadcrumbs, status: 409 });
}
