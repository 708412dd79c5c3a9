import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { saveCallingSettings } from '../../actions/save-calling-settings.js';
import { type CallingSettings, getCallingSettings } from '../../store/calling-settings.js';
import type { Database } from '../../store/connection.js';
import { flash } from '../../web/flash.js';
import { errorViews, form, one, parseId, text, texts } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { isOwnSave } from '../own-save.js';
import { READ_FORM, reconcile } from '../three-way.js';
import { factsOf, formModel, formOf, readForm, type Shown, TOGETHER } from './form.js';

const URL = '/config/calling';
const FLAGS = 'cooldownMinutes|needsNote|needsCallBack|proposesClosing|proposesExtension|active';

const callingForm = {
  ...form({
    version: text(10),
    ...READ_FORM,
    from: text(40),
    until: text(40),
    days: texts(10, 20),
    whatsAppText: text(20_000),
  }),
  patternProperties: { [`^outcomes\\.[a-z-]{1,20}\\.(${FLAGS})$`]: text(20) },
};

/** *Atendimento*: when customers are called, and what each outcome of an attempt asks for and leads to (SPEC 5). */
export async function callingRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'admin' } } as const;
  app.get(URL, access, show);
  app.post(URL, { ...access, schema: { body: callingForm } }, save);

  async function show(request: FastifyRequest, reply: FastifyReply) {
    const stored = await getCallingSettings(db.read);
    return page(request, reply, { stored, typed: formOf(stored), version: stored.version });
  }

  async function save(request: FastifyRequest, reply: FastifyReply) {
    const typed = readForm(request.body);
    const version = parseId(one(request.body, 'version')) ?? 0;
    const result = await saveCallingSettings(actionContext(request, db), version, typed);
    if (result.ok) {
      flash(reply, { kind: 'success', key: 'calling.saved' });
      return reply.redirect(URL, 303);
    }
    const stored: CallingSettings = await getCallingSettings(db.read);
    if (result.refusal.kind === 'stale') {
      const versions = await reconcile(request, { stored: formOf(stored), typed, together: TOGETHER }, (form) =>
        factsOf(request, form),
      );
      const own = await isOwnSave(request, db.read, [{ entity: 'calling', entityId: 1, version: stored.version }]);
      return page(request, reply, { stored, ...versions, own, version: stored.version }, 409);
    }
    const errors = errorViews(result.refusal.errors, request.t);
    return page(request, reply, { stored, typed, version, errors }, 422);
  }

  async function page(request: FastifyRequest, reply: FastifyReply, shown: Shown, status = 200) {
    const title = request.t('navigation.calling');
    const breadcrumbs = [{ label: request.t('navigation.configuration') }, { label: title }];
    return reply.page('calling/calling', { ...formModel(request, shown), href: URL }, { title, breadcrumbs, status });
  }
}
