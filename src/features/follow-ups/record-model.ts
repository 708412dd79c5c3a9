import type { FastifyRequest } from 'fastify';
import { followUpStatus, isOverdue, refusalToFollow } from '../../domain/follow-up.js';
import { keyOpenedAt } from '../../domain/form-moment.js';
import { can } from '../../domain/permissions.js';
import type { Customer } from '../../store/customers.js';
import type { FollowUpRecord, listSalesOf } from '../../store/follow-up-record.js';
import type { Name } from '../../store/names.js';
import { type FieldErrorView, one, parseId } from '../../web/forms.js';
import { signedIn } from '../../web/request.js';
import { followUpBadge, PRIORITY_TEXTS } from '../follow-up-texts.js';
import { phoneLinks } from '../phone-links.js';
import { type Reconciled, readFormOf } from '../three-way.js';
import { type EditForm, editFormOf } from './edit-form.js';
import { historyModel } from './history.js';
import { choicesOf } from './open-routes.js';
import { type FormName, typedTexts } from './typed.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today' | 'now' | 'user' | 'locale' | 'body'>;

/** A form of the page that was refused, with what was typed. */
export interface RefusedForm {
  readonly name: FormName;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldErrorView[];
  readonly problem?: string;
  /** Somebody changed it after the page was read: it says what happened last. */
  readonly stale?: boolean;
  /** The version over which it was typed, where it is to be sent over that one again. */
  readonly version?: number | undefined;
  /** Of an edit over a version that somebody else changed. */
  readonly conflict?: Reconciled<EditForm>['conflict'];
  readonly taken?: Reconciled<EditForm>['taken'];
}

/** A follow-up as its viewer is shown it. */
interface Shown extends FollowUpRecord {
  /** Whether he may open the survey that it came from. */
  readonly seesSurvey: boolean;
}

interface Choices {
  readonly users: readonly { readonly value: string; readonly label: string }[];
  readonly products: readonly Name[];
  readonly sales: Awaited<ReturnType<typeof listSalesOf>>;
}

/** The page of a follow-up: what it is about, what can be done, comments, history. */
export function recordModel(request: Request, record: Shown, choices: Choices, refused: RefusedForm | null) {
  const { t, formats } = request;
  return {
    base: `/follow-ups/${record.id}`,
    ...readModel(request, record, choices, refused),
    badge: followUpBadge(request, followUpStatus(record)),
    overdue: isOverdue(record, request.today),
    annulled: record.annulment !== null,
    annulment: annulmentOf(request, record),
    about: record.text,
    answer: record.answer,
    ended: record.ending !== null,
    conclusion: conclusionOf(request, record),
    facts: factsOf(request, record),
    phones: phonesOf(record.customer).map((phone) => phoneLinks(phone)),
    customerFacts: customerFacts(request, record),
    forms: formsOf(record, refused),
    reopenText: t(record.startedAt === null ? 'followUps.reopenText' : 'followUps.reopenStartedText'),
    ...choicesOf(request),
    owners: choices.users.filter(({ value }) => value !== String(record.ownerId)),
    products: choices.products
      .filter(({ active }) => active)
      .map(({ id, name }) => ({ value: String(id), label: name })),
    // What was sold before it was opened is no sale that it won.
    sales: choices.sales
      .filter(({ cancelled, closedOn }) => !cancelled && closedOn >= record.openedOn)
      .map(({ id, product, closedOn, cents }) => ({
        value: String(id),
        label: t('followUps.saleOption', {
          product,
          date: formats.date(closedOn),
          value: formats.money(Number(cents)),
        }),
      })),
    comments: record.comments.map(({ text, by, at }) => ({ text, by, when: formats.instant(at) })),
    commentKey: keyOpenedAt(request.now, crypto.randomUUID()),
    events: historyModel(request, record.events, choices),
  };
}

/** That the execution which it came from was annulled, and what one can do about it. */
function annulmentOf({ t, formats }: Request, { annulment, ending, kind, seesSurvey, surveyId }: Shown) {
  if (annulment === null) return null;
  const { by, at, reason } = annulment;
  const way = kind === 'opportunity' ? 'followUps.annulledLose' : 'followUps.annulledDiscard';
  return {
    text: t('followUps.annulledBy', { name: by, date: formats.instant(at), reason }),
    hint: t(ending === null ? way : 'followUps.annulledEnded'),
    href: seesSurvey ? `/surveys/${surveyId}` : null,
  };
}

/** Over which version its forms are sent, what the edit read, and what became of one that came too late. */
function readModel(request: Request, record: Shown, choices: Choices, refused: RefusedForm | null) {
  const readVersion = refused?.version ?? record.version;
  const stored = { version: record.version, form: editFormOf(record) };
  const { conflict = null, taken = null } = refused ?? {};
  const formRead = readFormOf(request, stored, readVersion);
  const kept = keptTexts(request, record, refused);
  const problem = refused?.stale ? staleText(request, record, choices) : (refused?.problem ?? null);
  const conflictOwn = isOwn(request, record);
  return { readVersion, formRead, conflict, conflictOwn, taken, problem, kept };
}

/** Whether he himself changed it since its page was read, and nobody else did. */
function isOwn({ user, body }: Request, { version, events }: Shown): boolean {
  const since = version - (parseId(one(body, 'version')) ?? version);
  return since > 0 && events.slice(-since).every(({ actorId }) => actorId === signedIn({ user }).id);
}

/** What happened to it since its page was read, who did that and when. */
function staleText(request: Request, record: Shown, choices: Choices): string {
  const { t } = request;
  const [told] = historyModel(request, record.events, choices);
  if (told === undefined) return t('followUps.stale');
  const { text: what, when, who: name = '—' } = told;
  return isOwn(request, record)
    ? t('followUps.staleOwn', { what, when })
    : t('followUps.staleBy', { what, when, name });
}

const VERBS = ['start', 'resolve', 'discard', 'win', 'lose', 'reopen', 'assign', 'edit'] as const;

/** Each form that is possible now, with what was typed into it if it was refused; null where it is not. */
function formsOf(record: FollowUpRecord, refused: RefusedForm | null) {
  const stored = editFormOf(record);
  const shown = (name: FormName) => {
    const mine = refused?.name === name ? refused : null;
    const typed: Readonly<Record<string, string>> = mine?.typed ?? (name === 'edit' ? { ...stored } : {});
    return { open: mine !== null, typed, errors: mine?.errors ?? [] };
  };
  const forms = VERBS.map((verb) => [verb, refusalToFollow(verb, record) === null ? shown(verb) : null] as const);
  return { ...Object.fromEntries(forms), comment: shown('comment') };
}

/** What was typed into a form which the follow-up, as it stands, has no more: it can be copied. */
function keptTexts(request: Request, record: FollowUpRecord, refused: RefusedForm | null) {
  if (refused === null || refused.name === 'comment' || refusalToFollow(refused.name, record) === null) return [];
  return typedTexts(request, refused.name, refused.typed);
}

function factsOf(request: Request, record: Shown) {
  const { t, formats } = request;
  return [
    { label: t('followUps.owner'), value: record.ownerName },
    { label: t('followUps.priority'), value: t(PRIORITY_TEXTS[record.priority] ?? 'followUps.priority2') },
    { label: t('followUps.dueOn'), value: formats.date(record.dueOn) },
    ...originFacts(request, record),
    {
      label: t('followUps.opened'),
      value: t('followUps.openedBy', { name: record.openedBy, date: formats.instant(record.openedAt) }),
    },
  ];
}

/** What it was opened from; with a survey also the sale that it is about. */
function originFacts({ t, formats, user }: Request, { sale, ruleName, surveyId, seesSurvey }: Shown) {
  const label = t('followUps.origin');
  const linked = sale !== null && can(signedIn({ user }).role, 'manageSales') ? { href: `/sales/${sale.id}` } : {};
  const told = sale && { product: sale.product, date: formats.date(sale.closedOn) };
  if (surveyId === null || ruleName === null) {
    return [{ label, value: told ? t('followUps.ofSale', told) : t('followUps.ofCustomer'), ...linked }];
  }
  const value = t('followUps.ofSurvey', { rule: ruleName });
  const survey = { label, value, ...(seesSurvey && { href: `/surveys/${surveyId}` }) };
  return told ? [survey, { label: t('followUps.sale'), value: t('followUps.saleOf', told), ...linked }] : [survey];
}

function customerFacts({ t, user }: Request, { customer }: FollowUpRecord) {
  const href = can(signedIn({ user }).role, 'manageCustomers') ? { href: `/customers/${customer.id}` } : {};
  return [
    { label: t('followUps.customer'), value: customer.name, ...href },
    { label: t('sales.place'), value: [customer.city, customer.state].filter(Boolean).join(' · ') },
  ];
}

function phonesOf({ phone1, phone2, phone3 }: Customer): string[] {
  return [phone1, phone2, phone3].filter((phone) => phone !== null);
}

function conclusionOf({ t, formats, user }: Request, record: FollowUpRecord) {
  const manages = can(signedIn({ user }).role, 'manageSales');
  if (record.ending === null) return null;
  const { won } = record;
  const sold =
    won === null
      ? []
      : [
          { label: t('followUps.wonValue'), value: formats.money(won.cents) },
          { label: t('followUps.soldProduct'), value: won.product },
          ...(won.saleId === null
            ? []
            : [
                {
                  label: t('followUps.soldSale'),
                  value: t('followUps.wonSale', { number: String(won.saleId) }),
                  ...(manages && { href: `/sales/${won.saleId}` }),
                },
              ]),
        ];
  return {
    text: record.conclusion,
    facts: [{ label: t('followUps.concludedOn'), value: formats.date(record.endedOn) }, ...sold],
  };
}
