import t, { type Test } from 'tap';
import { recordAttempt } from '../../../src/actions/record-attempt.js';
import { acting, done } from '../../support/acting.js';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { matchLists } from '../../support/match-lists.js';
import { NOW, surveyWorld } from '../../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a refusal proposes to close, which a manager does with the reason of the attempt', async (t) => {
    const { db, browser, attempt, world } = await prepare(t, engine);
    const id = await world.survey({ customer: 'Rita Lima' });
    await attempt(id, { outcome: 'refused', note: 'Não quer falar' });
    const ana = await browser('ana');
    const page = await ana.get('/proposals');
    t.match(page.text, 'Rita Lima');
    t.match(page.text, 'Recusou Não quer falar');
    t.match(page.text, 'A pesquisa sai das pendências.');
    t.match(page.body, /<option value="refused" selected>/);
    t.match(page.body, />\s*Não quer falar<\/textarea>/);
    t.match(page.text, 'Propostas 1 1 esperando', 'the menu counts it');
    const [{ id: proposal }] = await db.read('proposals');
    const reply = await ana.post(`/proposals/${proposal}/acceptance`, { reason: 'refused', note: 'Não quer falar' });
    t.match(reply, { status: 303, location: '/proposals' });
    const after = await ana.get('/proposals');
    t.match(after.text, 'Proposta aceita.');
    t.match(after.text, 'Nenhuma proposta esperando');
    t.notMatch(after.text, '1 esperando');
    t.match(await db.read('surveys').first(), { outcome: 'closed' });
    t.match(await db.read('closures').first(), { reason: 'refused', note: 'Não quer falar', closed_by: world.ana.id });
    await ana.post(`/proposals/${proposal}/acceptance`, { reason: 'refused', note: '' });
    t.match((await ana.get('/proposals')).text, 'já foi decidida');
    t.equal((await db.read('closures')).length, 1, 'twice does nothing twice');
  });

  await t.test('a call-back after the expiry proposes the day of it', async (t) => {
    const { db, browser, attempt, world } = await prepare(t, engine);
    const id = await world.survey();
    await attempt(id, { outcome: 'call-back', callBackOn: '2026-07-13', callBackTime: '09:00' });
    const ana = await browser('ana');
    const page = await ana.get('/proposals');
    t.match(page.text, 'Prorrogar até 13/07/2026');
    t.match(page.text, 'O vencimento passa de 11/07/2026 para 13/07/2026.');
    const [{ id: proposal }] = await db.read('proposals');
    t.equal((await ana.post(`/proposals/${proposal}/acceptance`, { reason: ' ' })).status, 422);
    await ana.post(`/proposals/${proposal}/acceptance`, { reason: 'Pediu retorno' });
    t.match(await db.read('surveys').first(), { expires_on: '2026-07-13' });
    t.match(
      (await ana.get(`/surveys/${id}`)).text,
      'prorrogado de 11/07/2026 para 13/07/2026 por Ana Gestora: Pediu retorno',
    );
  });

  await t.test('what was typed into a refused form stays in it', async (t) => {
    const { db, browser, attempt, world } = await prepare(t, engine);
    await attempt(await world.survey(), { outcome: 'wrong-number' });
    const [{ id }] = await db.read('proposals');
    const page = await (await browser('ana')).post(`/proposals/${id}/acceptance`, { reason: 'other', note: '' });
    t.equal(page.status, 422);
    t.match(page.body, /<details class="confirm" open>/);
    t.match(page.body, `id="note-${id}-error"`);
    t.match(page.body, /<option value="other" selected>/);
    t.equal((await db.read('closures')).length, 0);
  });

  await t.test('a day that has passed meanwhile can only be dismissed', async (t) => {
    const { db, clock, browser, attempt, world } = await prepare(t, engine);
    await attempt(await world.survey(), { outcome: 'call-back', callBackOn: '2026-07-13', callBackTime: '09:00' });
    clock.now = NOW + 4 * 86_400_000;
    const [{ id }] = await db.read('proposals');
    const ana = await browser('ana');
    const page = await ana.post(`/proposals/${id}/acceptance`, { reason: 'Pediu retorno' });
    t.equal(page.status, 409);
    t.match(page.text, 'Não é mais possível');
    await ana.post(`/proposals/${id}/dismissal`);
    t.match((await ana.get('/proposals')).text, 'Proposta dispensada');
    t.match(await db.read('surveys').first(), { expires_on: '2026-07-11', outcome: null });
    matchLists(t, await db.read('audit').where({ entity: 'proposal' }), [
      { action: 'dismiss', actor_id: world.ana.id },
    ]);
    await ana.post(`/proposals/${id}/dismissal`);
    t.match((await ana.get('/proposals')).text, 'já foi decidida');
  });

  await t.test('the survey’s history keeps what was proposed, and what became of it', async (t) => {
    const { db, browser, attempt, world } = await prepare(t, engine);
    const id = await world.survey();
    await attempt(id, { outcome: 'call-back', callBackOn: '2026-07-13', callBackTime: '09:00' });
    await attempt(id, { outcome: 'refused', note: '' });
    const ana = await browser('ana');
    const set = (values: object) => db.transaction((trx) => trx('surveys').where({ id }).update(values));
    const told = async (kind: string) => {
      const waits = (await ana.get('/proposals')).text.includes(kind === 'extension' ? 'Prorrogar até' : 'Recusou');
      const { text } = await ana.get(`/surveys/${id}`);
      const [, fate = ''] =
        (kind === 'extension'
          ? /Proposta: prorrogar até 13\/07\/2026(.*?)\./
          : /Proposta: encerrar a pesquisa(.*?)\./
        ).exec(text) ?? [];
      t.equal(waits, fate.includes('Espera a decisão'), 'the list says the same');
      return fate;
    };
    t.match(await told('extension'), 'Espera a decisão de um gestor');
    t.match(await told('closing'), 'Espera a decisão de um gestor');
    await set({ expires_on: '2026-07-13' });
    t.match(await told('extension'), 'Superada: a pesquisa já vence em 13/07/2026');
    t.match(await told('closing'), 'Espera a decisão');
    await set({ expires_on: '2026-07-11' });
    t.match(await told('extension'), 'Espera a decisão', 'corrected back');
    for (const [outcome, words] of [
      ['closed', 'Superada: a pesquisa foi encerrada'],
      ['cancelled', 'Superada: a venda foi cancelada'],
    ]) {
      await set({ outcome, settled_at: 1 });
      for (const kind of ['extension', 'closing']) t.match(await told(kind), words);
    }
    await set({ outcome: null, settled_at: null });
    const [first, second] = await db.read('proposals').orderBy('id').pluck('id');
    await ana.post(`/proposals/${first}/dismissal`);
    t.match(await told('extension'), 'Dispensada por Ana Gestora em 10/07/2026');
    await ana.post(`/proposals/${second}/acceptance`, { reason: 'refused', note: '' });
    t.match(await told('closing'), 'Aceita por Ana Gestora em 10/07/2026');
  });

  await t.test('proposals are the managers’ alone', async (t) => {
    const { browser } = await prepare(t, engine);
    const [anonymous, bruno, ana] = [await browser(), await browser('bruno'), await browser('ana')];
    t.match((await anonymous.get('/proposals')).location, '/sign-in');
    t.equal((await bruno.get('/proposals')).status, 403);
    t.notMatch((await bruno.get('/my-rules')).body, 'href="/proposals"');
    for (const verb of ['acceptance', 'dismissal']) {
      t.equal((await bruno.post(`/proposals/1/${verb}`)).status, 403);
      t.equal((await ana.post(`/proposals/1/${verb}`)).status, 303, 'one that never was is decided');
      t.equal((await ana.post(`/proposals/x/${verb}`)).status, 404);
      t.equal((await ana.post(`/proposals/1/${verb}`, { unknown: '1' })).status, 400);
    }
  });
});

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  const world = await surveyWorld(app.db);
  let keys = 0;
  const attempt = async (surveyId: number, form: { outcome: string; [field: string]: string }) =>
    done(await recordAttempt(acting(app.db, world.bruno), surveyId, { ...form, formKey: `attempt-${++keys}` }));
  return { ...app, world, attempt };
}
