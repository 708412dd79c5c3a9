import t, { type Test } from 'tap';
import { testApp } from '../../support/app.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { surveyWorld } from '../../support/survey-world.js';

const SEEN = '+5511987654321';

await onBothEngines(t, async (t, engine) => {
  await t.test('an operator corrects the phones of the customer he calls, audited as personal data', async (t) => {
    const { db, world, browser } = await prepare(t, engine);
    const id = await world.survey();
    const bruno = await browser('bruno');
    t.match((await bruno.get(`/surveys/${id}`)).body, /name="phone1" type="tel" value="\(11\) 98765-4321"/);
    const sent = { seen: SEEN, phone1: '11 3333-4444', phone2: '', phone3: '(11) 98765-4321' };
    t.match(await bruno.post(`/surveys/${id}/phones`, sent), { status: 303, location: `/surveys/${id}` });
    const page = await bruno.get(`/surveys/${id}`);
    t.match(page.text, 'Telefones corrigidos.');
    t.match(page.body, 'href="tel:+551133334444"');
    t.match(await db.read('customers').first(), { phone1: '+551133334444', phone2: SEEN, phone3: null, version: 2 });
    const [entry] = await db.read('audit').where({ entity: 'customer' });
    t.match(entry, { action: 'change', actor_id: world.bruno.id });
    t.notMatch(entry.changes, '3333');
    t.match((await db.read('audit_personal').first()).changes, '+551133334444');
  });

  await t.test('a survey without phone is callable once it has one, and the other way round', async (t) => {
    const { db, world, browser } = await prepare(t, engine);
    const id = await world.survey({ phone: null });
    const bruno = await browser('bruno');
    t.match((await bruno.get(`/surveys/${id}`)).text, 'Sem telefone cadastrado.');
    await bruno.post(`/surveys/${id}/phones`, { seen: '', phone1: '(11) 98765-4321' });
    t.ok((await db.read('surveys').first()).has_phone);
    await bruno.post(`/surveys/${id}/phones`, { seen: SEEN });
    t.notOk((await db.read('surveys').first()).has_phone);
  });

  await t.test('a number that no telephone has is refused at its field', async (t) => {
    const { db, world, browser } = await prepare(t, engine);
    const id = await world.survey();
    const page = await (await browser('bruno')).post(`/surveys/${id}/phones`, { seen: SEEN, phone2: '123' });
    t.equal(page.status, 422);
    t.match(page.body, 'id="phone2-error"');
    t.match(page.body, 'value="123"');
    t.match(page.body, /<details class="confirm no-print" id="phones" open>/);
    t.match(await db.read('customers').first(), { phone1: SEEN });
  });

  await t.test('what somebody else corrected meanwhile is not written over', async (t) => {
    const { db, world, browser } = await prepare(t, engine);
    const id = await world.survey();
    const [bruno, ana] = [await browser('bruno'), await browser('ana')];
    await ana.post(`/surveys/${id}/phones`, { seen: SEEN, phone1: '1133334444' });
    const page = await bruno.post(`/surveys/${id}/phones`, { seen: SEEN, phone1: '1155556666' });
    t.equal(page.status, 409);
    t.match(page.text, 'foram corrigidos por outra pessoa');
    t.match(page.body, 'name="seen" value="+551133334444"');
    t.match(page.body, 'value="1155556666"');
    t.match(await db.read('customers').first(), { phone1: '+551133334444' });
  });

  await t.test('who does not run the survey corrects nothing', async (t) => {
    const { db, world, browser } = await prepare(t, engine);
    const id = await world.survey();
    const ranByCarla = await world.survey({ outcome: 'executed', executedBy: world.carla.id });
    const carla = await browser('carla');
    t.equal((await carla.post(`/surveys/${id}/phones`, { seen: SEEN })).status, 404);
    t.equal((await carla.post(`/surveys/${ranByCarla}/phones`, { seen: SEEN })).status, 404);
    t.notMatch((await carla.get(`/surveys/${ranByCarla}`)).body, 'id="phones"');
    t.match((await (await browser()).post(`/surveys/${id}/phones`, {})).location, '/sign-in');
    t.equal((await db.read('audit').where({ entity: 'customer' })).length, 0);
  });
});

async function prepare(t: Test, engine: Engine) {
  const app = await testApp(t, engine);
  return { ...app, world: await surveyWorld(app.db) };
}
