import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { importConfiguration } from '../../actions/import-configuration.js';
import type { FieldErrors } from '../../domain/result.js';
import type { Database } from '../../store/connection.js';
import { findProfileByName } from '../../store/profiles.js';
import { listOperatorChoices } from '../../store/rules.js';
import { flash } from '../../web/flash.js';
import { errorViews } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';
import { actionContext } from '../action-context.js';
import { onwards } from '../config-guide.js';
import {
  inOrderOfPage,
  offeredStarter,
  readStarter,
  starterBody,
  type TypedStarter,
  takenStarter,
} from './starter-form.js';
import { starterViews } from './starter-model.js';

/** The ready-made set: one form, saved all or nothing, and the same form twice saves it once. */
export async function starterRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'admin' } } as const;
  app.get('/config/first-steps/starter', access, showStarter);
  app.post('/config/first-steps/starter', { ...access, schema: { body: starterBody } }, saveStarter);

  async function showStarter(request: FastifyRequest, reply: FastifyReply) {
    const people = await listOperatorChoices(db.read, []);
    const operators = people.filter(({ role }) => role === 'operator');
    const callers = operators.length > 0 ? operators : people.filter(({ id }) => id === signedIn(request).id);
    const logins = callers.map(({ login }) => login);
    return starterPage(request, reply, offeredStarter(request.t, logins), [], 200);
  }

  async function saveStarter(request: FastifyRequest, reply: FastifyReply) {
    const typed = readStarter(request.body);
    const { configuration, controlOf } = takenStarter(typed, request.t);
    if (configuration.rules.length === 0)
      return starterPage(request, reply, typed, [{ field: 'rules', message: 'tooFew', params: { min: 1 } }], 422);
    const result = await importConfiguration(actionContext(request, db), configuration, 'refuse');
    if (!result.ok) {
      const errors = result.refusal.map((error) => ({ ...error, field: controlOf(error.field) }));
      return starterPage(request, reply, typed, inOrderOfPage(onceEach(errors)), 422);
    }
    flash(reply, { kind: 'success', key: 'starter.done', params: { count: configuration.rules.length } });
    const profile = await findProfileByName(db.read, configuration.profiles[0]?.name ?? '');
    return reply.redirect(onwards('profile', profile?.id ?? 0), 303);
  }

  async function starterPage(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: TypedStarter,
    errors: FieldErrors,
    status: number,
  ) {
    const { t } = request;
    const model = {
      ...starterViews(typed, await listOperatorChoices(db.read, []), t),
      errors: errorViews(errors, t),
    };
    const title = t('starter.title');
    const home = { label: t('navigation.firstSteps'), href: '/config/first-steps' };
    const breadcrumbs = [{ label: t('navigation.configuration') }, home, { label: title }];
    return reply.page('first-steps/starter', model, { title, subtitle: t('starter.subtitle'), breadcrumbs, status });
  }
}

/** Three rules with the same operators have the same fault: it is one to the reader. */
function onceEach(errors: FieldErrors): FieldErrors {
  return [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()];
}
