import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { matchLists } from '../../support/match-lists.js';
import { resultWorld } from '../../support/result-world.js';
import { addVersion } from '../../support/survey-world.js';

const SINCE = 'from=2026-04-01&to=2026-07-31';

await onBothEngines(t, async (t, engine) => {
  const app = await testApp(t, engine);
  const world = await resultWorld(app.db);
  const ana = await app.browser('ana');

  await t.test('a ranking is a file too, with what each figure is of', async (t) => {
    const page = await ana.get(`/results/ranking?${SINCE}&by=operator&sort=name`);
    const [, href = ''] = /href="(\/results\/ranking\/export\.csv[^"]*)"/.exec(page.body) ?? [];
    const file = await ana.get(href.replaceAll('&amp;', '&'));
    t.equal(file.status, 200);
    t.match(file.headers['content-disposition'], /posvenda-ranking-2026-07-10\.csv/);
    const [head, ...rows] = file.body.replace('\uFEFF', '').trim().split(/\r?\n/);
    t.equal(
      head,
      'Operador;Pesquisas;Executadas;Executadas no prazo;Encerradas sem resposta;Inconsistências;Taxa de execução (%);' +
        'No prazo (%);Pontuação média;Com pontuação;NPS;Respostas NPS',
    );
    const names = [...page.body.matchAll(/<th scope="row">(?:<a [^>]*>)?([^<]+)/g)].map(([, name]) => name);
    t.same(
      rows.map((row) => row.split(';')[0]),
      names,
      'in the order of the page',
    );
    for (const row of rows) {
      const [, all, executed, punctual, closed, overdue, rate, onTime] = row
        .split(';')
        .map((cell) => Number(cell.replace(',', '.')));
      t.equal(all, Number(executed) + Number(closed) + Number(overdue), row);
      t.equal(rate, Math.round((Number(executed) / Number(all)) * 1000) / 10, row);
      t.equal(onTime, Math.round((Number(punctual) / Number(all)) * 1000) / 10, row);
    }
    t.notMatch(file.body, '−', 'with the minus that spreadsheets read');
    const audit = await app.db.read('audit').where({ action: 'export' }).first('changes');
    matchLists(t, JSON.parse(audit.changes), { tab: [null, 'ranking'], lines: [null, rows.length] });
    const davi = await app.browser('davi');
    for (const [locale, named] of [
      ['en', 'Results → Ranking'],
      ['pt-BR', 'Resultados → Ranking'],
    ] as const) {
      await app.db.transaction((trx) => trx('users').where({ login: 'davi' }).update({ locale }));
      t.match(
        (await davi.get('/config/audit?action=export')).body,
        new RegExp(`<a [^>]*href="/results/ranking">${named}</a>`),
        locale,
      );
    }
    const sheet = await ana.get(href.replaceAll('&amp;', '&').replace('.csv', '.xlsx'));
    t.match(sheet.headers['content-type'], /spreadsheetml/);
  });

  await t.test('a ranking is sorted by a choice too, which keeps the rest of the address', async (t) => {
    const { body } = await ana.get(`/results/ranking?${SINCE}&by=operator&sort=-nps`);
    const [form = ''] = /<form class="list-sort.*?<\/form>/s.exec(body) ?? [];
    t.match(form, 'action="/results/ranking"');
    t.match(form, '<option value="-nps" selected>NPS</option>');
    t.match(form, '<option value="name">Nome</option>');
    t.match(form, 'name="by" value="operator"');
    t.notMatch(form, 'type="hidden" name="sort"');
  });

  await t.test('of a wrong address there is none, nor for who sees only his own', async (t) => {
    t.equal((await ana.get('/results/ranking/export.csv?seller=x')).status, 422);
    t.equal((await (await app.browser('bruno')).get('/results/ranking/export.csv')).status, 403);
  });

  await t.test('each page says where it is, and the way back keeps the filters', async (t) => {
    for (const [path, crumbs] of [
      ['', /CRM.*Resultados/],
      ['/ranking', /CRM.*Resultados.*Ranking/],
      ['/questions', /CRM.*Resultados.*Perguntas/],
      ['/questions/1', /CRM.*Resultados.*Perguntas.*Que nota dá/],
    ] as const) {
      const page = await ana.get(`/results${path}?${SINCE}`);
      const [way = ''] = /<nav class="crumbs".*?<\/nav>/s.exec(page.body) ?? [];
      t.match(way.replace(/<[^>]+>|\s+/g, ' '), crumbs, path);
      t.match(
        page.body,
        new RegExp(`aria-current="page">\\s*${crumbs.source.split('.*')[2] ?? 'Visão geral'}`),
        `tab of ${path}`,
      );
      if (path !== '') t.match(way, /href="\/results\?from=2026-04-01&amp;to=2026-07-31"/, path);
    }
  });

  await t.test('before and after a change of a question are put together in no silence', async (t) => {
    for (const path of ['', '/report', '/ranking'])
      t.match((await ana.get(`/results${path}?${SINCE}&month=2026-06`)).text, /notas de 1 pergunta mudaram/, path);
    const { id } = await app.db.read('question_versions').where({ id: world.npsVersionId }).first('question_id as id');
    await app.db.transaction((trx) => addVersion(trx, id, 2, 'Nunca respondida?', [{ label: '0', weight: 0 }]));
    for (const path of ['', '/ranking']) {
      t.match(
        (await ana.get(`/results${path}?${SINCE}`)).text,
        /notas de 1 pergunta mudaram/,
        `answered ones, ${path}`,
      );
      for (const search of ['from=2026-04-10&to=2026-04-20', `${SINCE}&seller=${world.bruno.id}`])
        t.notMatch((await ana.get(`/results${path}?${search}`)).text, /mudaram entre/, `${path}?${search}`);
    }
  });

  await t.test('the report says how many questions it has no room for, and keeps those of most answers', async (t) => {
    const month = '/results/report?month=2026-06';
    t.notMatch((await ana.get(month)).text, /e mais \d+ pergunta/);
    await app.db.transaction(async (trx) => {
      const given: { id: number }[] = await trx('answers')
        .join('executions', 'executions.id', 'answers.execution_id')
        .join('surveys', 'surveys.id', 'executions.survey_id')
        .where({ state: 'graded', question_version_id: world.npsVersionId })
        .whereBetween('surveys.expires_on', ['2026-06-01', '2026-06-30'])
        .select('answers.id');
      const last = given.slice(-7).map(({ id }) => id);
      for (const [n, id] of last.entries()) {
        const question = { text_key: `a ${n}`, current_number: 1, created_at: 1 };
        const [{ id: questionId }] = await trx('questions').insert(question).returning('id');
        const versionId = await addVersion(trx, questionId, 1, `Acessório ${n}?`, [{ label: '0', weight: 0 }]);
        await trx('answers').where({ id }).update({ question_version_id: versionId, grade_position: 1 });
      }
    });
    const page = await ana.get(month);
    t.match(page.text, /e mais 4 perguntas: ver Resultados → Perguntas/);
    t.match(page.body, /<a href="\/results\/questions\?from=2026-06-01&amp;to=2026-06-30">e mais/);
    t.match(page.text, /Recomendaria\?/, 'of most answers, although its text comes last');
  });

  await t.test('of many versions of a question the older ones are grey together, and the table has each', async (t) => {
    const { id } = await app.db.read('question_versions').where({ id: world.newVersionId }).first('question_id as id');
    await app.db.transaction(async (trx) => {
      const graded = { question_version_id: world.newVersionId, state: 'graded' };
      const given = await trx('answers').where(graded).orderBy('id').pluck('id');
      for (let n = 0; n < 6; n += 1) {
        const versionId = await addVersion(trx, id, 3 + n, `E agora, ${n}?`, [{ label: '1', weight: 0 }]);
        const answered = { question_version_id: versionId, grade_position: 1 };
        await trx('answers').where({ id: given[n] }).update(answered);
      }
    });
    const page = await ana.get(`/results/questions/${id}?${SINCE}`);
    t.equal(page.body.match(/class="chart-line tone-0"/g)?.length, 3);
    t.match(page.text, /versões 1 a 3, mais antigas versão 4 versão 5 versão 6 versão 7 versão 8/);
    t.match(page.text, /As mais antigas são cinza: a tabela tem os números de cada uma/);
    for (let number = 1; number <= 8; number += 1)
      t.match(page.body, new RegExp(`<th scope="col" class="numeric">versão ${number}</th>`));
  });

  await t.test('a report of a month that is not over says so', async (t) => {
    t.match((await ana.get('/results/report?month=2026-07')).text, /o mês ainda não terminou/);
    t.notMatch((await ana.get('/results/report?month=2026-06')).text, /ainda não terminou/);
  });

  await t.test('who records grades sees means of ten or more, and sellers those of their sales', async (t) => {
    const [bruno, score] = [await app.browser('bruno'), /Pontuação média ([−\d,]+|—)/];
    const one = await app.db
      .read('surveys')
      .where({ outcome: 'executed', executed_by: world.bruno.id })
      .where('score_count', '>', 0)
      .orderBy('expires_on', 'desc')
      .first();
    const day = `from=${one.expires_on}&to=${one.expires_on}`;
    t.match((await bruno.get(`/results?${SINCE}`)).text, /Pontuação média −?\d+,\d/);
    const page = await bruno.get(`/results?${day}`);
    t.equal(score.exec(page.text)?.[1], '—', 'of a few he is told none');
    t.match(page.text, /aparecem a partir de 10/);
    t.match((await ana.get(`/results?${day}&operator=${world.bruno.id}`)).text, /Pontuação média −?\d+,\d/);
    const questions = await bruno.get(`/results/questions?${day}`);
    t.notMatch(questions.text, /[\d,]+ Peso médio/);
    await app.db.transaction((trx) => trx('users').where({ id: world.ana.id }).update({ role: 'operator' }));
    await app.db.transaction((trx) => trx('sales').where({ id: one.sale_id }).update({ seller_id: world.ana.id }));
    t.match((await ana.get(`/results?${day}&as=seller`)).text, /Pontuação média −?\d+,\d/, 'as on his statement');
  });
});
