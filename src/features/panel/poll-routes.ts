import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import type { SurveyReads } from '../../store/survey-reads.js';
import { countersOf, LISTS, type Tab } from '../../store/survey-tabs.js';
import { currentVersion } from '../../store/write-versions.js';
import { readSeen, SEEN_HEADER, type Seen, seenText } from './poll.js';
import { panelQuery, readPanelQuery, scopeOf } from './query.js';
import { countersModel, pollModel } from './view-model.js';

/** The counters of a panel that lies open (SPEC 6): nothing at all while nothing was written, or the new figures. */
export async function pollRoutes(
  app: FastifyInstance,
  { db, surveys }: { db: Database; surveys: SurveyReads },
): Promise<void> {
  const options = { config: { access: 'manager', byItself: true }, schema: { querystring: panelQuery } } as const;
  for (const tab of LISTS)
    app.get(`/panel/${tab}/counters`, options, (request, reply) => sendCounters(request, reply, tab));

  async function sendCounters(request: FastifyRequest, reply: FastifyReply, tab: Tab) {
    const seen = readSeen(request.headers[SEEN_HEADER]);
    // Read before the counting: a write in between is then counted again, never missed.
    const now = { version: await currentVersion(db.read), today: request.today };
    if (seen?.version === now.version && seen.today === now.today) return reply.code(204).send();
    const query = await readPanelQuery(request, db.read, tab);
    if (query.errors.length > 0) return reply.code(204).send();
    const counts = await surveys.counts(countersOf(tab, scopeOf(query, request)));
    const listed = seen?.listed ?? counts.listed;
    const next: Seen = { listed, ...now };
    const poll = pollModel(tab, query, { seen: seenText(next), changed: listed !== counts.listed });
    return reply.part('panel/_counters', { ...countersModel(request, { tab, query, counts }), poll });
  }
}
