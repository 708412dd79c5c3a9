import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ImportField } from '../../domain/import-columns.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Database } from '../../store/connection.js';
import { getImport, type ImportRecord } from '../../store/imports.js';
import { flash } from '../../web/flash.js';
import { idOf } from '../../web/forms.js';

export const IMPORTS = '/sales/import';

/** What the routes of an import take. */
export const manager = { config: { access: 'manager' } } as const;

interface ImportPage {
  readonly template: string;
  readonly title: TextKey;
  readonly subtitle?: TextKey;
  /** The file, once there is one. */
  readonly fileName?: string;
  readonly status?: number;
}

/** Renders one of the import's pages under CRM → Vendas → Importar vendas. */
export function importPage(request: FastifyRequest, reply: FastifyReply, model: object, page: ImportPage) {
  const { t } = request;
  const { template, title, subtitle, fileName, status = 200 } = page;
  const own = { label: t('imports.title') };
  return reply.page(`imports/${template}`, model, {
    title: t(title),
    ...(subtitle && { subtitle: t(subtitle) }),
    status,
    breadcrumbs: [
      { label: t('navigation.crm') },
      { label: t('navigation.sales'), href: '/sales' },
      ...(fileName === undefined ? [own] : [{ ...own, href: IMPORTS }, { label: fileName }]),
    ],
  });
}

/** The import of the URL while it is staged; otherwise null, and the reply leads to its page, which says what became of it. */
export async function stagedImport(request: FastifyRequest, reply: FastifyReply, db: Database) {
  const record = await getImport(db.read, idOf(request));
  if (record.state === 'staged') return record;
  noLongerStaged(reply, record);
  return null;
}

/** Leads to the page of an import that was applied or discarded meanwhile. */
export function noLongerStaged(reply: FastifyReply, { id }: Pick<ImportRecord, 'id'>): FastifyReply {
  flash(reply, { kind: 'info', key: 'imports.notStaged' });
  return reply.redirect(`${IMPORTS}/${id}`, 303);
}

/** What a field of the file is called. */
export function fieldName(t: FastifyRequest['t'], field: ImportField): string {
  return t(`imports.field${field.slice(0, 1).toUpperCase()}${field.slice(1)}` as TextKey);
}
