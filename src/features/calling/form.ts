import type { FastifyRequest } from 'fastify';
import { type AttemptOutcome, OUTCOMES, type OutcomeKind } from '../../domain/attempt.js';
import { clockText, WEEKDAYS } from '../../domain/calling-hours.js';
import type { CallingRules } from '../../domain/calling-settings.js';
import { placeholderList } from '../../domain/message-template.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { CallingSettings } from '../../store/calling-settings.js';
import { type FieldErrorView, many, one } from '../../web/forms.js';
import { outcomeText } from '../contact-texts.js';
import { type Reconciled, readFormOf, type Together } from '../three-way.js';

type Request = Pick<FastifyRequest, 't' | 'body'>;

const FLAGS = ['active', 'needsNote', 'needsCallBack', 'proposesClosing', 'proposesExtension'] as const;

type Flag = (typeof FLAGS)[number];

const FLAG_TEXTS: Record<Flag, TextKey> = {
  active: 'calling.active',
  needsNote: 'calling.needsNote',
  needsCallBack: 'calling.needsCallBack',
  proposesClosing: 'calling.proposesClosing',
  proposesExtension: 'calling.proposesExtension',
};

const DAY_TEXTS: Record<(typeof WEEKDAYS)[number], TextKey> = {
  1: 'calling.monday',
  2: 'calling.tuesday',
  3: 'calling.wednesday',
  4: 'calling.thursday',
  5: 'calling.friday',
  6: 'calling.saturday',
  7: 'calling.sunday',
};

/** *Atendimento* as typed: one row for each outcome, a flag that is off is ''. */
interface Typed {
  readonly from: string;
  readonly until: string;
  readonly days: readonly string[];
  readonly whatsAppText: string;
  readonly outcomes: Readonly<Record<OutcomeKind, Record<Flag | 'cooldownMinutes', string>>>;
}

/** When calling begins and ends; an outcome is one as it is, being a row. */
export const TOGETHER: Together<Typed> = [['from', 'until']];

/** What the page shows. */
export interface Shown {
  readonly stored: CallingSettings;
  readonly typed: Typed;
  readonly version: number;
  readonly errors?: readonly FieldErrorView[];
  readonly conflict?: Reconciled<Typed>['conflict'];
  readonly taken?: Reconciled<Typed>['taken'];
  /** Who looks saved it himself, in another window. */
  readonly own?: boolean;
}

/** The settings as the form shows them. */
export function formOf({ hours, whatsAppText, outcomes }: CallingRules): Typed {
  return {
    from: clockText(hours.fromMinute),
    until: clockText(hours.untilMinute),
    days: hours.days.map(String),
    whatsAppText,
    outcomes: byKind((kind, field) => {
      const outcome = outcomes.find((one) => one.kind === kind);
      return field === 'cooldownMinutes' ? String(outcome?.cooldownMinutes ?? '') : outcome?.[field] ? '1' : '';
    }),
  };
}

export function readForm(body: unknown): Typed {
  return {
    from: one(body, 'from'),
    until: one(body, 'until'),
    days: many(body, 'days'),
    whatsAppText: one(body, 'whatsAppText'),
    outcomes: byKind((kind, field) => one(body, `outcomes.${kind}.${field}`)),
  };
}

function byKind(valueAt: (kind: OutcomeKind, field: keyof AttemptOutcome & (Flag | 'cooldownMinutes')) => string) {
  const rows = OUTCOMES.map((kind) => {
    const fields = [...FLAGS, 'cooldownMinutes' as const].map((field) => [field, valueAt(kind, field)]);
    return [kind, Object.fromEntries(fields)];
  });
  return Object.fromEntries(rows) as Typed['outcomes'];
}

export function formModel(request: Request, shown: Shown) {
  const { stored, typed, version, errors = [], conflict = null, taken = null, own = false } = shown;
  const { t } = request;
  const errorAt = (field: string) => errors.find((error) => error.field === field)?.text ?? null;
  return {
    typed,
    readVersion: version,
    errors,
    formRead: readFormOf(request, { version: stored.version, form: formOf(stored) }, version),
    conflict,
    conflictOwn: own,
    taken,
    days: WEEKDAYS.map((day) => ({ value: day, label: t(DAY_TEXTS[day]), checked: typed.days.includes(String(day)) })),
    daysError: errorAt('days'),
    placeholders: placeholderList(),
    flags: FLAGS.map((flag) => t(FLAG_TEXTS[flag])),
    outcomesError: errorAt('outcomes'),
    outcomes: OUTCOMES.map((kind) => {
      const label = outcomeText(request, kind);
      const minutes = `outcomes.${kind}.cooldownMinutes`;
      return {
        label,
        minutes: { name: minutes, value: typed.outcomes[kind].cooldownMinutes, error: errorAt(minutes) },
        flags: FLAGS.map((flag) => ({
          name: `outcomes.${kind}.${flag}`,
          label: t(FLAG_TEXTS[flag]),
          checked: typed.outcomes[kind][flag] !== '',
        })),
      };
    }),
  };
}

/** The settings as typed, in words. */
export function factsOf(request: Request, form: Typed) {
  const { t } = request;
  return [
    { label: t('calling.from'), value: form.from },
    { label: t('calling.until'), value: form.until },
    { label: t('calling.days'), value: daysText(request, form) },
    { label: t('calling.message'), value: form.whatsAppText },
    ...OUTCOMES.map((kind) => ({ label: outcomeText(request, kind), value: outcomeLine(request, form, kind) })),
  ];
}

function daysText({ t }: Request, { days }: Typed): string {
  return WEEKDAYS.filter((day) => days.includes(String(day)))
    .map((day) => t(DAY_TEXTS[day]))
    .join(', ');
}

function outcomeLine({ t }: Request, { outcomes }: Typed, kind: OutcomeKind): string {
  const row = outcomes[kind];
  const flags = FLAGS.filter((flag) => row[flag] !== '').map((flag) => t(FLAG_TEXTS[flag]));
  return [t('calling.minutes', { minutes: row.cooldownMinutes }), ...flags].join(', ');
}
