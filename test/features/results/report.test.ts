import t from 'tap';
import type { Database } from '../../../src/store/connection.js';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { everyCount } from '../../support/result-pages.js';
import { type ResultWorld, resultWorld } from '../../support/result-world.js';
import { addVersion } from '../../support/survey-world.js';

const SINCE = 'from=2026-04-01&to=2026-07-31';

await onBothEngines(t, async (t, engine) => {
  const app = await testApp(t, engine);
  const world = await resultWorld(app.db);
  const ana = await app.browser('ana');

  await t.test('every figure of the report opens a list that counts as many', async (t) => {
    for (const filter of ['month=2026-06', `month=2026-05&operator=${world.bruno.id}`]) {
      const page = await ana.get(`/results/report?${filter}`);
      await everyCount(t, ana, page, 33);
      const figures = page.body.match(/<span class="tile-value">(?!—)/g)?.length;
      t.equal(
        page.body.match(/<span class="tile-value"><a /g)?.length,
        (figures ?? 0) - 1,
        'all but NPS, whose sides open theirs',
      );
      t.match(page.body, /<details class="chart-table">/, 'a table behind the picture');
    }
    t.match(
      (await ana.get(`/results/report?month=2026-06&city=teresopolis`)).body,
      /class="few-sign" aria-hidden="true">\*<.*amostra pequena/,
    );
  });

  await t.test(
    'where a survey holds several answers of a kind, both are told, and the list counts surveys',
    async (t) => {
      await askAgain(app.db, world);
      for (const path of [`/results?${SINCE}`, '/results/report?month=2026-06']) {
        const page = await ana.get(path);
        const told = [...page.text.matchAll(/n = ([\d.]+) respostas, em ([\d.]+) pesquisas/g)];
        t.equal(told.length, 2, 'NPS and CSAT');
        for (const [, answers, surveys] of told) t.ok(Number(answers) > Number(surveys), `${answers} in ${surveys}`);
        t.match(page.text, /\d+ promotor(es)? em \d+ pesquisas?/);
        await everyCount(t, ana, page, 33);
      }
      t.match((await ana.get(`/results?${SINCE}`)).text, /Uma pesquisa pode ter várias respostas/);
    },
  );
});

/** Each execution answers another question of each kind, with the grade that it gave to the first one. */
async function askAgain(db: Database, { newVersionId, npsVersionId }: ResultWorld): Promise<void> {
  await db.transaction(async (trx) => {
    for (const [id, position, kind] of [
      [newVersionId, 3, 'csat'],
      [npsVersionId, 4, 'nps'],
    ] as const) {
      const [{ id: questionId }] = await trx('questions')
        .insert({ text_key: `outra ${kind}`, current_number: 1, created_at: 1 })
        .returning('id');
      const scale = await trx('grades')
        .where({ question_version_id: id })
        .orderBy('position')
        .select('label', 'weight');
      const versionId = await addVersion(trx, questionId, 1, `E o ${kind}?`, scale);
      await trx('question_versions').where({ id: versionId }).update({ kind });
      const given = await trx('answers').where({ question_version_id: id });
      await trx('answers').insert(
        given.map(({ id: _, ...answer }) => ({ ...answer, position, question_version_id: versionId })),
      );
    }
  });
}
