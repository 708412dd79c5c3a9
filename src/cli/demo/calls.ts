import { claimSurvey } from '../../actions/claim-survey.js';
import type { ActionContext } from '../../actions/context.js';
import { recordAttempt } from '../../actions/record-attempt.js';
import type { OutcomeKind } from '../../domain/attempt.js';
import { addDays, type CivilDate, weekdayOf } from '../../domain/civil-date.js';
import type { Database } from '../../store/connection.js';
import { allOf } from '../../store/predicate.js';
import { listSurveys } from '../../store/survey-list.js';
import { hasStatus, isResponsible } from '../../store/survey-predicates.js';
import { accepted } from './accepted.js';

/** What came of the last calls: two propose to close, one to extend. */
const OUTCOMES: readonly (readonly [OutcomeKind, string])[] = [
  ['no-answer', ''],
  ['busy', ''],
  ['refused', 'Disse que não responde pesquisas'],
  ['voicemail', ''],
  ['wrong-number', 'Atende uma padaria'],
  ['call-back', 'Está viajando, volta depois'],
];

const MINUTES_PER_CALL = 7;
const SUNDAY = 7;

/** The calls of the last minutes: attempts with every kind of consequence, and a survey that each caller has just started. */
export async function callCustomers(
  db: Database,
  callers: readonly number[],
  { now, today }: { readonly now: number; readonly today: CivilDate },
): Promise<void> {
  const taken = new Set<number>();
  for (const id of callers) {
    const his = allOf([hasStatus('due', today), isResponsible(id)]);
    const options = { sort: 'expiry', descending: false, size: 50, key: null } as const;
    // Those that expire last: what is most urgent stays to be called.
    const rows = (await listSurveys(db.read, his, options)).rows.filter((row) => !taken.has(row.id));
    const [last, ...called] = rows.slice(-OUTCOMES.length - 1).reverse();
    const at = (minutes: number): ActionContext => ({
      db,
      actor: { id, role: 'operator' },
      origin: 'web',
      now: now - minutes * 60_000,
      today,
    });
    for (const [index, { id: surveyId, expiresOn }] of called.entries()) {
      const [outcome, note] = OUTCOMES[index] ?? ['no-answer', ''];
      const callBack =
        outcome === 'call-back' ? { callBackOn: workday(addDays(expiresOn, 1)), callBackTime: '10:00' } : {};
      const context = at((called.length - index) * MINUTES_PER_CALL);
      accepted(await recordAttempt(context, surveyId, { outcome, note, ...callBack, formKey: `demo-${surveyId}` }));
    }
    for (const { id: one } of [last, ...called].filter((row) => row !== undefined)) taken.add(one);
    if (last !== undefined) accepted(await claimSurvey(at(3), last.id));
  }
}

function workday(day: CivilDate): CivilDate {
  return weekdayOf(day) === SUNDAY ? addDays(day, 1) : day;
}
