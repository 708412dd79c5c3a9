import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { addFollowUp } from '../../support/follow-ups.js';
import { surveyWorld } from '../../support/survey-world.js';

const WON = '/follow-ups?tab=all&status=won';

await onBothEngines(t, async (t, engine) => {
  const { db, browser } = await testApp(t, engine);
  const world = await surveyWorld(db);
  const survey = await world.survey();
  const ana = await browser('ana');
  const versionOf = async (id: number) => String((await db.read('follow_ups').where({ id }).first('version')).version);

  await t.test(
    'a list of what was won says how much, of what and the sum, on screen, on paper and as a file',
    async (t) => {
      await addFollowUp(db, world, survey, { kind: 'opportunity', ending: 'won', won_cents: 9_990, text: '' });
      await addFollowUp(db, world, survey, { kind: 'opportunity', ending: 'won', won_cents: 170_000 });
      const { name } = await db.read('products').where({ id: world.productId }).first('name');
      for (const path of [WON, WON.replace('follow-ups', 'follow-ups/print')]) {
        const { text } = await ana.get(path);
        t.match(text.replaceAll('\u00A0', ' '), '2 acompanhamentos: R$ 1.799,90', path);
        t.match(text.replaceAll('\u00A0', ' '), `R$ 99,90 · ${name}`, path);
      }
      t.notMatch((await ana.get(`${WON}&status=lost`)).text, /acompanhamentos: R/, 'no sum of others');
      const [head = '', ...rows] = (await ana.get(WON.replace('?', '/export.csv?'))).body.trim().split(/\r?\n/);
      const heads = head.split(';');
      t.equal(new Set(heads).size, heads.length, 'each column has a head of its own');
      const at = (row: string, column: string) => row.split(';')[heads.indexOf(column)];
      t.same([...new Set(rows.map((row) => at(row, 'Produto vendido')))], [name]);
      t.ok(rows.every((row) => at(row, 'Concluído em') === '10/07/2026' || at(row, 'Concluído em') === '2026-07-10'));
      t.ok(rows.every((row) => at(row, 'Solução ou motivo') === 'Trocado o roteador'));
    },
  );

  await t.test('an answer that was taken up without a word says in a file what it does on the screen', async (t) => {
    const [five] = world.versionIds;
    const executed = await world.survey({ outcome: 'executed' });
    const execution = await db.read('executions').where({ survey_id: executed }).first('id');
    const id = await addFollowUp(db, world, executed, { text: '' });
    const asked = { position: 9, question_version_id: five, question_text: 'Como avalia?', state: 'graded' };
    await db.transaction(async (trx) => {
      const grade = { grade_position: 1, grade_label: 'Ruim', weight: -100 };
      const [answer] = await trx('answers')
        .insert({ execution_id: execution.id, ...asked, ...grade })
        .returning('id');
      await trx('follow_ups').where({ id }).update({ answer_id: answer.id });
    });
    t.match((await ana.get('/follow-ups?tab=all')).text, 'Como avalia? Ruim');
    t.match((await ana.get('/follow-ups/export.csv?tab=all')).body, ';Como avalia? Ruim;');
  });

  await t.test('one won and opened again tells what it was won with, and what it is again', async (t) => {
    for (const started of [true, false]) {
      const id = await addFollowUp(db, world, survey, { kind: 'opportunity', started });
      const won = { version: await versionOf(id), value: '149,90', productId: String(world.productId), conclusion: '' };
      t.equal((await ana.post(`/follow-ups/${id}/won`, won)).status, 303);
      const status = started ? 'Em andamento' : 'Aberto';
      t.match((await ana.get(`/follow-ups/${id}`)).text, `Volta a estar ${status.toLowerCase()}`);
      await ana.post(`/follow-ups/${id}/reopening`, { version: await versionOf(id), reason: 'Desistiu' });
      const page = await ana.get(`/follow-ups/${id}`);
      const told = /Oportunidade ganha: R\$\s149,90 · \S+/;
      t.match(page.text, told);
      t.match(/class="status [^>]*>.*?<\/span>/s.exec(page.body)?.[0], status);
    }
  });

  await t.test('nothing is due in the past, but what was late may be changed otherwise', async (t) => {
    const late = await addFollowUp(db, world, survey, { due_on: '2026-07-01' });
    const typed = { kind: 'doubt', priority: '2', text: 'Fatura em dobro' };
    const edit = { ...typed, version: await versionOf(late) };
    const refused = await ana.post(`/follow-ups/${late}`, { ...edit, dueOn: '2026-07-09' });
    t.match(refused, { status: 422, text: /Escolha hoje ou um dia depois/ });
    t.equal((await ana.post(`/follow-ups/${late}`, { ...edit, dueOn: '2026-07-01' })).status, 303);
    const opened = { ...typed, ownerId: String(world.bruno.id), dueOn: '2026-07-09' };
    t.equal((await ana.post(`/surveys/${survey}/follow-ups`, opened)).status, 422);
    const bulk = await ana.post(`/follow-ups/bulk?which=all&verb=postpone&tab=all`, { dueOn: '09/07/2026' });
    t.match(bulk, { status: 422, text: /Escolha hoje ou um dia depois/ });
  });

  await t.test('the number in the menu leads to as many', async (t) => {
    for (const login of ['ana', 'bruno'] as const) {
      const him = await browser(login);
      const page = await him.get('/results');
      const [, href = '', count] =
        /<a class="menu-count" href="([^"]+)"[^>]*><span class="count"[^>]*>(\d+)/.exec(page.body) ?? [];
      const list = await him.get(href.replaceAll('&amp;', '&'));
      t.equal(new Set(list.body.match(/href="\/follow-ups\/\d+"/g)).size, Number(count), `${login}: ${href}`);
    }
  });
});
