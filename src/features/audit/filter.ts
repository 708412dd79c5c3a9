import type { FastifyRequest } from 'fastify';
import { addDays, type CivilDate, parseCivilDate, startOfDay } from '../../domain/civil-date.js';
import type { FieldErrors } from '../../domain/result.js';
import type { AuditFilter } from '../../store/audit-list.js';
import type { PageKey } from '../../store/key-paging.js';
import { one, parseId, query, text } from '../../web/forms.js';
import { decodePageKey } from '../../web/page-key.js';

export const AUDIT_QUERY = query({
  who: text(20),
  entity: text(60),
  id: text(10),
  job: text(10),
  action: text(60),
  from: text(30),
  to: text(30),
  after: text(200),
  before: text(200),
});

/** Who may act without being a user. */
export const ORIGINS = ['cli', 'system', 'api'] as const;

/** What the URL asks for, as typed and as it is understood. What is not understood narrows nothing, and is said. */
export interface AskedAudit {
  readonly typed: Readonly<Record<'who' | 'entity' | 'id' | 'job' | 'action' | 'from' | 'to', string>>;
  readonly filter: AuditFilter;
  readonly key: PageKey | null;
  readonly errors: FieldErrors;
}

export function readAuditQuery(request: FastifyRequest): AskedAudit {
  const field = (name: string) => one(request.query, name).trim();
  const typed = {
    who: field('who'),
    entity: field('entity'),
    id: field('id'),
    job: field('job'),
    action: field('action'),
    from: field('from'),
    to: field('to'),
  };
  const [from, to] = [parseCivilDate(typed.from), parseCivilDate(typed.to)];
  const origin = ORIGINS.find((known) => known === typed.who);
  const actorId = parseId(typed.who);
  const [entityId, jobId] = [parseId(typed.id), parseId(typed.job)];
  const { entity, action } = typed;
  const filter: AuditFilter = {
    ...(actorId !== null && { actorId }),
    ...(origin && { origin }),
    ...(entity !== '' && { entity }),
    ...(entity !== '' && entityId !== null && { entityId }),
    ...(action !== '' && { action }),
    ...(jobId !== null && entity !== '' && action !== '' && { ofJob: { id: jobId, entity, action } }),
    ...periodOf(from, to, request.company.timeZone),
  };
  return { typed, filter, key: readKey(request.query), errors: datesAtFault(typed, from, to) };
}

/** The parameters of a URL that asks for the same. */
export function auditParams({ typed }: AskedAudit): URLSearchParams {
  return new URLSearchParams(Object.entries(typed).filter(([, value]) => value !== ''));
}

/** Both days inclusive, in the company's zone. */
function periodOf(from: CivilDate | null, to: CivilDate | null, zone: string): Pick<AuditFilter, 'from' | 'before'> {
  return {
    ...(from !== null && { from: startOfDay(from, zone) }),
    ...(to !== null && { before: startOfDay(addDays(to, 1), zone) }),
  };
}

function datesAtFault(
  typed: { readonly from: string; readonly to: string },
  from: CivilDate | null,
  to: CivilDate | null,
): FieldErrors {
  const errors = [];
  if (typed.from !== '' && from === null) errors.push({ field: 'from', message: 'notADate' } as const);
  if (typed.to !== '' && to === null) errors.push({ field: 'to', message: 'notADate' } as const);
  return errors;
}

function readKey(posted: unknown): PageKey | null {
  for (const side of ['after', 'before'] as const) {
    const encoded = one(posted, side);
    if (encoded !== '') return decodePageKey(side, encoded, Number.isSafeInteger);
  }
  return null;
}
