import t from 'tap';
import { OUTCOMES } from '../../../src/domain/attempt.js';
import { BULK_VERBS } from '../../../src/domain/bulk.js';
import { isCivilDate } from '../../../src/domain/civil-date.js';
import { OWN_SURVEY_RULES } from '../../../src/domain/commission-policy.js';
import { ENDING_OF } from '../../../src/domain/follow-up.js';
import { FOLLOW_UP_BULK_VERBS } from '../../../src/domain/follow-up-bulk.js';
import { QUESTION_KINDS, SIGNALS } from '../../../src/domain/grades.js';
import { isMonth } from '../../../src/domain/month.js';
import { ROLES } from '../../../src/domain/permissions.js';
import { LOCALES } from '../../../src/domain/settings.js';
import { SIGNAL_VERBS } from '../../../src/domain/signal.js';
import { CLOSURE_REASONS } from '../../../src/domain/survey-change.js';
import { THEMES } from '../../../src/domain/user.js';
import { choiceKind } from '../../../src/features/audit-values.js';
import { isWord, type WordKind } from '../../../src/features/audit-words.js';
import { FILTERS as FOLLOW_UP_FILTERS } from '../../../src/features/follow-ups/query.js';
import { SIGNAL_FILTERS } from '../../../src/features/follow-ups/signal-query.js';
import { exportName } from '../../../src/features/list-export.js';
import { RESULT_NAMES } from '../../../src/features/results/query.js';
import { SURVEY_FILTERS } from '../../../src/features/survey-filters.js';
import { translator } from '../../../src/i18n/translate.js';
import { LISTS } from '../../../src/store/survey-tabs.js';
import { testApp } from '../../support/app.js';
import { sqlite } from '../../support/engines.js';
import { furnish } from '../../support/furnished.js';

const READERS = LOCALES.map((locale) => ({ locale, t: translator(locale) }));

/** Every choice that the code can write into a field of the audit. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  role: ROLES,
  locale: LOCALES,
  theme: THEMES,
  kind: [...QUESTION_KINDS, ...SIGNALS, 'closing', 'extension'],
  signal: SIGNALS,
  outcome: ['executed', 'closed', 'cancelled'],
  reason: CLOSURE_REASONS,
  origin: ['form', 'import', 'api'],
  attempt: OUTCOMES,
  ownSurvey: OWN_SURVEY_RULES,
  ending: Object.values(ENDING_OF),
  format: ['csv', 'xlsx'],
  tab: [...LISTS, 'follow-ups', 'signals', 'ranking'],
  filters: [
    ...[...SURVEY_FILTERS, ...FOLLOW_UP_FILTERS, ...SIGNAL_FILTERS].map(exportName),
    'scored',
    // Rankings were noted with all that their address said.
    ...RESULT_NAMES,
  ],
  verb: [...BULK_VERBS, ...FOLLOW_UP_BULK_VERBS, ...SIGNAL_VERBS],
};

/** Fields with a text of somebody's own, or one that is a name everywhere; all others hold numbers, days or choices. */
const OWN_TEXTS = new Set(
  `name login externalId companyName timeZone text script label whatsAppText note code document phone1 phone2 phone3
  phones email city state from until conclusion comment reason`.split(/\s+/),
);

/** The texts in a value with the field that each stands in, however deep. */
function textsIn(field: string, value: unknown): [field: string, text: string][] {
  if (typeof value === 'string') return value === '' ? [] : [[field, value]];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(field, item));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([inner, part]) => textsIn(inner, part));
}

t.test('every choice that the audit can hold has a word in both languages', async (t) => {
  for (const [field, values] of Object.entries(WRITTEN)) {
    const kind = choiceKind(field);
    t.ok(kind, `${field} is read as a choice`);
    for (const reader of READERS)
      t.same(
        values.filter((value) => !isWord(reader, kind as WordKind, value)),
        [],
        `${field} ${reader.locale}`,
      );
  }
});

t.test('everything that is written into the audit has a word in both languages', async (t) => {
  const world = await testApp(t, sqlite);
  await furnish(world);
  const rows: { action: string; entity: string; changes: string }[] = await world.db
    .read('audit')
    .select('action', 'entity', 'changes');
  const changes = rows.flatMap((row) => Object.entries<unknown>(JSON.parse(row.changes)));
  const names = [
    ...rows.flatMap(({ action, entity }) => [`action ${action}`, `entity ${entity}`]),
    ...changes.map(([field]) => `field ${field}`),
  ];
  const texts = changes.flatMap(([field, change]) => textsIn(field, change));
  const choices = texts.filter(([field, text]) => !(OWN_TEXTS.has(field) || isCivilDate(text) || isMonth(text)));
  const used = new Set([...names, ...choices.map(([field, text]) => `${choiceKind(field) ?? field} ${text}`)]);
  t.ok(used.size > 60, 'there is something to look at');
  for (const reader of READERS)
    t.same(
      [...used].filter((name) => {
        const [kind = '', raw = ''] = name.split(' ');
        return !isWord(reader, kind as WordKind, raw);
      }),
      [],
      reader.locale,
    );
});
