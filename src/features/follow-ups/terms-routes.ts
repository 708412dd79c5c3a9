import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { saveFollowUpTerms } from '../../actions/save-follow-up-terms.js';
import { FOLLOW_UP_KINDS, type FollowUpKind } from '../../domain/follow-up.js';
import type { Database } from '../../store/connection.js';
import { getFollowUpSettings } from '../../store/follow-up-settings.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, one, parseId, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { FOLLOW_UP_KIND_TEXTS } from '../follow-up-texts.js';
import { isOwnSave } from '../own-save.js';
import { READ_FORM, type Reconciled, reconcile } from '../three-way.js';

const URL = '/config/follow-ups';

const termsForm = form({
  version: text(10),
  ...READ_FORM,
  ...Object.fromEntries(FOLLOW_UP_KINDS.map((kind) => [kind, text(20)])),
});

type Typed = Readonly<Record<FollowUpKind, string>>;

/** *Prazos de acompanhamento*: in how many business days each kind is due by itself (SPEC 6). */
export async function followUpTermsRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'admin' } } as const;
  app.get(URL, access, show);
  app.post(URL, { ...access, schema: { body: termsForm } }, save);

  async function show(request: FastifyRequest, reply: FastifyReply) {
    const { days, version } = await getFollowUpSettings(db.read);
    const typed = typedOf((kind) => String(days[kind]));
    return page(request, reply, { typed, read: typed, version });
  }

  async function save(request: FastifyRequest, reply: FastifyReply) {
    const typed = typedOf((kind) => one(request.body, kind));
    const version = parseId(one(request.body, 'version')) ?? 0;
    const result = await saveFollowUpTerms(actionContext(request, db), version, typed);
    if (result.ok) {
      flash(reply, { kind: 'success', key: 'followUps.termsSaved' });
      return reply.redirect(URL, 303);
    }
    if (result.refusal.kind === 'invalid')
      return page(request, reply, { typed, version, errors: errorViews(result.refusal.errors, request.t) }, 422);
    return showConflict(request, reply, typed);
  }

  /** What is stored beside what was typed; the form now carries the stored version: saving again is a decision. */
  async function showConflict(request: FastifyRequest, reply: FastifyReply, typed: Typed) {
    const { days, version } = await getFollowUpSettings(db.read);
    const stored = typedOf((kind) => String(days[kind]));
    const own = await isOwnSave(request, db.read, [{ entity: 'follow-up-settings', entityId: 1, version }]);
    const factsOf = (form: Typed) =>
      FOLLOW_UP_KINDS.map((kind) => ({ label: request.t(FOLLOW_UP_KIND_TEXTS[kind]), value: form[kind] }));
    return page(
      request,
      reply,
      { ...(await reconcile(request, { stored, typed }, factsOf)), own, read: stored, version },
      409,
    );
  }

  function page(request: FastifyRequest, reply: FastifyReply, shown: Shown, status = 200) {
    const { t } = request;
    const title = t('navigation.followUpTerms');
    const { typed, version, errors = [], conflict = null, taken = null, own = false } = shown;
    const formRead = shown.read ? JSON.stringify(shown.read) : one(request.body, 'readForm');
    const fields = FOLLOW_UP_KINDS.map((kind) => ({
      name: kind,
      label: t(FOLLOW_UP_KIND_TEXTS[kind]),
      value: typed[kind],
    }));
    const breadcrumbs = [{ label: t('navigation.configuration') }, { label: title }];
    const model = {
      fields,
      readVersion: version,
      formRead,
      errors,
      conflict,
      conflictOwn: own,
      taken,
      saveHref: URL,
      href: URL,
    };
    return reply.page('follow-ups/terms', model, { title, breadcrumbs, status });
  }
}

interface Shown {
  readonly typed: Typed;
  readonly version: number;
  readonly errors?: readonly FieldErrorView[];
  /** As it was read, where that is known; it goes on with the form. */
  readonly read?: Typed;
  readonly conflict?: Reconciled<Typed>['conflict'];
  readonly taken?: Reconciled<Typed>['taken'];
  /** Who looks saved it himself, in another window. */
  readonly own?: boolean;
}

function typedOf(textOf: (kind: FollowUpKind) => string): Typed {
  return Object.fromEntries(FOLLOW_UP_KINDS.map((kind) => [kind, textOf(kind)])) as Typed;
}
