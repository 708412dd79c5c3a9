import type { effects as source } from '../pt-BR/effects.js';

/** What a change of the configuration does to what exists. */
export const effects = {
  openSurveys: 'Surveys that exist',
  apply: 'Apply to open surveys too',
  ruleHint:
    'The days count for sales recorded from now on. Ticked: this rule’s open surveys get new dates; an extension that reaches further stays.',
  profileHint:
    'The rules count for sales recorded from now on. Ticked: sales of the period get the rules that enter, and untouched surveys of those that leave are removed.',
  productHint:
    'The profile counts for sales recorded from now on. Ticked: sales of the period get what they lack, and untouched surveys of the former profile are removed.',
  holidayHint:
    'The holiday counts for sales recorded from now on. Ticked: the expiry of open surveys that follow business days is worked out again.',
  holidaysHint:
    'The holidays count for sales recorded from now on. Ticked: the expiry of open surveys that follow business days is worked out again.',
  removeTitle: 'Remove {name}',
  removalHint:
    'Unless it is ticked, open surveys keep their dates. Ticked: the expiry of those that follow business days is worked out again.',
  closedSince: 'Sales closed since',
  closedSinceHint: 'How far back the change reaches sales that were recorded.',
  preview: 'Preview',
  countedLater: 'The whole numbers are shown when you go on, before anything changes.',
  countedSoFar: 'Counting… {count} sales so far.',
  counting: 'Counting…',
  laterOnly: 'Unless it is ticked, surveys that exist stay as they are.',
  mendFirst: 'Correct the fields to see what the change does.',
  nothing: 'This change reaches no survey.',
  pastChanges:
    'Results of days that are over change: an inconsistency counts on the day of its expiry, by the dates that it has.',
  pastMayChange:
    'Results of days that are over may change: an inconsistency counts on the day of its expiry, by the dates that it has.',
  caption: 'Open surveys that the change reaches, before and after',
  open: 'Open',
  before: 'Before',
  after: 'After',
  scheduled: 'Scheduled',
  due: 'Due',
  inconsistent: 'Overdue',
  redated: 'With new dates',
  created: 'Created',
  removed: 'Removed',
  kept: 'Kept (somebody worked on them)',
  keptList: 'Show those that are kept',
  more: '… {count} more',
  survey: 'Survey {id}',
  background: 'These are {count} sales: the change is applied in the background, and you follow its progress.',
  checkFirst: 'Nothing is saved yet. Check below what the change does and save again.',
  changedMeanwhile:
    'The numbers have changed since the preview; nothing was saved. Check the new ones below and save again.',
  applying: 'The change of the configuration before it is still being applied: wait until it has ended.',
  follow: 'Follow it',
  deactivateTitle: 'Deactivate {name}',
  deactivateText: 'Nothing new is planned from now on. History stays, and it can be activated again.',
  removeUntouched: 'Also remove the open surveys that nobody has touched',
  removeUntouchedHint:
    'Unless it is ticked, open surveys stay. Those with an attempt, draft, live claim, extension, own operator or follow-up are never removed.',
  changes: 'Changes of the configuration',
  changesText: 'What was applied in the background to surveys that existed.',
  noChanges: 'No change in the background',
  noChangesText: 'A change that reaches many sales appears here while it is applied, and then with its result.',
  changeOf: 'Change: {record}',
  rule: 'rule {name}',
  profile: 'profile {name}',
  product: 'product {name}',
  severalProducts: 'product {name} and {count} more',
  holiday: 'calendar',
  progress: '{visited} of {total} sales',
  foreseen: 'Foreseen',
  done: 'Done',
  what: 'Surveys',
  openChanged: 'Open what changed',
  differs: 'Sales and surveys changed while the change was applied: what was done differs from what was foreseen.',
  cancel: 'Stop',
  cancelText: 'What was applied stays applied; the other sales stay as they are.',
} satisfies Record<keyof typeof source, string>;
