import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import type { Browser } from '../../support/browser.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { addFollowUp, bulkOfFollowUps, type FollowUpSpec } from '../../support/follow-ups.js';
import { runWaiting } from '../../support/jobs.js';
import { matchLists } from '../../support/match-lists.js';
import { surveyWorld, TODAY } from '../../support/survey-world.js';

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  const world = await surveyWorld(app.db);
  const survey = await world.survey();
  const add = (spec: FollowUpSpec = {}) => addFollowUp(app.db, world, survey, spec);
  const rows = (ids: readonly number[]) => app.db.read('follow_ups').whereIn('id', ids).orderBy('id');
  return { ...app, world, add, rows };
}

/** Confirms what a preview shows, and opens the result. */
async function confirmed(browser: Browser, preview: { body: string }) {
  const key = /name="key" value="([^"]*)"/.exec(preview.body)?.[1] ?? '';
  const { location } = await browser.post('/follow-ups/bulk/jobs', { key });
  return browser.get(location);
}

await onBothEngines(t, async (t, engine) => {
  await t.test('a preview says what would change and what not, and why; only then it is done', async (t) => {
    const { world, browser, add, rows } = await prepare(t, engine);
    const ids = [
      await add(),
      await add({ ending: 'resolved' }),
      await add({ kind: 'opportunity' }),
      await add({ owner_id: world.carla.id }),
    ];
    const bruno = await browser('bruno');
    const url = `/follow-ups/bulk?which=marked&verb=discard&tab=mine&${ids.map((id) => `id=${id}`).join('&')}`;
    t.match((await bruno.get(url)).text, '4 acompanhamentos escolhidos');
    t.equal((await bruno.post(url, { conclusion: '' })).status, 422);
    const preview = await bruno.post(url, { conclusion: 'Engano' });
    t.match(preview.text, 'Um acompanhamento será alterado. De 4 escolhidos');
    for (const line of ['Já concluído: 1', 'não descartada: 1', 'Não existe mais, ou não é seu: 1'])
      t.match(preview.text, line);
    matchLists(t, await rows(ids), [{ ending: null }, {}, {}, {}], 'nothing has happened yet');
    const result = await confirmed(bruno, preview);
    t.match(result.text, 'Descartar');
    t.match(result.text, /Alterad[ao]s 1/);
    t.notMatch(result.body, `/follow-ups/${ids[3]}"`, 'what is not his is not named');
    const after = [
      { ending: 'discarded', conclusion: 'Engano' },
      { ending: 'resolved' },
      { ending: null },
      { ending: null },
    ];
    matchLists(t, await rows(ids), after);
    t.match((await bruno.get('/follow-ups/bulk/jobs')).text, 'Descartar');
    t.equal((await (await browser('carla')).get(result.location || '/follow-ups/bulk/jobs/1')).status, 404);
    t.equal((await bruno.get('/panel/bulk/jobs')).status, 403);
    t.equal((await bruno.get('/follow-ups/bulk?which=marked&verb=assign&tab=mine')).location, '/follow-ups?tab=mine');
    t.equal((await bruno.get('/follow-ups/bulk?which=all&verb=assign&kind=x')).location, '/follow-ups?kind=x&tab=mine');
  });

  await t.test(
    'all of a list are given to somebody, and due another day; what stands so already is left',
    async (t) => {
      const { world, db, browser, add, rows } = await prepare(t, engine);
      const ids = [await add(), await add({ owner_id: world.carla.id }), await add({ due_on: '2026-08-03' })];
      const ended = await add({ ending: 'resolved' });
      const ana = await browser('ana');
      const given = await ana.post('/follow-ups/bulk?which=all&verb=assign&tab=all', {
        ownerId: String(world.carla.id),
      });
      t.match(given.text, '2 acompanhamentos serão alterados. De 3 escolhidos');
      t.match(given.text, 'Já é deste responsável: 1');
      t.match(given.text, 'Situação Aberto, Em andamento', 'it says which list');
      await confirmed(ana, given);
      const due = await ana.post('/follow-ups/bulk?which=all&verb=postpone&tab=all', { dueOn: '03/08/2026' });
      t.match(due.text, 'Já vence neste dia: 1');
      await confirmed(ana, due);
      const his = { owner_id: world.carla.id, due_on: '2026-08-03' };
      matchLists(t, await rows(ids), [his, his, his]);
      matchLists(t, await rows([ended]), [{ owner_id: world.bruno.id, due_on: '2026-07-14' }]);
      const told = await db.read('audit').where({ entity: 'follow-up' }).orderBy('id').pluck('action');
      t.same(told, ['reassign', 'reassign', 'change', 'change'], 'each has its row, and what was left has none');
    },
  );

  await t.test('the button names what was previewed; a form changed since is previewed again, not done', async (t) => {
    const { db, world, browser, add, rows } = await prepare(t, engine);
    const id = await add();
    const ana = await browser('ana');
    const query = `?which=marked&verb=postpone&tab=all&id=${id}`;
    const preview = await ana.post(`/follow-ups/bulk${query}`, { dueOn: '2026-11-01' });
    t.match(preview.body, /formaction="[^"]*">Mudar o prazo para 01\/11\/2026: 1 acompanhamento</);
    const jobs = `/follow-ups/bulk/jobs${query}`;
    t.match(preview.body, `formaction="${jobs.replaceAll('&', '&amp;')}"`, 'the form’s own fields come along');
    const posted = (page: { body: string }, dueOn: string) => ({
      key: /name="key" value="([^"]*)"/.exec(page.body)?.[1] ?? '',
      ...{ ownerId: '', conclusion: '', dueOn },
    });
    t.equal((await ana.post(jobs, posted(preview, '31/02/2026'))).status, 422);
    const again = await ana.post(jobs, posted(preview, '2026-12-01'));
    t.equal(again.status, 409);
    t.match(again.text, 'O formulário mudou depois de ver o que seria feito.');
    t.match(again.body, '>Mudar o prazo para 01/12/2026: 1 acompanhamento<');
    t.match(again.body, `action="/follow-ups/bulk${query.replaceAll('&', '&amp;')}"`);
    t.equal((await db.read('jobs')).length, 0);
    t.equal((await ana.post(jobs, posted(again, '01/12/2026'))).status, 303, 'the same day, typed in another way');
    matchLists(t, await rows([id]), [{ due_on: '2026-12-01' }]);
    const given = await ana.post(`/follow-ups/bulk${query.replace('postpone', 'assign')}`, {
      ownerId: String(world.carla.id),
    });
    t.match(given.body, '>Passar para Carla Operadora: 1 acompanhamento<');
  });

  await t.test('what left the list, or who was to have them, is looked at again', async (t) => {
    const { world, db, browser, add, rows } = await prepare(t, engine);
    const [first, second] = [await add(), await add()];
    const ana = await browser('ana');
    const url = '/follow-ups/bulk?which=all&verb=postpone&tab=all&priority=2';
    const preview = await ana.post(url, { dueOn: '2026-08-03' });
    await db.transaction((trx) =>
      trx('follow_ups').where({ id: first }).update({ ending: 'resolved', ended_at: 1, ended_on: TODAY, ended_by: 1 }),
    );
    await confirmed(ana, preview);
    matchLists(
      t,
      await rows([first, second]),
      [{ due_on: '2026-07-14' }, { due_on: '2026-08-03' }],
      'the list had only one left',
    );
    const toCarla = await ana.post('/follow-ups/bulk?which=all&verb=assign&tab=all', {
      ownerId: String(world.carla.id),
    });
    await db.transaction((trx) => trx('users').where({ id: world.carla.id }).update({ deactivated_at: 1 }));
    t.match((await confirmed(ana, toCarla)).text, 'O responsável não tem mais acesso: 1');
    matchLists(t, await rows([second]), [{ owner_id: world.bruno.id }]);
  });

  await t.test('many are done by the job, chunk by chunk, and only the actor’s own', async (t) => {
    const { world, db, add } = await prepare(t, engine);
    const one = await add();
    const { id: _, ...row } = await db.read('follow_ups').where({ id: one }).first();
    const many = Array.from({ length: 650 }, (_one, index) => ({
      ...row,
      owner_id: index % 2 ? row.owner_id : world.carla.id,
    }));
    await db.transaction(async (trx) => {
      for (let at = 0; at < many.length; at += 50) await trx('follow_ups').insert(many.slice(at, at + 50));
    });
    const { bruno } = world;
    const listed = {
      viewer: { id: bruno.id, role: bruno.role },
      today: TODAY,
      tab: 'mine',
      statuses: ['open'],
      filter: {},
    } as const;
    const job = await bulkOfFollowUps(
      db,
      bruno,
      { verb: 'postpone', dueOn: '2026-09-01' },
      { kind: 'listed', listed },
      326,
    );
    t.equal(job.state, 'running', 'more than what is done at once');
    await runWaiting(db);
    const moved = await db.read('follow_ups').where({ due_on: '2026-09-01' });
    t.equal(moved.length, 326);
    t.ok(
      moved.every(({ owner_id, version }) => owner_id === bruno.id && version === 2),
      'each once',
    );
    t.match(await db.read('jobs').first('state', 'done', 'total'), { state: 'done', done: 326, total: 326 });
  });
});
