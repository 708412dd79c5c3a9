import type { company as source } from '../pt-BR/company.js';

export const company = {
  identity: 'Identity',
  name: 'Company name',
  nameHint: 'Shown in the menu and on the sign-in page.',
  language: 'Default language',
  languageHint: 'For those who chose no other in My account.',
  days: 'Calendar',
  timeZone: 'Time zone',
  timeZoneHint: 'Brazil’s zones come first, with the date and time in each right now.',
  zoneMeaning:
    'The zone decides which day is today: surveys open and expire at its midnight. Changing it changes no stored date; it changes the day we are in and the times shown.',
  otherZones: '— Other zones —',
  now: 'Now in {zone}',
  preview: 'Show the day in the chosen zone',
  sameDay: 'Today is the same day in both zones: no survey changes its status now.',
  otherDay: 'With the change today goes from {before} to {after}. The open surveys would stand like this:',
  status: 'Status',
  before: 'Today',
  after: 'With the change',
  saved: 'Company settings saved.',
  backups: 'Backups',
  lastBackup: 'Last backup',
  backupSize: 'Size',
  megabytes: '{size} MB',
  backupCount: 'Backups kept',
  backupFolder: 'Folder',
  backupsKept:
    'One is taken every day while the server runs; the last 14 stay in the data folder. Keep one outside this computer too.',
  noBackup:
    'No backup yet. The first is taken soon after the server starts; if this notice stays, look into the server’s log.',
  oldBackup:
    'The last backup is old: today’s failed, or the server was off. Look into the server’s log and at the free disk space.',
  backupsElsewhere: 'The data are in PostgreSQL: whoever runs that server takes the backups, for example with pg_dump.',
} satisfies Record<keyof typeof source, string>;
