/** What a decision comes to: a value, or a refusal that the caller expected and explains to the user (STYLE 15). */
export type Result<T, R> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: R };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse<R>(refusal: R): { readonly ok: false; readonly refusal: R } {
  return { ok: false, refusal };
}

/** Every message of the domain's validators; a catalogue is a `Record<MessageKey, …>`, so none can be forgotten. */
export type MessageKey =
  | 'required'
  | 'tooShort' // params: min
  | 'tooLong' // params: max
  | 'notAnInteger'
  | 'belowMinimum' // params: min
  | 'aboveMaximum' // params: max
  | 'tooFew' // params: min
  | 'tooMany' // params: max
  | 'duplicate' // twice in the same form
  | 'taken' // another record has it; found by the actions
  | 'holidayTaken' // found by the actions
  | 'alikeSale' // params: id; a warning
  | 'alikeLine' // params: id; a warning
  | 'inactive' // the record picked is deactivated; found by the actions
  | 'unknownValue'
  | 'saleCancelled'
  | 'unknownPlaceholder' // params: word, known
  | 'unknownName' // params: name; in files, which name records instead of picking them
  | 'notADate'
  | 'notATime'
  | 'inTheFuture'
  | 'dateAhead' // a warning
  | 'beforeToday'
  | 'inThePast'
  | 'beforeStart'
  | 'searchNotShared'
  | 'noCallsOnThatDay'
  | 'outsideCallingHours' // params: from, until
  | 'beforeClosing'
  | 'notMoney'
  | 'notAPercentage'
  | 'notAWeight'
  | 'notAMonth'
  | 'monthClosed' // params: month; found by the actions
  | 'anotherBaseStands' // found by the actions
  | 'anotherPolicyStands' // params: month; found by the actions
  | 'firstBaseFromAlways' // found by the actions
  | 'notATimeZone'
  | 'invalidLogin'
  | 'invalidEmail'
  | 'invalidDocument'
  | 'invalidPhone'
  | 'invalidState'
  | 'kindNeedsItsScale'
  | 'activeNeedsQuestion'
  | 'activeNeedsOperator'
  | 'changeBeingApplied' // the change of the configuration before it; found by the actions
  | 'lastAdmin' // nobody else could administer; found by the actions
  | 'lastQuestion' // params: rules; found by the actions
  | 'onlyOperator' // params: rules; found by the actions
  | 'soldThem' // params: count; found by the actions
  | 'hasOpenFollowUps' // params: count; found by the actions
  | 'hasOpenSurveys' // params: count; found by the actions
  | 'answerMissing'
  | 'notApplicableNotAllowed'
  | 'commentRequired'
  | 'noGradeAtAll'
  | 'noAnswerUnconfirmed';

/** One thing to mend in a form: `field` is the control's name as posted (`grades.0.label`). */
export interface FieldError {
  readonly field: string;
  readonly message: MessageKey;
  readonly params?: Readonly<Record<string, string | number>>;
}

export type FieldErrors = readonly FieldError[];
