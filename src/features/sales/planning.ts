import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { planSales, previewPlanning } from '../../actions/plan-sales.js';
import { validatePlanning } from '../../domain/planning-form.js';
import type { FieldErrors } from '../../domain/result.js';
import type { Database } from '../../store/connection.js';
import { flash } from '../../web/flash.js';
import { errorViews, form, idOf, idParams, one, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { choicesToCount, planningModel, readPlanning, totalOf } from '../planning-choices.js';
import { PLANNING_FIELDS } from './form.js';
import { salePage } from './page.js';
import { filterParams, readSalesQuery, salesHref, salesQuery } from './query.js';

const bulkForm = form({ ...salesQuery.properties, ...PLANNING_FIELDS, recount: text(1) });

/** *Planejar agora*, alone and for a whole filter (SPEC 2). */
export async function salePlanningRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  const body = form(PLANNING_FIELDS);
  app.get('/sales/planning', { ...access, schema: { querystring: salesQuery } }, (request, reply) =>
    bulkPage(request, reply, request.query, []),
  );
  app.post('/sales/planning', { ...access, schema: { body: bulkForm } }, planFilter);
  app.post('/sales/:id/planning', { ...access, schema: { params: idParams, body } }, planOne);

  async function planOne(request: FastifyRequest, reply: FastifyReply) {
    const id = idOf(request);
    const typed = readPlanning(request.body);
    const choice = validatePlanning(typed);
    if (!choice.ok) {
      const refused = { name: 'planning', typed, errors: errorViews(choice.refusal, request.t) } as const;
      return salePage(request, reply, db, id, { status: 422, refused });
    }
    const report = await planSales(actionContext(request, db), { saleId: id }, choice.value);
    flash(reply, { kind: 'success', key: 'sales.planned', params: { count: totalOf(report) } });
    return reply.redirect(`/sales/${id}`, 303);
  }

  async function planFilter(request: FastifyRequest, reply: FastifyReply) {
    const choice = validatePlanning(readPlanning(request.body));
    const asked = readSalesQuery(request.body);
    if (!choice.ok || asked.errors.length > 0 || one(request.body, 'recount'))
      return bulkPage(request, reply, request.body, choice.ok ? [] : choice.refusal);
    const report = await planSales(actionContext(request, db), { filter: asked.filter }, choice.value);
    const params = { count: totalOf(report), sales: report.plannedSales };
    flash(reply, { kind: 'success', key: 'sales.plannedFilter', params });
    return reply.redirect(salesHref(asked), 303);
  }

  async function bulkPage(request: FastifyRequest, reply: FastifyReply, posted: unknown, refused: FieldErrors) {
    const { t, today } = request;
    const asked = readSalesQuery(posted);
    // The filter is mended where it is typed.
    if (asked.errors.length > 0) return reply.redirect(salesHref(asked), 303);
    const typed = readPlanning(posted);
    const { since } = planningModel(request, typed);
    const preview = await previewPlanning({ db, today }, { filter: asked.filter }, choicesToCount(since));
    const [first] = preview;
    const model = {
      carried: filterParams(asked).map(([name, value]) => ({ name, value })),
      bare: first?.sales ?? 0,
      possible: preview.some((report) => totalOf(report) > 0),
      planning: planningModel(
        request,
        typed,
        preview.map((report) => report.surveys),
      ),
      errors: errorViews(refused, t),
      backHref: salesHref({ ...asked, situation: 'without-surveys' }),
    };
    const title = t('sales.planNow');
    const home = { label: t('navigation.sales'), href: '/sales' };
    const status = refused.length > 0 ? 422 : 200;
    return reply.page('sales/planning', model, {
      title,
      breadcrumbs: [{ label: t('navigation.crm') }, home, { label: title }],
      status,
    });
  }
}
