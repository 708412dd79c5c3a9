import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AuditRow, listAudit, listAuditActors } from '../../store/audit-list.js';
import type { Database } from '../../store/connection.js';
import type { PageKey } from '../../store/key-paging.js';
import { listRecordNames, NAMED_KINDS } from '../../store/record-names.js';
import { errorViews } from '../../web/forms.js';
import { encodePageKey } from '../../web/page-key.js';
import { knownNames } from '../audit-words.js';
import { type AskedAudit, AUDIT_QUERY, auditParams, ORIGINS, readAuditQuery } from './filter.js';
import { auditRowViews, groupText, originText, recordView } from './rows.js';

const URL = '/config/audit';

/** *Auditoria* (SPEC 10): who changed what and when, newest first. */
export async function auditRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  app.get(URL, { config: { access: 'admin' }, schema: { querystring: AUDIT_QUERY } }, show);

  async function show(request: FastifyRequest, reply: FastifyReply) {
    const { t } = request;
    const asked = readAuditQuery(request);
    const page = await listAudit(db.read, asked.filter, asked.key);
    const model = {
      entries: await auditRowViews(request, db.read, page.rows, isGrouped(asked) ? auditParams(asked) : null),
      bar: await filterBar(request, db, asked),
      only: jobOf(request, asked, page.rows[0]) ?? (await onlyRecord(request, db, asked)),
      pager: pagerOf(asked, page.previous, page.next),
      errors: errorViews(asked.errors, t),
    };
    const title = t('navigation.audit');
    const breadcrumbs = [{ label: t('navigation.configuration') }, { label: title }];
    return reply.page('audit/audit', model, { title, breadcrumbs, status: asked.errors.length > 0 ? 422 : 200 });
  }
}

async function filterBar(request: FastifyRequest, db: Database, { typed }: AskedAudit) {
  const { t } = request;
  const people = (await listAuditActors(db.read)).map(({ id, name }) => ({ value: String(id), label: name }));
  const processes = ORIGINS.map((origin) => ({ value: origin, label: originText(request, origin) }));
  return {
    typed,
    filtered: Object.values(typed).some((value) => value !== ''),
    selects: [
      { name: 'who', label: t('audit.who'), empty: t('audit.anybody'), options: [...people, ...processes] },
      { name: 'entity', label: t('audit.entity'), empty: t('audit.anything'), options: knownNames(request, 'entity') },
      { name: 'action', label: t('audit.action'), empty: t('audit.anyAction'), options: knownNames(request, 'action') },
    ].map((select) => ({ ...select, value: typed[select.name as 'who' | 'entity' | 'action'] })),
    clearHref: URL,
  };
}

/** Whether the first line of a job stands for all of its kind. */
function isGrouped({ filter }: AskedAudit): boolean {
  return filter.ofJob === undefined && filter.entityId === undefined;
}

/** The job whose lines are shown, and the way back to all. */
function jobOf(request: FastifyRequest, asked: AskedAudit, row: AuditRow | undefined) {
  const { ofJob } = asked.filter;
  if (ofJob === undefined) return null;
  const lines = groupText(request, ofJob.entity, row?.job?.lines ?? 0);
  return {
    text: request.t('audit.onlyJob', { job: String(ofJob.id), lines }),
    allHref: without(asked, ['job', 'entity', 'action']),
  };
}

/** The one record whose history is shown, and the way back to all. */
async function onlyRecord(request: FastifyRequest, db: Database, asked: AskedAudit) {
  const { entity, entityId } = asked.filter;
  if (entity === undefined || entityId === undefined) return null;
  const kind = NAMED_KINDS.find((known) => known === entity);
  const names = await listRecordNames(db.read, kind ? { [kind]: [entityId] } : {});
  const record = recordView(request, names, entity, entityId);
  return { text: request.t('audit.onlyRecord', { record: record.label }), allHref: without(asked, ['id', 'entity']) };
}

/** The page with what else was asked for. */
function without(asked: AskedAudit, names: readonly string[]): string {
  const params = auditParams(asked);
  for (const name of names) params.delete(name);
  return params.size === 0 ? URL : `${URL}?${params}`;
}

/** The neighbouring pages; null when this one is all there is. */
function pagerOf(asked: AskedAudit, previous: PageKey | null, next: PageKey | null) {
  if (previous === null && next === null) return null;
  const href = (key: PageKey | null) => {
    if (key === null) return undefined;
    const params = auditParams(asked);
    params.set(key.side, encodePageKey(key));
    return `${URL}?${params}`;
  };
  const first = auditParams(asked).toString();
  return {
    firstHref: previous === null ? undefined : first === '' ? URL : `${URL}?${first}`,
    previousHref: href(previous),
    nextHref: href(next),
    countText: '',
  };
}
