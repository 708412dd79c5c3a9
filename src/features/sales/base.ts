import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type BaseRefusal, correctBase } from '../../actions/correct-base.js';
import type { Database } from '../../store/connection.js';
import { flash } from '../../web/flash.js';
import { errorViews, form, idOf, idParams, one, parseId, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { salePage } from './page.js';

/** Beyond the domain's limit, so that a text that is too long is refused at its field. */
const LONG = 20_000;
const baseForm = form({ version: text(10), base: text(200), reason: text(LONG) });

/** Correcting the commission base that a sale has copied (SPEC 7). */
export async function saleBaseRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  app.post('/sales/:id/base', { ...access, schema: { params: idParams, body: baseForm } }, correct);

  async function correct(request: FastifyRequest, reply: FastifyReply) {
    const id = idOf(request);
    const typed = { base: one(request.body, 'base'), reason: one(request.body, 'reason') };
    const version = parseId(one(request.body, 'version')) ?? 0;
    const result = await correctBase(actionContext(request, db), { id, version }, typed);
    if (!result.ok) return salePage(request, reply, db, id, shownAfter(request, result.refusal, typed, version));
    flash(reply, { kind: 'success', key: 'sales.baseCorrected' });
    return reply.redirect(`/sales/${id}`, 303);
  }
}

function shownAfter(
  { t }: FastifyRequest,
  refusal: BaseRefusal,
  typed: { base: string; reason: string },
  version: number,
) {
  switch (refusal.kind) {
    case 'invalid':
      return { status: 422, refused: { name: 'base', typed, version, errors: errorViews(refusal.errors, t) } } as const;
    case 'stale':
      return { status: 409, problem: t('sales.baseStale'), refused: { name: 'base', typed, errors: [] } } as const;
    case 'month-closed':
      return { status: 409, problem: t('sales.baseMonthClosed') } as const;
  }
}
