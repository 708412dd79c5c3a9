import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import type { Queryable } from '../../store/dialect.js';
import { listFilterChoices } from '../../store/filter-choices.js';
import { listUserNames } from '../../store/names.js';
import { cityOptions, filtersPage, nameOptions, type Options } from '../list-form.js';
import { listQuery } from '../list-parameters.js';
import { followUpList, followUpsHref } from './links.js';
import { readFollowUpQuery } from './query.js';

/** The form of all filters, which sends them to the list. */
export async function followUpFilterRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const options = { config: { access: 'operator' }, schema: { querystring: listQuery } } as const;
  app.get('/follow-ups/filters', options, showFilters);

  async function showFilters(request: FastifyRequest, reply: FastifyReply) {
    const query = await readFollowUpQuery(request, db.read);
    return filtersPage(request, reply, followUpList(query), {
      options: await followUpOptions(request, db.read),
      crumb: { label: request.t('navigation.followUps'), href: followUpsHref(query) },
    });
  }
}

/** What the filters of signals offer to pick: who may run surveys, ran them. */
export async function signalOptions(request: Pick<FastifyRequest, 't'>, q: Queryable): Promise<Options> {
  const choices = await listFilterChoices(q);
  return {
    operator: nameOptions(request, choices.operators),
    product: nameOptions(request, choices.products),
    profile: nameOptions(request, choices.profiles),
    rule: nameOptions(request, choices.rules),
    seller: nameOptions(request, choices.sellers),
    city: cityOptions(request, choices),
  };
}

/** What the filters offer to pick: anybody may own one. */
export async function followUpOptions(request: Pick<FastifyRequest, 't'>, q: Queryable): Promise<Options> {
  const choices = await listFilterChoices(q);
  return {
    owner: nameOptions(request, await listUserNames(q)),
    product: nameOptions(request, choices.products),
    profile: nameOptions(request, choices.profiles),
    rule: nameOptions(request, choices.rules),
    seller: nameOptions(request, choices.sellers),
    city: cityOptions(request, choices),
  };
}
