import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { deactivationEffects } from '../actions/record-effects.js';
import { setActive } from '../actions/set-active.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { ConfigKind } from '../store/configuration.js';
import type { Database } from '../store/connection.js';
import { flash } from '../web/flash.js';
import { form, idOf, idParams, one, parseId, text } from '../web/forms.js';
import { actionContext } from './action-context.js';
import {
  applyingHref,
  effectsOf,
  jobPageOf,
  previewOf,
  type Reach,
  type ReachingPanel,
  reachError,
} from './config-reach.js';
import { askedReach, effectsModel, REACH_FIELDS, readReach } from './effects-model.js';

/** What a panel with reach brings. */
interface Panel<Form, Clean> extends ReachingPanel<Form, Clean> {
  readonly kind: ConfigKind;
  readonly base: string;
  readonly texts: { readonly panel: TextKey };
  nameOf(typed: Form): string;
}

interface StoredRecord<Form> {
  readonly id: number;
  readonly version: number;
  readonly active: boolean;
  readonly form: Form;
}

/** The preview that follows the editor's form, and the page that deactivates. `posts`: how the editor itself is posted. */
export function reachRoutes<Form, Clean>(
  app: FastifyInstance,
  db: Database,
  panel: Panel<Form, Clean>,
  {
    load,
    crumbs,
    posts,
  }: {
    load(request: FastifyRequest): Promise<StoredRecord<Form>>;
    crumbs(request: FastifyRequest): { label: string }[];
    posts: { config: { access: 'admin' }; schema: object };
  },
): void {
  const { base, kind, reach } = panel;
  if (!reach) return;
  app.post(`${base}/:id/preview`, posts, async (request, reply) =>
    reply.part('config/_effects', await effectsOf(request, db, panel, await load(request))),
  );
  deactivationRoutes(app, db, {
    kind,
    base,
    usage: reach.usage,
    breadcrumbs: (request) => [...crumbs(request), { label: request.t(panel.texts.panel), href: base }],
    load: async (request) => {
      const { form: typed, ...record } = await load(request);
      return { ...record, name: panel.nameOf(typed) };
    },
  });
}

/** The record to be deactivated. */
interface ToDeactivate {
  readonly id: number;
  readonly version: number;
  readonly active: boolean;
  readonly name: string;
}

interface DeactivationParts {
  readonly kind: ConfigKind;
  readonly base: string;
  readonly breadcrumbs: (request: FastifyRequest) => readonly { label: string; href?: string }[];
  readonly usage: Reach<unknown>['usage'];
  load(request: FastifyRequest): Promise<ToDeactivate>;
}

/** The page that deactivates a rule, a profile or a product: what it does to what exists is said before. */
function deactivationRoutes(app: FastifyInstance, db: Database, parts: DeactivationParts): void {
  const access = { access: 'admin' } as const;
  const { base } = parts;
  app.get(`${base}/:id/deactivation`, { config: access, schema: { params: idParams } }, show);
  app.post(
    `${base}/:id/deactivation`,
    { config: access, schema: { params: idParams, body: form({ version: text(10), ...REACH_FIELDS }) } },
    deactivate,
  );
  app.post(
    `${base}/:id/deactivation/preview`,
    { config: access, schema: { params: idParams, body: form({ version: text(10), ...REACH_FIELDS }) } },
    async (request, reply) => reply.part('config/_effects', { effects: await effectsOn(request, idOf(request)) }),
  );

  async function effectsOn(request: FastifyRequest, id: number) {
    const effects = await deactivationEffects(db.read, parts.kind, id);
    return effectsModel(request, db.read, await previewOf(request, db, effects));
  }

  async function show(request: FastifyRequest, reply: FastifyReply) {
    const record = await parts.load(request);
    return record.active ? page(request, reply, record) : reply.redirect(`${base}/${record.id}`, 303);
  }

  async function deactivate(request: FastifyRequest, reply: FastifyReply) {
    const target = { id: idOf(request), version: parseId(one(request.body, 'version')) ?? 0 };
    const asked = askedReach(readReach(request.body), request, false);
    const result = await setActive(
      actionContext(request, db),
      parts.kind,
      target,
      false,
      asked.ok ? asked.value : null,
    );
    if (result.ok) {
      flash(reply, { kind: 'success', key: 'config.deactivated' });
      return reply.redirect(
        (await jobPageOf(db, parts.kind, target.id, target.version + 1)) ?? `${base}/${target.id}`,
        303,
      );
    }
    const { refusal } = result;
    const stale = { field: '', text: request.t('config.changedMeanwhile') };
    const reached = refusal.kind === 'effects' || refusal.kind === 'applying';
    const error = reached ? reachError(request, refusal, readReach(request.body).shown) : stale;
    return page(request, reply, await parts.load(request), [error]);
  }

  async function page(request: FastifyRequest, reply: FastifyReply, record: ToDeactivate, errors: object[] = []) {
    const used = await parts.usage(db.read, record.id);
    const title = request.t('effects.deactivateTitle', { name: record.name });
    const model = {
      record,
      errors,
      href: `${base}/${record.id}`,
      action: `${base}/${record.id}/deactivation`,
      intro: request.t('effects.deactivateText'),
      box: { label: request.t('effects.removeUntouched'), hint: request.t('effects.removeUntouchedHint') },
      submitLabel: request.t('config.deactivate'),
      usedIn: used.records.map(({ id, name, active }) => ({ label: name, href: `${used.base}/${id}`, active })),
      chosen: one(request.body, 'applyToOpen') !== '',
      effects: await effectsOn(request, record.id),
      applyingHref: await applyingHref(db),
    };
    const breadcrumbs = [...parts.breadcrumbs(request), { label: request.t('config.deactivate') }];
    return reply.page('config/deactivation', model, { title, breadcrumbs, status: errors.length > 0 ? 409 : 200 });
  }
}
