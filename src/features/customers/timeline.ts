import type { FastifyRequest } from 'fastify';
import type { CustomerRecord } from '../../store/customer-record.js';
import { closureText } from '../closure-text.js';
import { outcomeText } from '../contact-texts.js';
import { FOLLOW_UP_KIND_TEXTS, FOLLOW_UP_STATUS_TEXTS } from '../follow-up-texts.js';

type Request = Pick<FastifyRequest, 't' | 'formats'>;

/** Something that happened; `href` leads to its record. */
interface Event {
  readonly at: number;
  readonly text: string;
  readonly icon: string;
  readonly href: string;
  readonly who?: string | undefined;
  readonly details?: readonly string[];
}

/** Everything that happened with a customer, the latest first: sales, attempts, answers, follow-ups. */
export function timelineOf(request: Request, record: CustomerRecord) {
  const rules = new Map(record.surveys.map(({ id, rule }) => [id, rule]));
  const ruleOf = (surveyId: number) => rules.get(surveyId) ?? '—';
  const events = [
    ...sold(request, record),
    ...called(request, record, ruleOf),
    ...answered(request, record, ruleOf),
    ...followed(request, record),
  ];
  return events
    .map((event, index) => ({ details: [], ...event, index, when: request.formats.instant(event.at) }))
    .sort((a, b) => b.at - a.at || b.index - a.index);
}

function sold({ t, formats }: Request, { sales }: CustomerRecord): Event[] {
  return sales.flatMap(({ id, product, seller, cents, recordedAt, cancelledAt }) => {
    const href = `/sales/${id}`;
    const text = t('customers.didBuy', { product, value: formats.money(Number(cents)) });
    const bought = { at: recordedAt, text, who: seller, icon: 'shopping-cart', href };
    if (cancelledAt === null) return [bought];
    return [bought, { at: cancelledAt, text: t('customers.didCancel', { product }), icon: 'ban', href }];
  });
}

function called(request: Request, { attempts, closures }: CustomerRecord, ruleOf: (id: number) => string): Event[] {
  const { t } = request;
  const tried = attempts.map(({ surveyId, at, by, outcome, note }) => ({
    at,
    who: by,
    text: t('customers.didAttempt', { rule: ruleOf(surveyId), outcome: outcomeText(request, outcome) }),
    details: note === '' ? [] : [note],
    icon: 'phone-off',
    href: `/surveys/${surveyId}`,
  }));
  const closed = closures.map(({ surveyId, at, by, reason }) => ({
    at,
    who: by,
    text: t('customers.didClose', { rule: ruleOf(surveyId), reason: closureText(request, reason) }),
    icon: 'circle-x',
    href: `/surveys/${surveyId}`,
  }));
  return [...tried, ...closed];
}

function answered({ t }: Request, { executions }: CustomerRecord, ruleOf: (id: number) => string): Event[] {
  return executions.map(({ surveyId, at, by, annulled, answers }) => ({
    at,
    who: by,
    text: t(annulled ? 'customers.didAnnul' : 'customers.didExecute', { rule: ruleOf(surveyId) }),
    icon: 'circle-check',
    href: `/surveys/${surveyId}`,
    details: answers.map(({ question, state, grade, comment }) => {
      const none = state === 'not-applicable' ? t('customers.notApplicable') : t('customers.noAnswer');
      const line = t('customers.answer', { question, answer: grade ?? none });
      return comment === '' ? line : `${line} – ${comment}`;
    }),
  }));
}

function followed({ t }: Request, { followUps }: CustomerRecord): Event[] {
  return followUps.flatMap(({ id, kind, text, openedAt, endedAt, ending, conclusion, ownerName }) => {
    const href = `/follow-ups/${id}`;
    const said = t(FOLLOW_UP_KIND_TEXTS[kind]);
    const details = (line: string) => (line === '' ? [] : [line]);
    const opened = {
      at: openedAt,
      text: t('customers.didOpen', { kind: said }),
      icon: 'flag',
      href,
      details: details(text),
    };
    if (ending === null || endedAt === null) return [opened];
    const ended = t('customers.didEnd', { kind: said, status: t(FOLLOW_UP_STATUS_TEXTS[ending]).toLowerCase() });
    return [opened, { at: endedAt, text: ended, who: ownerName, icon: 'flag', href, details: details(conclusion) }];
  });
}
