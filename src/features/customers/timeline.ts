import type { FastifyRequest } from 'fastify';
import type { TextKey } from '../../i18n/catalogue.js';
import type { CustomerAnswer, CustomerEvent } from '../../store/customer-events.js';
import { TIMELINE_TOPICS, type TimelineTopic } from '../../store/customer-timeline.js';
import type { Page, PageKey } from '../../store/key-paging.js';
import { encodePageKey } from '../../web/page-key.js';
import { closureText } from '../closure-text.js';
import { outcomeText } from '../contact-texts.js';
import { FOLLOW_UP_KIND_TEXTS, FOLLOW_UP_STATUS_TEXTS } from '../follow-up-texts.js';

type Request = Pick<FastifyRequest, 't' | 'formats'>;

/** What of a customer's timeline is asked for. */
export interface TimelineQuery {
  readonly customerId: number;
  readonly topic: TimelineTopic | null;
  readonly key: PageKey | null;
}

const TOPIC_TEXTS: Record<TimelineTopic, TextKey> = {
  sales: 'customers.topicSales',
  surveys: 'customers.topicSurveys',
  'follow-ups': 'navigation.followUps',
};

/** A page of what happened with a customer, the latest first, and the way to the others. */
export function timelineModel(
  request: Request,
  asked: TimelineQuery,
  page: Page<CustomerEvent>,
  counts: Readonly<Record<TimelineTopic, number>>,
) {
  const { t, formats } = request;
  const all = TIMELINE_TOPICS.reduce((sum, topic) => sum + counts[topic], 0);
  const count = asked.topic === null ? all : counts[asked.topic];
  const tab = (topic: TimelineTopic | null, label: TextKey, number: number) => ({
    label: t(label),
    href: timelineHref(asked, { topic }),
    count: formats.number(number),
    current: topic === asked.topic,
  });
  return {
    tabsLabel: t('customers.topics'),
    tabs: [
      tab(null, 'customers.topicAll', all),
      ...TIMELINE_TOPICS.map((topic) => tab(topic, TOPIC_TEXTS[topic], counts[topic])),
    ],
    events: page.rows.map((event) => eventModel(request, event)),
    countText: t('customers.happened', { count }),
    previousHref: page.previous && timelineHref(asked, { key: page.previous }),
    nextHref: page.next && timelineHref(asked, { key: page.next }),
  };
}

/** Where the timeline stands; what is looked at is its own, so that it comes into view. */
export function timelineHref(
  { customerId, topic }: Omit<TimelineQuery, 'key'>,
  change: { readonly topic?: TimelineTopic | null; readonly key?: PageKey } = {},
): string {
  const params = new URLSearchParams();
  const shown = change.topic === undefined ? topic : change.topic;
  if (shown !== null) params.set('show', shown);
  if (change.key) params.set(change.key.side, encodePageKey(change.key));
  const search = params.toString();
  return `/customers/${customerId}${search === '' ? '' : `?${search}`}#timeline`;
}

function eventModel(request: Request, event: CustomerEvent) {
  const { href, ...told } = toldOf(request, event);
  return {
    ...told,
    details: told.details.filter((line) => line !== ''),
    href: `/${href}/${event.recordId}`,
    when: request.formats.instant(event.at),
    who: event.by,
  };
}

function toldOf(request: Request, event: CustomerEvent): Told {
  const { t } = request;
  switch (event.kind) {
    case 'bought':
    case 'cancelled':
      return soldText(request, event);
    case 'attempted': {
      const text = t('customers.didAttempt', { rule: event.rule, outcome: outcomeText(request, event.outcome) });
      const { callBackAt, note } = event;
      const asked = callBackAt === null ? '' : t('contact.callBackSet', { when: request.formats.instant(callBackAt) });
      return { text, icon: 'phone-off', href: 'surveys', details: [asked, note] };
    }
    case 'executed':
      return executedText(request, event);
    case 'annulled':
      return surveyText('arrow-back-up', t('customers.didTakeBack', { rule: event.rule }), event.reason);
    case 'closed': {
      const reason = closureText(request, event.reason);
      return surveyText('ban', t('customers.didClose', { rule: event.rule, reason }), event.note);
    }
    case 'reopened':
      return surveyText('rotate', t('customers.didReopen', { rule: event.rule }), event.reason);
    case 'opened':
    case 'commented':
    case 'ended':
    case 'resumed':
      return followUpText(request, event);
  }
}

interface Told {
  readonly text: string;
  readonly icon: string;
  /** The folder of the page that tells all. */
  readonly href: 'sales' | 'surveys' | 'follow-ups';
  /** Blank lines are left out. */
  readonly details: readonly string[];
}

function soldText({ t, formats }: Request, event: Extract<CustomerEvent, { kind: 'bought' | 'cancelled' }>): Told {
  const { kind, product, cents, closedOn } = event;
  const said = { href: 'sales', details: [t('customers.closedOn', { date: formats.date(closedOn) })] } as const;
  if (kind === 'cancelled') return { ...said, text: t('customers.didCancel', { product }), icon: 'ban' };
  const value = formats.money(Number(cents));
  return { ...said, text: t('customers.didBuy', { product, value }), icon: 'shopping-cart' };
}

/** Weights and scores are for managers, whose page this is. */
function executedText(request: Request, event: Extract<CustomerEvent, { kind: 'executed' }>): Told {
  const { t, formats } = request;
  const { isAnnulled, rule, answers, note, scoreSum, scoreCount } = event;
  const score = t('customers.score', { score: formats.score(scoreSum, scoreCount) });
  return {
    text: t(isAnnulled ? 'customers.didAnnul' : 'customers.didExecute', { rule }),
    icon: 'circle-check',
    href: 'surveys',
    details: [...answers.map((answer) => answerText(request, answer)), note, score],
  };
}

function surveyText(icon: string, text: string, reason: string | null): Told {
  return { text, icon, href: 'surveys', details: [reason ?? ''] };
}

function answerText({ t }: Request, { question, state, grade, comment }: CustomerAnswer): string {
  const none = state === 'not-applicable' ? t('customers.notApplicable') : t('customers.noAnswer');
  const line = t('customers.answer', { question, answer: grade ?? none });
  return comment === '' ? line : `${line} – ${comment}`;
}

type FollowUpEvent = Extract<CustomerEvent, { kind: 'opened' | 'commented' | 'ended' | 'resumed' }>;

function followUpText({ t }: Request, event: FollowUpEvent): Told {
  const kind = t(FOLLOW_UP_KIND_TEXTS[event.of]);
  const said = { href: 'follow-ups', icon: 'flag' } as const;
  switch (event.kind) {
    case 'opened': {
      const annulled = event.annulled ? t('followUps.annulledTitle') : '';
      return { ...said, text: t('customers.didOpen', { kind }), details: [event.text, annulled] };
    }
    case 'commented':
      return { ...said, icon: 'message-circle', text: t('customers.didComment', { kind }), details: [event.text] };
    case 'ended': {
      const status = t(FOLLOW_UP_STATUS_TEXTS[event.ending]).toLowerCase();
      return { ...said, text: t('customers.didEnd', { kind, status }), details: [event.text] };
    }
    case 'resumed': {
      const { reason = '', conclusion = '' } = event.texts;
      const before = conclusion === '' ? '' : t('customers.hadEnded', { conclusion });
      return { ...said, icon: 'rotate', text: t('customers.didResume', { kind }), details: [reason, before] };
    }
  }
}
