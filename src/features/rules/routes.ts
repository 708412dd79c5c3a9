import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import { readCalendar } from '../../store/holidays.js';
import { one, query, text } from '../../web/forms.js';
import { configPanelRoutes } from '../config-panel.js';
import { rulePanel } from './panel.js';
import { scheduleView } from './schedule.js';

const daysQuery = query({ startDays: text(100), expiryDays: text(100), businessDays: text(5) });

/** *Painel de Regras*, and the sentence that says what its numbers mean while they are typed. */
export async function ruleRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const admin = { config: { access: 'admin' } } as const;
  app.get('/config/rules/schedule', { ...admin, schema: { querystring: daysQuery } }, showSchedule);
  configPanelRoutes(app, db, rulePanel);

  async function showSchedule(request: FastifyRequest, reply: FastifyReply) {
    const typed = {
      startDays: one(request.query, 'startDays'),
      expiryDays: one(request.query, 'expiryDays'),
      businessDays: one(request.query, 'businessDays'),
    };
    const calendar = await readCalendar(db.read, request.locale);
    return reply.part('rules/_schedule', { schedule: scheduleView(typed, request, calendar) });
  }
}
