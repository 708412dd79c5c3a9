import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import type { Browser } from '../../support/browser.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { addFollowUp, bulkOfFollowUps } from '../../support/follow-ups.js';
import { type SurveyWorld, surveyWorld, TODAY } from '../../support/survey-world.js';

/** `pair` adds a follow-up of bruno's and one of carla's, each of a customer of its own. */
async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  const world = await surveyWorld(app.db);
  const [own, other] = await world.surveys([{ customer: 'Própria Cliente' }, { customer: 'Alheia Cliente' }]);
  const add = (survey: number | undefined, owner_id: number) => addFollowUp(app.db, world, survey ?? 0, { owner_id });
  const pair = async () => [await add(own, world.bruno.id), await add(other, world.carla.id)] as const;
  return { ...app, world, pair };
}

type Action = Parameters<typeof bulkOfFollowUps>[2];

const NOBODY = 999_999;
const ENDED = { ending: 'resolved', ended_at: 1, ended_on: TODAY, ended_by: 1 };
const discard: Action = { verb: 'discard', ending: { conclusion: 'Engano', won: null } };

/** What brings bruno's own to be left, for each reason that a job can give; carla's comes along each time. */
const SKIPS: readonly (readonly [reason: string, (world: SurveyWorld) => Action, set: object])[] = [
  ['owner-gone', () => ({ verb: 'assign', ownerId: NOBODY }), {}],
  ['already-his', (world) => ({ verb: 'assign', ownerId: world.bruno.id }), {}],
  ['same-due', () => ({ verb: 'postpone', dueOn: '2026-07-14' }), {}],
  ['other-kind', () => discard, { kind: 'opportunity' }],
  ['ended', () => ({ verb: 'assign', ownerId: NOBODY }), ENDED],
  ['ended', () => ({ verb: 'postpone', dueOn: TODAY }), ENDED],
  ['ended', () => discard, ENDED],
];

function named(page: { text: string; body: string }, id: number, customer: string): boolean {
  return page.text.includes(customer) || page.body.includes(`/follow-ups/${id}"`);
}

async function result(browser: Browser, jobId: number) {
  return browser.get(`/follow-ups/bulk/jobs/${jobId}`);
}

await onBothEngines(t, async (t, engine) => {
  await t.test(
    'a result names what the reader works, whatever it was left for, and nothing of anybody else’s',
    async (t) => {
      const { db, world, browser, pair } = await prepare(t, engine);
      const bruno = await browser('bruno');
      for (const [reason, actionOf, set] of SKIPS) {
        const [his, hers] = await pair();
        await db.transaction((trx) =>
          trx('follow_ups')
            .where({ id: his })
            .update({ kind: 'complaint', ...set }),
        );
        const action = actionOf(world);
        const job = await bulkOfFollowUps(db, world.bruno, action, [his, hers, 123_456], 3);
        t.match(job, { state: 'done', done: 0 });
        t.same(job.skipped, { [reason]: 1, gone: 2 }, `${action.verb}: ${reason}`);
        const page = await result(bruno, job.id);
        t.ok(named(page, his, 'Própria Cliente'), 'his own is named');
        t.notOk(named(page, hers, 'Alheia Cliente'), 'hers is not');
      }
    },
  );

  await t.test('who cannot take follow-ups is refused before anything is shown', async (t) => {
    const { db, world, browser, pair } = await prepare(t, engine);
    const [his] = await pair();
    const bruno = await browser('bruno');
    const url = `/follow-ups/bulk?which=marked&verb=assign&tab=mine&id=${his}`;
    await db.transaction((trx) => trx('users').where({ id: world.carla.id }).update({ deactivated_at: 1 }));
    for (const ownerId of [NOBODY, world.carla.id, world.edu.id]) {
      const refused = await bruno.post(url, { ownerId: String(ownerId) });
      t.equal(refused.status, 422);
      t.match(refused.text, 'Está inativo: escolha outro.');
      t.notMatch(refused.body, 'name="key"', 'nothing can be confirmed');
    }
    t.match((await bruno.post(url, { ownerId: String(world.ana.id) })).text, 'Um acompanhamento será alterado');
  });

  await t.test('what is not his any more is not named either; an administrator reads all of it', async (t) => {
    const { db, world, browser, pair } = await prepare(t, engine);
    const [his, hers] = await pair();
    const job = await bulkOfFollowUps(db, world.bruno, { verb: 'postpone', dueOn: '2026-07-14' }, [his, hers], 2);
    await db.transaction((trx) => trx('follow_ups').where({ id: his }).update({ owner_id: world.carla.id }));
    const page = await result(await browser('bruno'), job.id);
    t.match(page.text, 'Já vence neste dia: 1', 'the number stays');
    t.notOk(named(page, his, 'Própria Cliente'));
    t.ok(named(await result(await browser('davi'), job.id), his, 'Própria Cliente'));
  });
});
