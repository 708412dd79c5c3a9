import { type CustomerEvent, type Happening, listCustomerEvents } from './customer-events.js';
import type { Queryable } from './dialect.js';
import { beyondKey, orderOf, type Page, type PageKey, readStretches } from './key-paging.js';
import { select } from './statements.js';

/** What of a customer a timeline tells. */
export const TIMELINE_TOPICS = ['sales', 'surveys', 'follow-ups'] as const;

export type TimelineTopic = (typeof TIMELINE_TOPICS)[number];

const OF_SURVEYS = 'surveys join $ on $.survey_id = surveys.id where surveys.customer_id = ?';
const OF_FOLLOW_UPS = 'follow_ups where customer_id = ?';
const REOPENED = `follow_ups join audit on audit.entity = 'follow-up' and audit.entity_id = follow_ups.id
  and audit.action = 'reopen' where follow_ups.customer_id = ?`;

/** What happens, in the order of what happens at one moment: its topic, when it was, its id, and where it stands. */
const HAPPENINGS = [
  ['bought', 'sales', 'recorded_at', 'id', 'sales where customer_id = ?'],
  ['cancelled', 'sales', 'cancelled_at', 'id', 'sales where customer_id = ? and cancelled_at is not null'],
  ['attempted', 'surveys', 'attempted_at', 'attempts.id', ofSurveys('attempts')],
  ['executed', 'surveys', 'finished_at', 'executions.id', ofSurveys('executions')],
  ['annulled', 'surveys', 'annulled_at', 'executions.id', `${ofSurveys('executions')} and annulled_at is not null`],
  ['closed', 'surveys', 'closed_at', 'closures.id', ofSurveys('closures')],
  ['reopened', 'surveys', 'reopened_at', 'closures.id', `${ofSurveys('closures')} and reopened_at is not null`],
  ['opened', 'follow-ups', 'opened_at', 'id', OF_FOLLOW_UPS],
  [
    'commented',
    'follow-ups',
    'written_at',
    'comments.id',
    `follow_ups join follow_up_comments as comments on comments.follow_up_id = follow_ups.id where customer_id = ?`,
  ],
  ['ended', 'follow-ups', 'ended_at', 'id', `${OF_FOLLOW_UPS} and ended_at is not null`],
  ['resumed', 'follow-ups', 'audit.at', 'audit.id', REOPENED],
] as const satisfies readonly (readonly [Happening, TimelineTopic, string, string, string])[];

function ofSurveys(table: string): string {
  return OF_SURVEYS.replaceAll('$', table);
}

/** How many kinds of happenings fit between two milliseconds in the order of a timeline. */
const KINDS = 16;

/** One page of what happened with a customer, the latest first. */
export async function listTimeline(
  q: Queryable,
  customerId: number,
  { topic, size, key }: { readonly topic: TimelineTopic | null; readonly size: number; readonly key: PageKey | null },
): Promise<Page<CustomerEvent>> {
  const told = HAPPENINGS.flatMap(([, of, at, id, from], number) =>
    topic === null || topic === of ? [`select ${at} * ${KINDS} + ${number} as place, ${id} as id from ${from}`] : [],
  );
  const happened = `select place, id from (${told.join(' union all ')}) as happened`;
  const read = ({ key, direction, limit }: Parameters<Parameters<typeof readStretches>[0]>[0]) => {
    const beyond = key === null ? '' : ` where ${beyondKey(COLUMNS, direction)}`;
    const bindings = [...told.map(() => customerId), ...(key === null ? [] : [key.value, key.id])];
    return select<Place>(q, `${happened}${beyond} order by ${orderOf(COLUMNS, direction)} limit ${limit}`, bindings);
  };
  const keyOf = (row: Place) => [Number(row.place), Number(row.id)] as const;
  const page = await readStretches<Place>(read, { descending: true, size, key, keyOf });
  const places = page.rows.map((row) => ({ kind: kindAt(row), id: Number(row.id) }));
  return { ...page, rows: await listCustomerEvents(q, places) };
}

const COLUMNS = ['place', 'id'] as const;

interface Place {
  readonly place: number;
  readonly id: number;
}

function kindAt({ place }: Place): Happening {
  return (HAPPENINGS[Number(place) % KINDS] ?? HAPPENINGS[0])[0];
}

/** How much happened with a customer, by topic. */
export async function countTimeline(
  q: Queryable,
  customerId: number,
): Promise<Readonly<Record<TimelineTopic, number>>> {
  const counted = HAPPENINGS.map(([, , , , from], number) => `(select count(*) from ${from}) as "n${number}"`);
  const bindings = HAPPENINGS.map(() => customerId);
  const [row] = await select<Record<string, number>>(q, `select ${counted.join(', ')}`, bindings);
  const countOf = (topic: TimelineTopic) =>
    HAPPENINGS.reduce((sum, [, of], number) => (of === topic ? sum + Number(row?.[`n${number}`]) : sum), 0);
  return { sales: countOf('sales'), surveys: countOf('surveys'), 'follow-ups': countOf('follow-ups') };
}
