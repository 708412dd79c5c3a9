import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import type { Page } from '../../support/browser.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { addFollowUp } from '../../support/follow-ups.js';
import { runSurvey, signalling } from '../../support/signals.js';
import { surveyWorld } from '../../support/survey-world.js';

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  const world = await surveyWorld(app.db);
  return { ...app, world };
}

const version = (page: Page) => /name="version" value="(\d+)"/.exec(page.body)?.[1] ?? '';

/** What can be sent of the page of bruno's opportunity, and what of it is typed. */
const EDIT = { kind: 'opportunity', priority: '1', dueOn: '2026-07-20', text: 'Quer o plano maior' };
const FORMS: readonly (readonly [path: string, fields: Readonly<Record<string, string>>, typed: readonly string[]])[] =
  [
    ['', { version: '1', ...EDIT }, ['Descrição: Quer o plano maior', 'Prazo: 20/07/2026', 'Prioridade: Alta']],
    ['/start', { version: '1' }, []],
    ['/assignment', { version: '1', ownerId: '1' }, []],
    ['/lost', { version: '1', conclusion: 'Achou caro' }, ['Achou caro']],
    ['/won', { version: '1', value: '129,90', conclusion: 'Fechou por telefone' }, ['129,90', 'Fechou por telefone']],
    ['/comments', { comment: 'Liguei ontem', key: 'given' }, ['Comentário: Liguei ontem']],
  ];

await onBothEngines(t, async (t, engine) => {
  await t.test('who had a follow-up that was given away is told who has it, and keeps what he typed', async (t) => {
    const { world, db, browser, clock } = await prepare(t, engine);
    const id = await addFollowUp(db, world, await world.survey(), { kind: 'opportunity', text: 'Pediu preço' });
    const [ana, bruno, carla] = [await browser('ana'), await browser('bruno'), await browser('carla')];
    const read = version(await bruno.get(`/follow-ups/${id}`));
    await ana.post(`/follow-ups/${id}/assignment`, { version: read, ownerId: String(world.carla.id) });
    await carla.post(`/follow-ups/${id}/comments`, { comment: 'Segredo da Carla', key: 'carla' });
    const stands = await db.read('follow_ups').where({ id }).first();
    for (const [path, fields, typed] of FORMS) {
      const page = await bruno.post(`/follow-ups/${id}${path}`, fields);
      t.equal(page.status, 409, path);
      t.match(page.text, 'Este acompanhamento não é mais seu', path);
      t.match(page.text, 'agora está com Carla Operadora', path);
      for (const text of typed) t.match(page.text, text, path);
      t.equal(page.text.includes('O que você digitou'), typed.length > 0, path);
      for (const hers of ['Segredo da Carla', 'Maria Souza', 'Pediu preço']) t.notMatch(page.body, hers, path);
    }
    t.same(await db.read('follow_ups').where({ id }).first(), stands, 'nothing was written');
    t.equal((await bruno.get(`/follow-ups/${id}`)).status, 404, 'its page is hers');
    const never = await addFollowUp(db, world, await world.survey(), { owner_id: world.carla.id });
    for (const [path, fields] of FORMS) {
      t.equal((await bruno.post(`/follow-ups/${never}${path}`, fields)).status, 404, path);
      t.equal((await bruno.post(`/follow-ups/999999${path}`, fields)).status, 404, path);
    }
    const back = await (await browser('davi')).post(`/follow-ups/${id}/assignment`, {
      version: String(stands.version),
      ownerId: String(world.bruno.id),
    });
    t.equal(back.status, 303);
    t.equal((await bruno.get(`/follow-ups/${id}`)).status, 200);
    const late = await carla.post(`/follow-ups/${id}/lost`, { version: '2', conclusion: 'Não quis' });
    t.match(late.text, 'agora está com Bruno Operador');
    t.equal((await bruno.post(`/follow-ups/${id}/lost`, { version: '3', conclusion: 'Não quis' })).status, 303);
    clock.now += 25 * 60 * 60_000;
    const old = await (await browser('carla')).post(`/follow-ups/${id}/lost`, { version: '2', conclusion: 'Não quis' });
    t.equal(old.status, 404, 'no page of it is open any more');
  });

  await t.test('one that changed says what happened, who did it and when; one’s own window says so', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const id = await addFollowUp(db, world, await world.survey());
    const [ana, bruno] = [await browser('ana'), await browser('bruno')];
    const send = (who: typeof ana, path: string, read: number, fields: Readonly<Record<string, string>>) =>
      who.post(`/follow-ups/${id}/${path}`, { version: String(read), ...fields });
    await send(ana, 'resolved', 1, { conclusion: 'Trocada a ONU' });
    const ended = await send(bruno, 'resolved', 1, { conclusion: 'Troquei o cabo' });
    t.equal(ended.status, 409);
    t.match(ended.text, /Ana Gestora mudou este acompanhamento, em 10\/07\/2026 .*: Resolvido\. Nada foi salvo/);
    t.match(ended.text, /O que você digitou .*Troquei o cabo/);
    const own = await send(ana, 'discarded', 1, { conclusion: 'Engano' });
    t.match(own.text, /Você mudou este acompanhamento em outra janela, em 10\/07\/2026 .*: Resolvido\./);
    await send(bruno, 'reopening', 2, { reason: 'Voltou a cair' });
    const reopened = await send(ana, 'reopening', 2, { reason: 'Cliente reclamou de novo' });
    t.equal(reopened.status, 409);
    t.match(reopened.text, /Bruno Operador mudou este acompanhamento, em .*: Reaberto\./);
    t.match(reopened.text, /O que você digitou .*Cliente reclamou de novo/);
    const edited = await ana.post(`/follow-ups/${id}`, { version: '3', ...EDIT, kind: 'complaint', text: 'Outro' });
    t.equal(edited.status, 303);
    const again = await ana.post(`/follow-ups/${id}`, { version: '3', ...EDIT, kind: 'complaint', text: 'Mais outro' });
    t.match(again.text, 'Você salvou este registro em outra janela');
    const others = await bruno.post(`/follow-ups/${id}`, { version: '3', ...EDIT, kind: 'complaint', text: 'Dele' });
    t.match(others.text, 'Outra pessoa salvou este registro');
  });

  await t.test('an opportunity is not won with a sale that was cancelled meanwhile', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    const survey = await world.survey();
    const id = await addFollowUp(db, world, survey, { kind: 'opportunity', opened_on: '2026-07-01' });
    const { sale_id: sale } = await db.read('surveys').where({ id: survey }).first('sale_id');
    const [ana, bruno] = [await browser('ana'), await browser('bruno')];
    const won = { version: '1', value: '99,90', productId: String(world.productId), saleId: String(sale) };
    await ana.post(`/sales/${sale}/cancellation`, { cancelledOn: '2026-07-10', reverseCommission: 'no' });
    const refused = await bruno.post(`/follow-ups/${id}/won`, won);
    t.equal(refused.status, 422);
    t.match(refused.text, 'Esta venda foi cancelada enquanto isso');
    t.match(refused.body, 'value="99,90"');
    t.equal((await bruno.post(`/follow-ups/${id}/won`, { ...won, saleId: '' })).status, 303);
  });

  await t.test('a reason for what was opened meanwhile, or whose sale was cancelled, can be copied', async (t) => {
    const { world, db, browser } = await prepare(t, engine);
    await signalling(db, world);
    const [first, second] = [await world.survey(), await world.survey({ customer: 'Rui' })];
    for (const survey of [first, second]) await runSurvey(db, world, survey, { grade: 1, comment: 'Cai' });
    const [ana, bruno] = [await browser('ana'), await browser('bruno')];
    const [one, other] = await db.read('signals').orderBy('id').pluck('id');
    await ana.post(`/follow-ups/signals/${one}/opening`, {});
    const { sale_id } = await db.read('surveys').where({ id: second }).first('sale_id');
    await ana.post(`/sales/${sale_id}/cancellation`, { cancelledOn: '2026-07-10', reverseCommission: 'no' });
    for (const [id, why] of [
      [one, 'Já tem um acompanhamento deste tipo'],
      [other, 'A venda foi cancelada'],
    ] as const) {
      const page = await bruno.post(`/follow-ups/signals/${id}/dismissal`, { reason: 'Já falei com ele', back: '' });
      t.equal(page.status, 409);
      t.match(page.text, why);
      t.match(page.text, /O que você digitou .*Já falei com ele/);
    }
    t.same(await db.read('signals').whereNotNull('dismissed_at'), []);
  });
});
