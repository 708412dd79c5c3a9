import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { changePassword, changePreferences, type PasswordRefusal } from '../../actions/change-account.js';
import type { Database } from '../../store/connection.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, one, text } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';
import { actionContext } from '../action-context.js';

const preferencesForm = form({ locale: text(20), theme: text(20) });
const passwordForm = form({ username: text(200), current: text(400), password: text(400) });

/** The user's own page: language, theme, password. */
export async function accountRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'signed-in' } } as const;
  app.get('/account', access, async (request, reply) => accountPage(request, reply, [], 200));
  app.post('/account/preferences', { ...access, schema: { body: preferencesForm } }, savePreferences);
  app.post('/account/password', { ...access, schema: { body: passwordForm } }, savePassword);

  async function savePreferences(request: FastifyRequest, reply: FastifyReply) {
    const typed = { locale: one(request.body, 'locale'), theme: one(request.body, 'theme') };
    const result = await changePreferences(actionContext(request, db), signedIn(request).id, typed);
    if (!result.ok) return accountPage(request, reply, errorViews(result.refusal, request.t), 422);
    flash(reply, { kind: 'success', key: 'account.saved' });
    return reply.redirect('/account', 303);
  }

  async function savePassword(request: FastifyRequest, reply: FastifyReply) {
    const { id } = signedIn(request);
    const typed = { current: one(request.body, 'current'), password: one(request.body, 'password') };
    const result = await changePassword(actionContext(request, db), id, typed);
    if (!result.ok) return accountPage(request, reply, passwordErrors(request, result.refusal), 422);
    await request.session.regenerate();
    request.session.userId = id;
    flash(reply, { kind: 'success', key: 'account.passwordChanged' });
    return reply.redirect('/account', 303);
  }
}

function passwordErrors(request: FastifyRequest, refusal: PasswordRefusal): FieldErrorView[] {
  const { t, formats } = request;
  switch (refusal.kind) {
    case 'invalid':
      return errorViews(refusal.errors, t);
    case 'wrong':
      return [{ field: 'current', text: t('account.wrongPassword') }];
    case 'blocked':
      return [{ field: 'current', text: t('access.tooManyAttempts', { time: formats.time(refusal.until) }) }];
  }
}

function accountPage(request: FastifyRequest, reply: FastifyReply, errors: FieldErrorView[], status: number) {
  const { t } = request;
  const { locale, theme } = signedIn(request);
  const languages = [
    { value: '', label: t('account.languageCompany') },
    { value: 'pt-BR', label: 'Português' },
    { value: 'en', label: 'English' },
  ];
  const themes = [
    { value: 'auto', label: t('account.themeAuto') },
    { value: 'light', label: t('account.themeLight') },
    { value: 'dark', label: t('account.themeDark') },
  ];
  const model = { errors, preferences: { locale: locale ?? '', theme }, languages, themes };
  return reply.page('account/account', model, { title: t('account.title'), status });
}
