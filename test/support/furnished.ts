import { bulkSignals } from '../../src/actions/bulk-signals.js';
import { claimSurvey } from '../../src/actions/claim-survey.js';
import { closeMonths } from '../../src/actions/close-months.js';
import { payStatements } from '../../src/actions/pay-statements.js';
import { recordAttempt } from '../../src/actions/record-attempt.js';
import { savePolicy } from '../../src/actions/save-policy.js';
import { saveUser } from '../../src/actions/save-user.js';
import { startBulk } from '../../src/actions/start-bulk.js';
import { workSignal } from '../../src/actions/work-signal.js';
import { insertHolidays } from '../../src/store/holidays.js';
import { insertSavedFilter } from '../../src/store/saved-filters.js';
import { acting } from './acting.js';
import type { TestApp } from './app.js';
import { accepted, adminContext } from './configuration.js';
import { addFollowUp, bulkOfFollowUps } from './follow-ups.js';
import { previewFormOf, salesFile, send, stage } from './imports.js';
import { bulkInput, doBulk, runWaiting, waitingBulk, waitingChange } from './jobs.js';
import { runSurvey, signalling } from './signals.js';
import { type SurveyWorld, surveyWorld } from './survey-world.js';

/** Ids of records by the first part of the URLs that show them. */
export type Records = Readonly<Record<string, readonly (number | string)[]>>;

/** One record of every kind at least, by the first part of its URL, and every status of a survey. */
export async function furnish(world: TestApp): Promise<Records> {
  const { db, ids } = world;
  const surveys = await surveyWorld(db);
  const context = adminContext(db, ids.davi);
  const bare = { access: false, name: 'Sem Acesso', login: '', password: '', role: 'operator', externalId: '' };
  const seller = accepted(await saveUser(context, null, bare));
  const made = await surveys.surveys([
    {},
    { phone: null, assignedTo: ids.carla },
    { startDays: 30 },
    { startDays: 0, expiryDays: 0, extendedTo: '2026-07-20' },
    { startDays: 0, expiryDays: 1 },
    { outcome: 'executed' },
    { outcome: 'closed' },
    { outcome: 'cancelled' },
  ]);
  await called(world, surveys, made);
  await db.transaction((trx) => trx('users').where({ id: ids.carla }).update({ deactivated_at: 1 }));
  const [ownPanel = 0, ownFollowUps = 0, ownSignals = 0] = await savedFilters(world);
  const idsIn = (table: string) => db.read(table).orderBy('id').limit(5).pluck('id');
  return {
    '/config/questions': await idsIn('questions'),
    '/results/questions': await idsIn('questions'),
    '/config/rules': [surveys.ruleId],
    '/config/profiles': [await profile(world)],
    '/config/products': [surveys.productId],
    '/config/operators': [ids.davi, ids.carla, seller],
    '/config/calendar': [await holiday(world)],
    '/config/changes': await changes(world, surveys),
    '/surveys': made,
    '/sales': await idsIn('sales'),
    '/sales/import': await imports(world),
    '/attending': made.slice(0, 1),
    '/follow-ups': await followUps(world, surveys, made),
    '/follow-ups/signals': await signals(world, surveys),
    '/follow-ups/signals/bulk/jobs': [await signalJob(world, surveys)],
    '/customers': await idsIn('customers'),
    '/proposals': await idsIn('proposals'),
    ...(await commissions(world, surveys)),
    '/panel/filters': [ownPanel],
    '/follow-ups/saved': [ownFollowUps],
    '/follow-ups/signals/saved': [ownSignals],
    '/follow-ups/bulk/jobs': [await followUpJob(world, surveys)],
    '/panel/bulk/jobs': [
      (await doBulk(db, surveys.davi, bulkInput({ verb: 'take-back' }, made))).id,
      await waitingBulk(db, surveys.davi, bulkInput({ verb: 'reopen', reason: 'Engano' }, made)),
    ],
  };
}

/** A change of the configuration that was applied, and one that is being applied. */
async function changes({ db }: TestApp, { davi, ruleId }: SurveyWorld): Promise<number[]> {
  const applied = await waitingChange(db, davi, ruleId, 2);
  await runWaiting(db);
  return [applied, await waitingChange(db, davi, ruleId, 3)];
}

/** A follow-up of each kind and state. */
async function followUps({ db }: TestApp, world: SurveyWorld, [one = 0]: readonly number[]): Promise<number[]> {
  const long = 'Sinal cai à noite, sempre depois das dez, e o técnico não veio no dia que foi combinado. '.repeat(4);
  return [
    await addFollowUp(db, world, one, { text: long, due_on: '2026-07-01', priority: 1 }),
    await addFollowUp(db, world, one, { kind: 'opportunity', started: true }),
    await addFollowUp(db, world, one, { kind: 'opportunity', ending: 'won' }),
    await addFollowUp(db, world, one, { kind: 'doubt', ending: 'discarded' }),
  ];
}

/** A grade that nobody followed up with a long comment, and one that was dismissed. */
async function signals({ db }: TestApp, world: SurveyWorld): Promise<number[]> {
  await signalling(db, world);
  const comment = 'Cai toda noite depois das dez, e ninguém voltou a ligar como tinha sido combinado. '.repeat(3);
  for (const polite of [1, 2]) await runSurvey(db, world, await world.survey(), { grade: polite, comment, polite });
  const ids: number[] = await db.read('signals').orderBy('id').pluck('id');
  accepted(await workSignal(acting(db, world.bruno), ids[0] ?? 0, 'dismiss', { reason: 'Já ligamos' }));
  return ids;
}

/** An action on many signals that has ended, and left all as they were. */
async function signalJob({ db }: TestApp, { davi }: SurveyWorld): Promise<number> {
  const selection = { kind: 'ids', ids: await db.read('signals').whereNotNull('dismissed_at').pluck('id') } as const;
  const input = { action: { verb: 'dismiss', reason: 'Já ligamos' }, selection, backHref: '/follow-ups/signals' };
  return startBulk(acting(db, davi), { key: 'furnished-signals', input, total: 1 }, bulkSignals);
}

/** An action on many that has ended, and left all as they were. */
async function followUpJob({ db }: TestApp, { davi }: SurveyWorld): Promise<number> {
  const ids = await db.read('follow_ups').whereNotNull('ended_at').pluck('id');
  return (await bulkOfFollowUps(db, davi, { verb: 'postpone', dueOn: '2026-08-03' }, ids)).id;
}

/** A survey that somebody has, and proposals of both kinds. */
async function called({ db }: TestApp, { bruno }: SurveyWorld, [due = 0]: readonly number[]): Promise<void> {
  accepted(await claimSurvey(acting(db, bruno), due));
  const late = { outcome: 'call-back', callBackOn: '2026-07-13', callBackTime: '09:00', note: 'Está viajando' };
  for (const form of [{ outcome: 'refused', note: 'Não quer falar' }, late])
    accepted(await recordAttempt(acting(db, bruno), due, { ...form, formKey: `furnished-${form.outcome}` }));
}

/** One file in each of its states: sent, mapped, imported. */
async function imports(world: TestApp): Promise<number[]> {
  const davi = await world.browser('davi');
  const sent = (await send(davi, salesFile())).location;
  const mapped = await stage(davi, salesFile('P-4;ontem;;;;;;'));
  const imported = await stage(davi, salesFile());
  await davi.post(`${imported}/application`, previewFormOf(await davi.get(`${imported}/preview`)));
  return [sent, mapped, imported].map((path) => Number(path.split('/').at(-1)));
}

/** A closed month and an open one with a statement each, with adjustments, and one that was paid. */
async function commissions({ db, ids }: TestApp, { surveys, edu }: SurveyWorld): Promise<Records> {
  const context = { ...adminContext(db, ids.davi), today: '2026-07-10' };
  const executed = { closedOn: '2026-06-10', outcome: 'executed', executedBy: edu.id } as const;
  await surveys([executed, { closedOn: '2026-06-11' }]);
  await db.transaction((trx) =>
    trx('sales').where({ closed_on: '2026-06-10' }).update({ commission_base_cents: 5000 }),
  );
  accepted(await savePolicy(context, 0, { k: '0,35', bonusOnly: '1', ownSurvey: 'leave-out', fromMonth: '2026-06' }));
  accepted(await closeMonths(context, '2026-06'));
  await payStatements(context, '2026-06', edu.id);
  await surveys([{ ...executed, outcome: 'executed' }]);
  await db.transaction((trx) =>
    trx('sales').where({ closed_on: '2026-06-10' }).update({ commission_base_cents: 6000 }),
  );
  return {
    '/commissions/months': ['2026-06', '2026-07'],
    '/commissions/statements': [`2026-06-${edu.id}`, `2026-07-${edu.id}`, `2026-07-${ids.carla}`],
  };
}

/** His own, and one that a colleague shares, of each list. */
async function savedFilters({ db, ids }: TestApp): Promise<readonly number[]> {
  const panel = { list: 'panel', tab: 'inconsistent', search: 'period=this-month&of=expiry&late=1' } as const;
  const followUps = { list: 'follow-ups', tab: null, search: 'kind=complaint&overdue=1&tab=all' } as const;
  const signals = { list: 'signals', tab: null, search: 'kind=complaint&state=waiting' } as const;
  const lists = [panel, followUps, signals];
  const add = (userId: number, list: (typeof lists)[number]) =>
    db.transaction((trx) => insertSavedFilter(trx, userId, { ...list, name: 'Vencidas do Edu', isShared: true }, 1));
  for (const list of lists) await add(ids.ana, list);
  return Promise.all(lists.map((list) => add(ids.davi, list)));
}

async function profile({ db }: TestApp): Promise<number> {
  const [{ id }] = await db.transaction((trx) =>
    trx('profiles').insert({ name: 'Vazio', name_key: 'vazio', created_at: 1 }).returning('id'),
  );
  return id;
}

async function holiday({ db }: TestApp): Promise<number> {
  const city = { on: '2026-07-14', name: 'Aniversário da cidade', yearly: true };
  const [id = 0] = await db.transaction((trx) => insertHolidays(trx, [city], 1));
  return id;
}

/** The records of the longest path that the URL begins with; 0 alone for a URL that names none. */
export function idsFor(url: string, records: Records): readonly (number | string)[] {
  if (!url.includes(':')) return [0];
  const area = Object.keys(records)
    .filter((path) => url.startsWith(`${path}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (area === undefined) throw new Error(`give the walk a record for ${url}`);
  return records[area] ?? [];
}
