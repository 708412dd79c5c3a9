import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createFirstAdmin } from '../../actions/create-first-admin.js';
import { signIn } from '../../actions/sign-in.js';
import { nextStep } from '../../domain/first-steps.js';
import type { Database } from '../../store/connection.js';
import { findSetUpFacts } from '../../store/set-up.js';
import { adminExists, findUser } from '../../store/users.js';
import { fieldsOf, MAX_NEXT, safeNext } from '../../web/access.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, one, query, text } from '../../web/forms.js';
import { homeOf } from '../../web/navigation.js';
import { signedIn } from '../../web/request.js';
import { actionContext } from '../action-context.js';

const NEXT = { next: text(MAX_NEXT) };
/** With a form that was sent without a session, to be sent on: `resume.NAME` for each of its fields. */
const signInForm = {
  ...form({ ...NEXT, login: text(200), password: text(400), resumeTo: text(MAX_NEXT) }),
  patternProperties: { '^resume\\.[\\w.]{1,100}$': text(20_000) },
};
const setupForm = form({
  token: text(100),
  companyName: text(400),
  name: text(400),
  login: text(200),
  password: text(400),
});

/** Signing in and out, the first set-up, and the start page that sends everybody to his own. */
export async function accessRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  app.get('/', { config: { access: 'signed-in' } }, goHome);
  app.get(
    '/sign-in',
    { config: { access: 'public' }, schema: { querystring: query({ ...NEXT, ended: text(1) }) } },
    showSignIn,
  );
  app.post('/sign-in', { config: { access: 'public' }, schema: { body: signInForm } }, doSignIn);
  app.post('/sign-out', { config: { access: 'public' }, schema: { body: form({}) } }, doSignOut);
  app.get('/setup', { config: { access: 'public' } }, showSetup);
  app.post('/setup', { config: { access: 'public' }, schema: { body: setupForm } }, doSetup);

  /** Everybody's own start page; the administrator's are the steps of set-up until they are done. */
  async function goHome(request: FastifyRequest, reply: FastifyReply) {
    const { role } = signedIn(request);
    const unfinished = role === 'admin' && nextStep(await findSetUpFacts(db.read)) !== null;
    return reply.redirect(unfinished ? '/config/first-steps' : homeOf(role), 303);
  }

  async function showSignIn(request: FastifyRequest, reply: FastifyReply) {
    if (!(await adminExists(db.read))) return reply.redirect('/setup', 303);
    const next = safeNext(one(request.query, 'next'));
    if (request.user !== null) return reply.redirect(next, 303);
    return signInPage(request, reply, { next, login: '', ended: one(request.query, 'ended') === '1' });
  }

  async function doSignIn(request: FastifyRequest, reply: FastifyReply) {
    const [login, next] = [one(request.body, 'login'), safeNext(one(request.body, 'next'))];
    const [resume, { t }] = [resumeOf(request), request];
    const input = { login, password: one(request.body, 'password'), address: request.ip };
    const result = await signIn(actionContext(request, db), input);
    if (!result.ok) {
      const blocked = result.refusal.kind === 'blocked' ? result.refusal.until : null;
      return signInPage(request, reply, { next, login, blocked, wrong: blocked === null, resume });
    }
    await request.session.regenerate();
    request.session.userId = result.value;
    if (resume === null) return reply.redirect(next, 303);
    // What the page says, and its token, are already the user's.
    request.user = await findUser(db.read, result.value);
    return reply.page(
      'access/resume',
      { resume },
      { title: t('access.resumeTitle'), subtitle: t('access.resumeText') },
    );
  }

  async function doSignOut(request: FastifyRequest, reply: FastifyReply) {
    // Without a user there is nothing to end, and a tombstone for every stranger would fill the table.
    if (request.session.userId !== undefined) await request.session.destroy();
    return reply.redirect('/sign-in', 303);
  }

  async function showSetup(request: FastifyRequest, reply: FastifyReply) {
    if (await adminExists(db.read)) return reply.redirect('/sign-in', 303);
    return setupPage(request, reply, {}, [], 200);
  }

  async function doSetup(request: FastifyRequest, reply: FastifyReply) {
    const input = setupInput(request);
    const result = await createFirstAdmin(actionContext(request, db), { ...input, address: request.ip });
    if (result.ok) {
      flash(reply, { kind: 'success', key: 'access.setupDone' });
      return reply.redirect('/sign-in', 303);
    }
    const { refusal } = result;
    if (refusal.kind === 'invalid') return setupPage(request, reply, input, errorViews(refusal.errors, request.t), 422);
    const blocked = refusal.kind === 'blocked';
    const message = blocked ? tooMany(request, refusal.until) : request.t('access.setupWrongToken');
    return setupPage(request, reply, input, [{ field: 'token', text: message }], blocked ? 429 : 403);
  }
}

function setupInput(request: FastifyRequest) {
  const field = (name: string) => one(request.body, name);
  return {
    token: field('token'),
    companyName: field('companyName'),
    name: field('name'),
    login: field('login'),
    password: field('password'),
  };
}

/** A form on its way to a path of this server. */
interface Resume {
  to: string;
  fields: readonly { name: string; value: string }[];
}

function resumeOf({ body }: FastifyRequest): Resume | null {
  const to = safeNext(one(body, 'resumeTo'));
  const fields = fieldsOf(body).filter(({ name }) => name.startsWith('resume.'));
  return to === '/' ? null : { to, fields: fields.map(({ name, value }) => ({ name: name.slice(7), value })) };
}

interface SignInPage {
  next: string;
  login: string;
  resume?: Resume | null;
  blocked?: number | null;
  wrong?: boolean;
  /** A form was sent without a session: it was not recorded. */
  ended?: boolean;
}

function signInPage(request: FastifyRequest, reply: FastifyReply, page: SignInPage) {
  const { companyName } = request.company;
  const errors: FieldErrorView[] = [];
  if (page.wrong) errors.push({ field: 'login', text: request.t('access.wrongCredentials') });
  if (page.blocked) errors.push({ field: 'login', text: tooMany(request, page.blocked) });
  return reply.page(
    'access/sign-in',
    { next: page.next, login: page.login, errors, resume: page.resume ?? null },
    {
      title: request.t('access.signInTitle'),
      subtitle: page.ended
        ? request.t('access.sessionEnded')
        : companyName
          ? request.t('access.signInIntro', { company: companyName })
          : request.t('access.signInIntroNoCompany'),
      status: page.blocked ? 429 : page.wrong ? 422 : 200,
    },
  );
}

function tooMany(request: FastifyRequest, until: number): string {
  return request.t('access.tooManyAttempts', { time: request.formats.time(until) });
}

function setupPage(
  request: FastifyRequest,
  reply: FastifyReply,
  typed: Partial<ReturnType<typeof setupInput>>,
  errors: FieldErrorView[],
  status: number,
) {
  return reply.page(
    'access/setup',
    { typed, errors },
    { title: request.t('access.setupTitle'), subtitle: request.t('access.setupIntro'), status },
  );
}
