import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { rememberChips } from '../../actions/remember-chips.js';
import type { Database } from '../../store/connection.js';
import { CHIPS, isChip } from '../../store/survey-tabs.js';
import { form, one, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { MAX_SEARCH, paramsOf } from '../list-search.js';
import { panelHref } from './links.js';
import { readPanelQuery } from './query.js';

const chipForm = form({ search: text(MAX_SEARCH), chip: text(20) });

/** Switches a status of *Não executadas* on or off, for this list and for the next time that the user looks (SPEC 6). */
export async function chipRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  app.post('/panel/pending/chips', { config: { access: 'manager' }, schema: { body: chipForm } }, toggleChip);

  async function toggleChip(request: FastifyRequest, reply: FastifyReply) {
    const { t, today, user, body } = request;
    const query = await readPanelQuery({ query: paramsOf(one(body, 'search')), t, today, user }, db.read, 'pending');
    const toggled = one(body, 'chip');
    const chips = CHIPS.filter((chip) => query.chips.includes(chip) !== (chip === toggled));
    if (isChip(toggled)) await rememberChips(actionContext(request, db), chips);
    return reply.redirect(panelHref('pending', query, { chips }), 303);
  }
}
