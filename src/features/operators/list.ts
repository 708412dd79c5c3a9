import type { FastifyRequest } from 'fastify';
import type { ConfigListPage } from '../../store/config-list.js';
import type { AccessFilter, UserListRequest, UserListRow } from '../../store/user-list.js';
import { one } from '../../web/forms.js';
import type { Breadcrumb } from '../../web/view.js';
import { configListView, readConfigList } from '../config-list.js';
import { roleLabel } from './role-label.js';

export const BASE = '/config/operators';

/** What the URL asks of the list. */
export function readUserList(query: unknown): UserListRequest {
  const access = one(query, 'access');
  return { ...readConfigList(query), access: access === 'with' || access === 'without' ? access : 'all' };
}

/** The list: its rows, and a tab with its count for each access filter. */
export function listModel(
  request: FastifyRequest,
  asked: UserListRequest,
  page: ConfigListPage<UserListRow>,
  counts: Readonly<Record<AccessFilter, number>>,
) {
  const { t, formats } = request;
  const view = (access: AccessFilter) => configListView(request, BASE, asked, page, keptAs(access));
  const list = view(asked.access);
  const tab = (access: AccessFilter, label: string) => ({
    label,
    href: view(access).here,
    count: formats.number(counts[access]),
    current: access === asked.access,
  });
  return {
    list: { ...list, found: page.rows.map((user) => ({ ...user, roleLabel: roleLabel(user.role, t) })) },
    accessTabs: [
      tab('all', t('operators.accessAll')),
      tab('with', t('operators.accessWith')),
      tab('without', t('operators.accessWithout')),
    ],
  };
}

function keptAs(access: AccessFilter): Record<string, string> {
  return access === 'all' ? {} : { access };
}

/** The menu path of *Operadores*, and what comes after it. */
export function crumbs(request: FastifyRequest, ...rest: Breadcrumb[]): Breadcrumb[] {
  return [{ label: request.t('navigation.configuration') }, ...rest];
}
