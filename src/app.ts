import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, {
  type FastifyInstance,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
  type RouteOptions,
} from 'fastify';
import type { Clock } from './clock.js';
import type { Config } from './config.js';
import { can } from './domain/permissions.js';
import { accessRoutes } from './features/access/routes.js';
import { accountRoutes } from './features/account/routes.js';
import { attendingRoutes } from './features/attending/routes.js';
import { auditRoutes } from './features/audit/routes.js';
import { calendarRoutes } from './features/calendar/routes.js';
import { callingRoutes } from './features/calling/routes.js';
import { commissionRoutes } from './features/commissions/routes.js';
import { companyRoutes } from './features/company/routes.js';
import { configChangeRoutes } from './features/config-changes/routes.js';
import { customerRoutes } from './features/customers/routes.js';
import { firstStepsRoutes } from './features/first-steps/routes.js';
import { followUpRoutes } from './features/follow-ups/routes.js';
import { healthRoutes } from './features/health/routes.js';
import { importRoutes } from './features/imports/routes.js';
import type { ListLimits } from './features/list-export.js';
import { myRulesRoutes } from './features/my-rules/routes.js';
import { operatorRoutes } from './features/operators/routes.js';
import { panelRoutes } from './features/panel/routes.js';
import { productRoutes } from './features/products/routes.js';
import { profileRoutes } from './features/profiles/routes.js';
import { proposalRoutes } from './features/proposals/routes.js';
import { questionRoutes } from './features/questions/routes.js';
import { resultRoutes } from './features/results/routes.js';
import { ruleRoutes } from './features/rules/routes.js';
import { saleRoutes } from './features/sales/routes.js';
import { surveyRoutes } from './features/surveys/routes.js';
import type { Database } from './store/connection.js';
import { isBusy } from './store/dialect.js';
import { countOverdue } from './store/follow-up-counts.js';
import { LongReads } from './store/long-reads.js';
import { countWarnings } from './store/orphans.js';
import { countProposals } from './store/proposals.js';
import { ensureSecret } from './store/secrets.js';
import { endSession, extendSession, findSession, saveSession } from './store/sessions.js';
import { getSettings } from './store/settings.js';
import { findUser } from './store/users.js';
import { registerAccess, requireAccessRules } from './web/access.js';
import { type AssetUrl, registerAssets } from './web/assets.js';
import { registerContext } from './web/context.js';
import { registerCsrf } from './web/csrf.js';
import { registerErrors } from './web/errors.js';
import { leadBackFromForms, noteAddresses } from './web/returns.js';
import { CSP, describeRequest } from './web/safety.js';
import { registerSession } from './web/session.js';
import { registerUploads } from './web/uploads.js';
import { buildValidator } from './web/validators.js';
import { registerView } from './web/view.js';

/** What the application is made of; nothing else is global. */
export interface AppParts {
  config: Pick<Config, 'port' | 'trustProxy'>;
  db: Database;
  clock: Clock;
  logger?: FastifyServerOptions['logger'];
  /** The long reads of the pages, where somebody else reads with them; they are closed with the application. */
  reads?: Pick<LongReads, 'all' | 'close'>;
  /** Compiles every view before the first is shown; a test compiles those that it looks at. */
  compileViews?: boolean;
  /** How much leaves the lists at once, where a test wants less than people do. */
  limits?: ListLimits;
  /** Is told of every route, for the tests that walk them all. */
  onRoute?: (route: RouteOptions) => void;
}

/** What features are made of. */
interface FeatureParts {
  readonly db: Database;
  /** What results add up: read ahead, and never behind a list. */
  readonly reads: Pick<LongReads, 'all'>;
  /** What lists look up in very many rows. */
  readonly lists: Pick<LongReads, 'all'>;
  readonly limits?: ListLimits;
}

/** Every feature and its routes. */
const FEATURES: readonly ((app: FastifyInstance, parts: FeatureParts) => Promise<void>)[] = [
  accessRoutes,
  accountRoutes,
  questionRoutes,
  ruleRoutes,
  profileRoutes,
  productRoutes,
  myRulesRoutes,
  saleRoutes,
  surveyRoutes,
  panelRoutes,
  resultRoutes,
  proposalRoutes,
  attendingRoutes,
  followUpRoutes,
  customerRoutes,
  importRoutes,
  operatorRoutes,
  callingRoutes,
  calendarRoutes,
  commissionRoutes,
  configChangeRoutes,
  companyRoutes,
  auditRoutes,
  firstStepsRoutes,
];

/** Of a path, in characters. */
const LONGEST_PART = 200;

/** No route is here. */
const NOWHERE = '/not-found';

/** The application, ready to listen or to be injected requests. The database is migrated already, and the caller's. */
export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const app = fastify({
    logger: parts.logger ?? false,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: parts.config.trustProxy.length === 0 ? false : [...parts.config.trustProxy],
    routerOptions: { maxParamLength: LONGEST_PART },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
    schemaController: { compilersFactory: { buildValidator } },
    requestIdHeader: false,
    rewriteUrl: routableUrl,
    // What still meets no route has none of our pages either.
    frameworkErrors: refuseBadUrl,
    genReqId: () => randomBytes(6).toString('hex'),
  }).withTypeProvider<TypeBoxTypeProvider>();
  requireAccessRules(app);
  if (parts.onRoute) app.addHook('onRoute', parts.onRoute);
  app.addHook('onResponse', async (request, reply) => request.log.info(describeRequest(request, reply), 'request'));
  await app.register(helmet, CSP);
  const asset = await registerAssets(app);
  await app.register(healthRoutes, { db: parts.db });
  await app.register(async (pages) => registerPages(pages, parts, asset));
  return app;
}

/** Of a path that cannot be decoded, or that no route takes, there is no record: one that is not there gets our page. */
function routableUrl({ url = '/' }: { url?: string }): string {
  const path = url.split('?', 1)[0] ?? '/';
  return isDecodable(path) && path.split('/').every((part) => part.length <= LONGEST_PART) ? url : NOWHERE;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function refuseBadUrl(_error: unknown, _request: unknown, reply: { raw: ServerResponse }): void {
  reply.raw
    .writeHead(400, { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' })
    .end('400 Bad Request');
}

/** Everything that a person looks at: in this order, since each step needs the one before. */
async function registerPages(app: FastifyInstance, parts: AppParts, asset: AssetUrl): Promise<void> {
  const { db, clock } = parts;
  const secret = await db.transaction((trx) =>
    ensureSecret(trx, 'session', () => randomBytes(48).toString('base64url')),
  );
  await app.register(cookie, { secret });
  await app.register(formbody, { bodyLimit: 1024 * 1024 });
  await registerUploads(app);
  registerContext(app, { now: () => clock.now(), settings: () => getSettings(db.read) });
  await registerSession(app, {
    secret,
    // One browser may look at two of our servers on the same host: cookies do not know ports.
    cookieName: `posvenda-${parts.config.port}`,
    now: () => clock.now(),
    keeper: {
      find: (id, now) => findSession(db.read, id, now),
      save: (id, session) => db.transaction((trx) => saveSession(trx, id, session)),
      extend: (id, expiresAt, now) => db.transaction((trx) => extendSession(trx, id, expiresAt, now)),
      end: (id, now, tombstoneUntil) => db.transaction((trx) => endSession(trx, id, now, tombstoneUntil)),
    },
  });
  registerAccess(app, { findUser: (id) => findUser(db.read, id) });
  await registerCsrf(app, { secret, cookieName: `posvenda-csrf-${parts.config.port}` });
  const menuCounts = async ({ user, today }: FastifyRequest) => ({
    proposals: user && can(user.role, 'manageSurveys') ? await countProposals(db.read) : 0,
    warnings: user?.role === 'admin' ? await countWarnings(db.read, today) : 0,
    overdueFollowUps: user ? await countOverdue(db.read, user, today) : 0,
  });
  await registerView(app, { asset, cache: true, compileAll: parts.compileViews ?? false, menuCounts });
  registerErrors(app, { isBusy });
  const reads = parts.reads ?? new LongReads(db);
  const lists = new LongReads(db);
  app.addHook('onClose', () => Promise.all([reads.close(), lists.close()]));
  const options = { db, reads, lists, ...(parts.limits && { limits: parts.limits }) };
  const addresses = noteAddresses(app);
  for (const feature of FEATURES) await app.register(feature, options);
  leadBackFromForms(app, addresses);
}
