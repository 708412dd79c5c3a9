import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { faultsOfChoice, giveProfile, givingEffects } from '../../actions/give-profile.js';
import type { ConfigRefusal } from '../../actions/saving.js';
import type { Target } from '../../store/configuration.js';
import type { Database } from '../../store/connection.js';
import { listProductProfiles } from '../../store/products.js';
import { listProfileChoices } from '../../store/profiles.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, many, one, parseId, query, text, texts } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { GUIDE_FIELD, isGuided, onwards } from '../config-guide.js';
import { applyingHref, jobPageOf, previewOf, reachError } from '../config-reach.js';
import { askedReach, effectsModel, REACH_FIELDS, reachModel, readReach } from '../effects-model.js';

const URL = '/config/products/profile';
const body = form({ profile: text(10), products: texts(30, 5_000), ...GUIDE_FIELD, ...REACH_FIELDS });

interface Typed {
  readonly profile: string;
  /** Ids. */
  readonly products: readonly string[];
}

/** One profile for several products at once: a list that an import made has none yet (SPEC 2). */
export async function productProfileRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'admin' } } as const;
  app.get(URL, { ...access, schema: { querystring: query({ profile: text(10), guide: text(1) }) } }, ask);
  app.post(URL, { ...access, schema: { body } }, give);
  app.post(`${URL}/preview`, { ...access, schema: { body } }, async (request, reply) =>
    reply.part('config/_effects', await effectsOf(request)),
  );

  async function ask(request: FastifyRequest, reply: FastifyReply) {
    return askingPage(request, reply, { profile: one(request.query, 'profile'), products: [] }, [], 200);
  }

  async function give(request: FastifyRequest, reply: FastifyReply) {
    const { typed, targets, profileId } = choiceOf(request);
    if (one(request.body, 'step') === 'preview') return askingPage(request, reply, typed, [], 200);
    const asked = askedReach(readReach(request.body), request, true);
    if (!asked.ok) {
      const errors = [...faultsOfChoice(targets, profileId), ...asked.refusal];
      return askingPage(request, reply, typed, errorViews(errors, request.t), 422);
    }
    const result = await giveProfile(actionContext(request, db), targets, profileId, asked.value);
    if (!result.ok) return refused(request, reply, typed, result.refusal);
    const { count, record } = result.value;
    flash(reply, { kind: 'success', key: 'products.profileGiven', params: { count } });
    const job = record && (await jobPageOf(db, 'product', record.id, record.version));
    return reply.redirect(isGuided(request.body) ? onwards('product', 0) : (job ?? '/config/products'), 303);
  }

  function refused(request: FastifyRequest, reply: FastifyReply, typed: Typed, refusal: ConfigRefusal) {
    switch (refusal.kind) {
      case 'invalid':
        return askingPage(request, reply, typed, errorViews(refusal.errors, request.t), 422);
      case 'stale': {
        const stale = [{ field: 'products', text: request.t('products.changedMeanwhile') }];
        return askingPage(request, reply, typed, stale, 409);
      }
      default: {
        const error = reachError(request, refusal, readReach(request.body).shown);
        return askingPage(request, reply, typed, [error], 409);
      }
    }
  }

  /** What the choice does to the sales that are there, where that is asked for: the model of views/config/_effects. */
  async function effectsOf(request: FastifyRequest) {
    const { targets, profileId } = choiceOf(request);
    const asked = askedReach(readReach(request.body), request, true);
    if (asked.ok && asked.value === null) return { effects: null };
    const mend = { effects: null, effectsText: request.t('effects.mendFirst') };
    if (!asked.ok || asked.value === null || profileId === null || targets.length === 0) return mend;
    const effects = await givingEffects(db.read, targets, profileId, asked.value.reach);
    if (effects === null) return mend;
    return { effects: await effectsModel(request, db.read, await previewOf(request, db, effects)) };
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
      href: URL,
      guide: isGuided(request.query) || isGuided(request.body),
      reach: reachModel(request, readReach(request.body), true),
      reachHint: t('effects.productHint'),
      applyingHref: await applyingHref(db),
      ...(await effectsOf(request)),
    };
    const title = t('products.giveProfile');
    const home = { label: t('navigation.products'), href: '/config/products' };
    const breadcrumbs = [{ label: t('navigation.configuration') }, { label: t('navigation.crm') }, home];
    return reply.page('products/profile', model, { title, breadcrumbs: [...breadcrumbs, { label: title }], status });
  }
}

/** The profile and the products that were chosen, as typed and as they are meant. */
function choiceOf({ body }: FastifyRequest) {
  const targets = many(body, 'products').map(toTarget);
  const typed: Typed = { profile: one(body, 'profile'), products: targets.map(({ id }) => String(id)) };
  return { typed, targets, profileId: parseId(typed.profile) };
}

/** `12.3` is product 12 in version 3; what is neither names no product. */
function toTarget(value: string): Target {
  const [id = '', version = ''] = value.split('.');
  return { id: parseId(id) ?? 0, version: parseId(version) ?? 0 };
}
