import { type AttemptOutcome, OUTCOMES, type OutcomeKind } from '../domain/attempt.js';
import type { CallingHours } from '../domain/calling-hours.js';
import type { CallingRules } from '../domain/calling-settings.js';
import type { Queryable } from './dialect.js';

/** When customers are called and what each outcome of an attempt leads to. */
export interface CallingSettings extends CallingRules {
  readonly version: number;
}

/** The settings of *Atendimento*; there is always exactly one row, and one of each outcome. */
export async function getCallingSettings(q: Queryable): Promise<CallingSettings> {
  const row = await q('calling_settings').where({ id: 1 }).first();
  const outcomes: OutcomeRow[] = await q('attempt_outcomes')
    .whereIn('kind', [...OUTCOMES])
    .orderBy('position');
  const { version, whatsapp_text: whatsAppText } = row;
  return { version, hours: toHours(row), whatsAppText, outcomes: outcomes.map(toOutcome) };
}

/** Writes them over the version that was read; false when somebody else wrote meanwhile. Past attempts keep what they led to. */
export async function updateCallingSettings(trx: Queryable, settings: CallingSettings): Promise<boolean> {
  const { hours, whatsAppText, outcomes, version } = settings;
  const changed = await trx('calling_settings')
    .where({ id: 1, version })
    .update({
      from_minute: hours.fromMinute,
      until_minute: hours.untilMinute,
      days: hours.days.join(','),
      whatsapp_text: whatsAppText,
      version: version + 1,
    });
  if (changed !== 1) return false;
  for (const { kind, ...outcome } of outcomes)
    await trx('attempt_outcomes').where({ kind }).update({
      cooldown_minutes: outcome.cooldownMinutes,
      needs_note: outcome.needsNote,
      needs_call_back: outcome.needsCallBack,
      proposes_closing: outcome.proposesClosing,
      proposes_extension: outcome.proposesExtension,
      active: outcome.active,
    });
  return true;
}

interface OutcomeRow {
  kind: OutcomeKind;
  cooldown_minutes: number;
  needs_note: boolean | number;
  needs_call_back: boolean | number;
  proposes_closing: boolean | number;
  proposes_extension: boolean | number;
  active: boolean | number;
}

function toHours(row: { from_minute: number; until_minute: number; days: string }): CallingHours {
  return { fromMinute: row.from_minute, untilMinute: row.until_minute, days: row.days.split(',').map(Number) };
}

function toOutcome(row: OutcomeRow): AttemptOutcome {
  return {
    kind: row.kind,
    cooldownMinutes: row.cooldown_minutes,
    needsNote: Boolean(row.needs_note),
    needsCallBack: Boolean(row.needs_call_back),
    proposesClosing: Boolean(row.proposes_closing),
    proposesExtension: Boolean(row.proposes_extension),
    active: Boolean(row.active),
  };
}
