import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StaffForm } from '../../actions/save-user.js';
import { isTicked } from '../../domain/field-checks.js';
import { isRole, ROLES } from '../../domain/permissions.js';
import type { Translate } from '../../i18n/translate.js';
import type { Database } from '../../store/connection.js';
import { listNames } from '../../store/names.js';
import { usageOfUser } from '../../store/user-list.js';
import type { User } from '../../store/users.js';
import { type FieldErrorView, many, one } from '../../web/forms.js';
import { isGuided } from '../config-guide.js';
import { isOwnSave } from '../own-save.js';
import { readFormOf, reconcile, type Together } from '../three-way.js';
import { BASE, crumbs } from './list.js';
import { roleLabel } from './role-label.js';

/** The editor as typed. */
type TypedUser = { [Field in keyof Omit<Required<StaffForm>, 'access' | 'rules'>]: string } & {
  access: boolean;
  rules: readonly string[];
};

/** Whether and how somebody signs in. */
const TOGETHER: Together<TypedUser> = [['access', 'login', 'password']];

export function readUserForm(body: unknown): TypedUser {
  const field = (name: string) => one(body, name);
  return {
    name: field('name'),
    role: field('role'),
    externalId: field('externalId'),
    access: isTicked(field('access')),
    login: field('login'),
    password: field('password'),
    rules: many(body, 'rules'),
  };
}

interface Editor {
  /** The user who is edited; none for a new one. */
  stored?: User;
  /** What was typed, after a refusal. */
  typed?: TypedUser;
  /** The version that the editor read; by default the stored one. */
  version?: number;
  errors?: readonly FieldErrorView[];
  /** Somebody saved meanwhile: what is stored is shown beside what was typed. */
  stale?: boolean;
  status?: number;
}

/** The editor of a new or an existing user. Passwords are never sent back. */
export async function showEditor(request: FastifyRequest, reply: FastifyReply, db: Database, editor: Editor) {
  const { stored, errors = [], stale = false, status = stale ? 409 : 200 } = editor;
  const { t } = request;
  const guide = isGuided(request.query) || isGuided(request.body);
  const rules = stored ? [] : await listNames(db.read, 'rules', 'deactivated_at is null');
  const posted = editor.typed ?? formOf(stored, guide ? rules.map(({ id }) => String(id)) : []);
  const versions =
    stale && stored
      ? await reconcile(request, { stored: formOf(stored), typed: posted, together: TOGETHER }, (form) =>
          factsOf(form, t),
        )
      : null;
  const typed = versions?.typed ?? posted;
  const version = editor.version ?? stored?.version ?? 0;

  const title = t(stored ? 'operators.editTitle' : 'operators.newTitle');
  const record = stored && { id: stored.id, version: stored.version, active: stored.active };
  const model = {
    typed: { ...typed, password: '' },
    record,
    readVersion: version,
    formRead: readFormOf(request, stored ? { version: stored.version, form: formOf(stored) } : null, version),
    hasPassword: stored?.hasPassword ?? false,
    errors,
    conflict: versions?.conflict ?? null,
    conflictOwn:
      versions !== null &&
      stored !== undefined &&
      (await isOwnSave(request, db.read, [{ entity: 'user', entityId: stored.id, version: stored.version }])),
    taken: versions?.taken ?? null,
    usage: stored && (await usageOf(request, db, stored.id)),
    roles: ROLES.map((role) => ({ value: role, label: roleLabel(role, t) })),
    href: stored ? `${BASE}/${stored.id}` : BASE,
    base: BASE,
    guide,
    rules: ruleChoices(rules, typed),
  };
  const breadcrumbs = editorCrumbs(request, stored?.name ?? title);
  return reply.page('operators/edit', model, { title, breadcrumbs, status });
}

function ruleChoices(rules: readonly { readonly id: number; readonly name: string }[], typed: TypedUser) {
  const isChosen = (id: number) => typed.rules.includes(String(id));
  return rules.map(({ id, name }) => ({ value: String(id), label: name, selected: isChosen(id) }));
}

/** At the end the name of who is edited, or what is done. */
function editorCrumbs(request: FastifyRequest, label: string) {
  return crumbs(request, { label: request.t('navigation.operators'), href: BASE }, { label });
}

/** A new one is an operator with access: that is what the button is used for. */
function formOf(user: User | undefined, rules: readonly string[] = []): TypedUser {
  return {
    name: user?.name ?? '',
    role: user?.role ?? 'operator',
    externalId: user?.externalId ?? '',
    access: user?.hasPassword ?? true,
    login: user?.login ?? '',
    password: '',
    rules,
  };
}

function factsOf(form: TypedUser, t: Translate) {
  return [
    { label: t('operators.name'), value: form.name },
    { label: t('operators.role'), value: isRole(form.role) ? roleLabel(form.role, t) : form.role },
    { label: t('operators.externalId'), value: form.externalId },
    { label: t('operators.access'), value: t(form.access ? 'operators.yes' : 'operators.no') },
    { label: t('operators.login'), value: form.access ? form.login : '' },
  ];
}

async function usageOf(request: FastifyRequest, db: Database, id: number) {
  const { rules, saleCount } = await usageOfUser(db.read, id);
  return {
    rules: rules.map((rule) => ({ label: rule.name, href: `/config/rules/${rule.id}`, active: rule.active })),
    sales: request.t('operators.saleCount', { count: saleCount }),
  };
}
