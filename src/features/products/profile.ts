import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { giveProfile } from '../../actions/give-profile.js';
import type { Target } from '../../store/configuration.js';
import type { Database } from '../../store/connection.js';
import { listProductProfiles } from '../../store/products.js';
import { listProfileChoices } from '../../store/profiles.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, many, one, parseId, query, text, texts } from '../../web/forms.js';
import { actionContext } from '../action-context.js';

const URL = '/config/products/profile';
const body = form({ profile: text(10), products: texts(30, 5_000) });

interface Typed {
  readonly profile: string;
  /** Ids. */
  readonly products: readonly string[];
}

/** One profile for several products at once: a list that an import made has none yet (SPEC 2). */
export async function productProfileRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'admin' } } as const;
  app.get(URL, { ...access, schema: { querystring: query({ profile: text(10) }) } }, ask);
  app.post(URL, { ...access, schema: { body } }, give);

  async function ask(request: FastifyRequest, reply: FastifyReply) {
    return askingPage(request, reply, { profile: one(request.query, 'profile'), products: [] }, [], 200);
  }

  async function give(request: FastifyRequest, reply: FastifyReply) {
    const picked = many(request.body, 'products').map(toTarget);
    const typed = { profile: one(request.body, 'profile'), products: picked.map(({ id }) => String(id)) };
    const result = await giveProfile(actionContext(request, db), picked, parseId(typed.profile));
    if (result.ok) {
      flash(reply, { kind: 'success', key: 'products.profileGiven', params: { count: result.value } });
      return reply.redirect('/config/products', 303);
    }
    const { refusal } = result;
    if (refusal.kind === 'invalid')
      return askingPage(request, reply, typed, errorViews(refusal.errors, request.t), 422);
    const stale = [{ field: 'products', text: request.t('products.changedMeanwhile') }];
    return askingPage(request, reply, typed, stale, 409);
  }

  async function askingPage(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Typed,
    errors: readonly FieldErrorView[],
    status: number,
  ) {
    const { t } = request;
    const products = await listProductProfiles(db.read);
    const profiles = await listProfileChoices(db.read, null);
    const model = {
      typed,
      errors,
      offered: products.map(({ id, version, name, profileName }) => ({
        // The version that was shown: a product that somebody saves meanwhile is not overwritten.
        value: `${id}.${version}`,
        label: name,
        detail: profileName ?? t('products.noProfile'),
        selected: typed.products.includes(String(id)),
      })),
      profiles: profiles.map(({ id, name }) => ({ value: String(id), label: name })),
    };
    const title = t('products.giveProfile');
    const home = { label: t('navigation.products'), href: '/config/products' };
    const breadcrumbs = [{ label: t('navigation.configuration') }, { label: t('navigation.crm') }, home];
    return reply.page('products/profile', model, { title, breadcrumbs: [...breadcrumbs, { label: title }], status });
  }
}

/** `12.3` is product 12 in version 3; what is neither names no product. */
function toTarget(value: string): Target {
  const [id = '', version = ''] = value.split('.');
  return { id: parseId(id) ?? 0, version: parseId(version) ?? 0 };
}
