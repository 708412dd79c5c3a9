import type { CivilDate } from '../domain/civil-date.js';
import type { FollowUpKind } from '../domain/follow-up.js';
import type { Signal } from '../domain/grades.js';
import type { Queryable } from './dialect.js';

/** What happened to a survey or its sale and stands in no table of its own; `at` in UTC epoch milliseconds. */
export type SurveyEvent = {
  readonly at: number;
  /** Null: a command or an import without a user. */
  readonly by: string | null;
} & (
  | { readonly kind: 'recorded' | 'planned' | 'reconfigured'; readonly surveys: number }
  | { readonly kind: 'corrected'; readonly from: CivilDate; readonly to: CivilDate }
  | { readonly kind: 'cancelled' | 'restored' }
  /** What a grade asked to be followed up was dismissed, or asked for again. */
  | { readonly kind: 'dismissed' | 'asked-again'; readonly signal: Signal; readonly reason: string }
  /** A follow-up was opened from it; as its kind is called now. */
  | { readonly kind: 'followed'; readonly as: FollowUpKind }
  | {
      readonly kind: 'reassigned' | 'taken-back' | 'released';
      readonly from: string | null;
      readonly to: string | null;
    }
);

/** More than anybody does to one sale; the oldest stay. */
const MOST = 500;

const OF_SURVEY = ['reassign', 'take-back', 'release', 'dismiss-signal', 'restore-signal'];
const OF_SALE = ['create', 'plan', 'change', 'cancel', 'restore', 'reconfigure'];

/** They, as the audit has them, the oldest first, and then the follow-ups that were opened from it. */
export async function listSurveyEvents(q: Queryable, surveyId: number, saleId: number): Promise<SurveyEvent[]> {
  const rows: Row[] = await q('audit')
    .leftJoin('users', 'users.id', 'audit.actor_id')
    .leftJoin('audit_personal', 'audit_personal.audit_id', 'audit.id')
    .where((either) =>
      either
        .where((survey) => survey.where({ entity: 'survey', entity_id: surveyId }).whereIn('audit.action', OF_SURVEY))
        .orWhere((sale) => sale.where({ entity: 'sale', entity_id: saleId }).whereIn('audit.action', OF_SALE)),
    )
    .orderBy('audit.id')
    .limit(MOST)
    .select('audit.at', 'audit.action', 'audit.changes', 'users.name', 'audit_personal.changes as texts');
  const told = rows.map(({ changes, ...row }) => ({ ...row, changes: JSON.parse(changes) as Changes }));
  const names = await namesIn(q, told);
  const events = told.flatMap((row) => eventsOf(row, (id) => names.get(id as number) ?? null));
  return [...events, ...(await listOpened(q, surveyId))];
}

/** The follow-ups that were opened from a survey, or for one of its answers. */
async function listOpened(q: Queryable, surveyId: number): Promise<SurveyEvent[]> {
  const rows: { at: number; by: string; as: FollowUpKind }[] = await q('follow_ups')
    .join('users', 'users.id', 'follow_ups.opened_by')
    .where({ survey_id: surveyId })
    .orderBy('follow_ups.id')
    .limit(MOST)
    .select('follow_ups.opened_at as at', 'users.name as by', 'follow_ups.kind as as');
  return rows.map((row) => ({ ...row, kind: 'followed' }));
}

type Changes = Readonly<Record<string, readonly [unknown, unknown] | null>>;

interface Row {
  at: number;
  action: string;
  changes: string;
  name: string | null;
  /** What was written with it, as far as it was not erased. */
  texts: string | null;
}

type ToldRow = Omit<Row, 'changes'> & { changes: Changes };

/** Who had the survey before and after. */
function usersOf({ changes }: ToldRow): readonly [unknown, unknown] {
  return changes.assignedTo ?? changes.claimedBy ?? [null, null];
}

async function namesIn(q: Queryable, rows: readonly ToldRow[]): Promise<ReadonlyMap<number, string>> {
  const ids = new Set(rows.flatMap(usersOf).filter((id) => typeof id === 'number'));
  if (ids.size === 0) return new Map();
  const users: { id: number; name: string }[] = await q('users')
    .whereIn('id', [...ids])
    .select('id', 'name');
  return new Map(users.map(({ id, name }) => [id, name]));
}

function eventsOf(row: ToldRow, nameOf: (id: unknown) => string | null): SurveyEvent[] {
  const event = { at: row.at, by: row.name };
  const { closedOn, plannedSurveys } = row.changes;
  const planned = Number(plannedSurveys?.[1] ?? 0);
  const [from, to] = usersOf(row).map(nameOf) as [string | null, string | null];
  switch (row.action) {
    case 'create':
      return [{ ...event, kind: 'recorded', surveys: planned }];
    case 'plan':
      return [{ ...event, kind: 'planned', surveys: planned }];
    case 'change': {
      const dates = closedOn?.map(String) as [CivilDate, CivilDate] | undefined;
      return [
        ...(dates === undefined ? [] : [{ ...event, kind: 'corrected', from: dates[0], to: dates[1] } as const]),
        ...(planned === 0 ? [] : [{ ...event, kind: 'planned', surveys: planned } as const]),
      ];
    }
    case 'reconfigure': {
      const redated = Number(row.changes.redatedSurveys?.[1] ?? 0);
      return [
        ...(redated === 0 ? [] : [{ ...event, kind: 'reconfigured', surveys: redated } as const]),
        ...(planned === 0 ? [] : [{ ...event, kind: 'planned', surveys: planned } as const]),
      ];
    }
    case 'cancel':
    case 'restore':
      return [{ ...event, kind: row.action === 'cancel' ? 'cancelled' : 'restored' }];
    case 'reassign':
      return [{ ...event, kind: 'reassigned', from, to }];
    case 'take-back':
      return [{ ...event, kind: 'taken-back', from, to }];
    case 'release':
      return [{ ...event, kind: 'released', from, to }];
    case 'dismiss-signal':
    case 'restore-signal':
      return [signalEvent(row, event)];
    default:
      return [];
  }
}

function signalEvent({ action, changes, texts }: ToldRow, event: Pick<SurveyEvent, 'at' | 'by'>): SurveyEvent {
  const signal = changes.signal?.find((value) => value !== null) as Signal;
  const reason = String((JSON.parse(texts ?? '{}') as Changes).reason?.[1] ?? '');
  return { ...event, kind: action === 'dismiss-signal' ? 'dismissed' : 'asked-again', signal, reason };
}
