import t from 'tap';
import { OUTCOMES } from '../../../src/domain/attempt.js';
import { testApp } from '../../support/app.js';
import type { Browser } from '../../support/browser.js';
import { onBothEngines } from '../../support/engines.js';
import { surveyWorld } from '../../support/survey-world.js';

const URL = '/config/calling';
const DAYS = ['1', '2', '3', '4', '5', '6'];
const waits = (minutes: string) =>
  Object.fromEntries(
    OUTCOMES.flatMap((kind) => [
      [`outcomes.${kind}.cooldownMinutes`, minutes],
      [`outcomes.${kind}.active`, '1'],
    ]),
  );
const FORM = { version: '1', from: '09:00', until: '18:30', days: DAYS, ...waits('15') };

const versionIn = (body: string) => /name="version" value="(\d+)"/.exec(body)?.[1] ?? '';

await onBothEngines(t, async (t, engine) => {
  await t.test('calling hours begin with 08:00 to 20:00 from Monday to Saturday', async (t) => {
    const { browser } = await testApp(t, engine);
    const page = await (await browser('davi')).get(URL);
    t.match(page.body, /name="from" type="time" value="08:00"/);
    t.match(page.body, /name="until" type="time" value="20:00"/);
    const ticked = [...page.body.matchAll(/name="days" value="(\d)"( checked)?/g)].filter((day) => day[2]);
    t.same(
      ticked.map((day) => day[1]),
      DAYS,
    );
    t.match(page.body, /name="outcomes.no-answer.cooldownMinutes" value="180"/);
    t.match(page.body, /name="outcomes.refused.proposesClosing"[^>]* checked/);
    t.notMatch(page.body, /name="outcomes.busy.proposesClosing"[^>]* checked/);
  });

  await t.test('what an administrator saves holds from the next attempt on', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const world = await surveyWorld(db);
    const id = await world.survey();
    const [davi, bruno] = [await browser('davi'), await browser('bruno')];
    await davi.get(URL);
    const without = Object.fromEntries(Object.entries(FORM).filter(([name]) => name !== 'outcomes.voicemail.active'));
    t.match(await davi.post(URL, { ...without, 'outcomes.busy.needsNote': '1' }), { status: 303, location: URL });
    t.match((await davi.get(URL)).text, 'Atendimento salvo.');
    const page = await bruno.get(`/surveys/${id}`);
    t.match(page.text, 'Entre 09:00 e 18:30');
    t.match(page.text, 'Ocupado com observação');
    t.notMatch(page.text, 'Caixa postal');
    const refused = await bruno.post(`/surveys/${id}/attempts`, { outcome: 'voicemail' });
    t.equal(refused.status, 422, 'what is not offered any more is not taken');
    await bruno.post(`/surveys/${id}/attempts`, { outcome: 'no-answer' });
    t.match((await bruno.get(`/surveys/${id}`)).text, 'não atendeu às 10:00, tentar após 10:15');
  });

  await t.test('what is wrong is said at its field, and stays typed', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const davi = await browser('davi');
    await davi.get(URL);
    const table: readonly (readonly [Record<string, string | string[]>, string])[] = [
      [{ from: '25:00' }, 'from-error'],
      [{ until: '09:00' }, 'until-error'],
      [{ days: [] }, 'days-error'],
      [{ days: ['8'] }, 'days-error'],
      [{ whatsAppText: 'Oi, [name]' }, 'whatsAppText-error'],
      [{ 'outcomes.busy.cooldownMinutes': '2h' }, 'outcomes.busy.cooldownMinutes-error'],
      [{ 'outcomes.busy.cooldownMinutes': '10081' }, 'outcomes.busy.cooldownMinutes-error'],
    ];
    for (const [over, id] of table) {
      const page = await davi.post(URL, { ...FORM, ...over });
      t.equal(page.status, 422, JSON.stringify(over));
      t.match(page.body, `id="${id}"`);
      t.equal(versionIn(page.body), '1');
    }
    const none = Object.fromEntries(Object.entries(FORM).filter(([name]) => !name.endsWith('.active')));
    t.match((await davi.post(URL, none)).body, 'id="outcomes-error"');
    t.match((await davi.post(URL, { ...FORM, from: '25:00' })).body, 'value="25:00"');
    t.equal((await davi.post(URL, { ...FORM, 'outcomes.busy.colour': 'red' })).status, 400);
    t.match(await db.read('calling_settings').first(), { version: 1 });
  });

  await t.test('of two who save at once the second sees both, and decides', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const [davi, other] = [await browser('davi'), await browser('davi')];
    for (const one of [davi, other]) await one.get(URL);
    await davi.post(URL, FORM);
    const conflict = await post(other, { from: '10:00' });
    t.equal(conflict.status, 409);
    t.match(conflict.text, 'Das 09:00 10:00');
    t.match(conflict.text, 'Você salvou este registro em outra janela');
    t.match(conflict.body, /name="from" type="time" value="10:00"/);
    t.match(await db.read('calling_settings').first(), { from_minute: 540, version: 2 });
    t.equal((await post(other, { from: '10:00', version: versionIn(conflict.body) })).status, 303);
    t.match(await db.read('calling_settings').first(), { from_minute: 600, version: 3 });
    t.equal((await db.read('audit').where({ entity: 'calling' })).length, 2);
  });

  await t.test('they are the administrators’ alone', async (t) => {
    const { browser } = await testApp(t, engine);
    t.match((await (await browser()).get(URL)).location, '/sign-in');
    for (const persona of ['ana', 'bruno'] as const) {
      const somebody = await browser(persona);
      t.equal((await somebody.get(URL)).status, 403);
      t.equal((await somebody.post(URL, FORM)).status, 403);
    }
  });
});

function post(browser: Browser, over: Record<string, string>) {
  return browser.post(URL, { ...FORM, ...over });
}
