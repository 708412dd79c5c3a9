import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { calendarWith, removeHoliday } from '../../actions/save-holiday.js';
import type { Calendar } from '../../domain/calendar.js';
import { effectsOfCalendar } from '../../domain/configuration-change.js';
import { validateHoliday } from '../../domain/holiday.js';
import type { Database } from '../../store/connection.js';
import { getHoliday } from '../../store/holidays.js';
import { flash } from '../../web/flash.js';
import { form, idOf, idParams, one, parseId, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { applyingHref, jobPageOf, previewOf, reachError } from '../config-reach.js';
import { askedReach, effectsModel, REACH_FIELDS, readReach } from '../effects-model.js';
import { BASE, crumbs, readHoliday } from './view-model.js';

/** The year that shows a day. */
export function yearHref(on: string): string {
  return `${BASE}?year=${on.slice(0, 4)}`;
}

/** What the calendar with the holiday as typed does to open surveys, where that is asked for: the model of views/config/_effects. */
export async function holidayEffects(request: FastifyRequest, db: Database, id: number | null) {
  const asked = askedReach(readReach(request.body), request, false);
  if (!asked.ok || asked.value === null) return { effects: null };
  const checked = validateHoliday(readHoliday(request.body));
  if (!checked.ok) return { effects: null, effectsText: request.t('effects.mendFirst') };
  return { effects: await effectsBy(request, db, await calendarWith(db.read, id, checked.value)) };
}

/** What a calendar does to open surveys, in numbers. */
export async function effectsBy(request: FastifyRequest, db: Database, calendar: Calendar) {
  return effectsModel(request, db.read, await previewOf(request, db, effectsOfCalendar(), calendar));
}

/** The page that removes a holiday of the company's own: what that does to open surveys is said before. */
export function holidayRemovalRoutes(app: FastifyInstance, db: Database): void {
  const access = { access: 'admin' } as const;
  const url = `${BASE}/:id/removal`;
  app.get(url, { config: access, schema: { params: idParams } }, (request, reply) => page(request, reply));
  const body = form({ version: text(10), ...REACH_FIELDS });
  app.post(url, { config: access, schema: { params: idParams, body } }, remove);
  app.post(`${url}/preview`, { config: access, schema: { params: idParams, body } }, async (request, reply) =>
    reply.part('config/_effects', {
      effects: await effectsBy(request, db, await calendarWith(db.read, idOf(request), null)),
    }),
  );

  async function remove(request: FastifyRequest, reply: FastifyReply) {
    const target = { id: idOf(request), version: parseId(one(request.body, 'version')) ?? 0 };
    const { on } = await getHoliday(db.read, target.id);
    const asked = askedReach(readReach(request.body), request, false);
    const result = await removeHoliday(actionContext(request, db), target, asked.ok ? asked.value : null);
    if (result.ok) {
      flash(reply, { kind: 'success', key: 'calendar.removed' });
      return reply.redirect((await jobPageOf(db, 'holiday', target.id, target.version + 1)) ?? yearHref(on), 303);
    }
    const { refusal } = result;
    if (refusal.kind === 'effects' || refusal.kind === 'applying')
      return page(request, reply, [reachError(request, refusal, readReach(request.body).shown)]);
    return page(request, reply, [{ field: '', text: request.t('config.changedMeanwhile') }]);
  }

  async function page(request: FastifyRequest, reply: FastifyReply, errors: object[] = []) {
    const { t } = request;
    const { id, version, name } = await getHoliday(db.read, idOf(request));
    const title = t('effects.removeTitle', { name });
    const model = {
      record: { id, version },
      errors,
      href: `${BASE}/${id}`,
      action: `${BASE}/${id}/removal`,
      intro: t('calendar.removeText'),
      box: { label: t('effects.apply'), hint: t('effects.removalHint') },
      submitLabel: t('calendar.remove'),
      usedIn: [],
      chosen: one(request.body, 'applyToOpen') !== '',
      effects: await effectsBy(request, db, await calendarWith(db.read, id, null)),
      applyingHref: await applyingHref(db),
    };
    const status = errors.length > 0 ? 409 : 200;
    return reply.page('config/deactivation', model, { title, breadcrumbs: crumbs(request, title), status });
  }
}
