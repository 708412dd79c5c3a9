import type { FastifyInstance } from 'fastify';
import type { Database } from '../../store/connection.js';
import { form, query, text, texts } from '../../web/forms.js';
import { exportMonth, exportStatement } from './export.js';
import { monthParams, statementParams } from './keys.js';
import { postClosing, showMonth } from './month.js';
import { showOverview } from './overview.js';
import { postMonthsPaid, postPayment, postSellersPaid } from './payments.js';
import { policyRoutes } from './policy.js';
import { printStatement, showStatement } from './statement.js';

const FORMATS = ['csv', 'xlsx'] as const;
const MONTH = '/commissions/months/:month';
const STATEMENT = '/commissions/statements/:statement';

/** *Comissões* (SPEC 7): months and statements, for managers those of all, for a seller his own. */
export async function commissionRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const [signedIn, manager] = [{ config: { access: 'signed-in' } }, { config: { access: 'manager' } }] as const;
  const ofMonth = { ...manager, schema: { params: monthParams } };
  const ofStatement = { ...signedIn, schema: { params: statementParams } };
  app.get('/commissions', { ...signedIn, schema: { querystring: query({ until: text(10) }) } }, (request, reply) =>
    showOverview(request, reply, db),
  );
  const shown = { ...manager, schema: { params: monthParams, querystring: query({ closing: text(10) }) } };
  app.get(MONTH, shown, (request, reply) => showMonth(request, reply, db));
  const closing = { ...manager, schema: { params: monthParams, body: form({ shown: text(100) }) } };
  app.post(`${MONTH}/closing`, closing, (request, reply) => postClosing(request, reply, db));
  const payment = { ...manager, schema: { params: monthParams, body: form({ seller: text(10) }) } };
  app.post(`${MONTH}/payment`, payment, (request, reply) => postPayment(request, reply, db));
  const picked = form({ picked: texts(10, 500) });
  const sellersPaid = { ...manager, schema: { params: monthParams, body: picked } };
  app.post(`${MONTH}/payments`, sellersPaid, (request, reply) => postSellersPaid(request, reply, db));
  app.post('/commissions/payments', { ...manager, schema: { body: picked } }, (request, reply) =>
    postMonthsPaid(request, reply, db),
  );
  const paged = { ...signedIn, schema: { params: statementParams, querystring: query({ page: text(10) }) } };
  app.get(STATEMENT, paged, (request, reply) => showStatement(request, reply, db));
  app.get(`${STATEMENT}/print`, ofStatement, (request, reply) => printStatement(request, reply, db));
  for (const format of FORMATS) {
    // Who asks for the headers alone would start the whole of it.
    const file = { exposeHeadRoute: false };
    app.get(`${MONTH}/export.${format}`, { ...ofMonth, ...file }, (request, reply) =>
      exportMonth(request, reply, db, format),
    );
    app.get(`${STATEMENT}/export.${format}`, { ...ofStatement, ...file }, (request, reply) =>
      exportStatement(request, reply, db, format),
    );
  }
  await policyRoutes(app, { db });
}
