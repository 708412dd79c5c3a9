import t, { type Test } from 'tap';
import { annulExecution } from '../../src/actions/annul-execution.js';
import { surveyTable } from '../../src/exports/survey-table.js';
import type { Queryable } from '../../src/store/dialect.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { addVersion, NOW, type SurveyWorld, surveyWorld, TODAY } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('each question of the executions has its grade, weight and comment', async (t) => {
    const { world, answer, table } = await prepare(t, engine);
    const [first, second] = world.versionIds;
    await answer({ [first]: '2', [second]: 'na' }, 'Demorou');
    await answer({ [first]: 'none', [second]: '1' });
    const { heads, rows } = await table();
    t.same(heads.slice(-6), [
      'Como avalia a instalação? – nota',
      'Como avalia a instalação? – peso',
      'Como avalia a instalação? – comentário',
      'O técnico foi cordial? – nota',
      'O técnico foi cordial? – peso',
      'O técnico foi cordial? – comentário',
    ]);
    t.same(
      rows.map((row) => row.slice(-6)),
      [
        ['Sem resposta', null, null, 'Sim', 100, null],
        [2, -50, 'Demorou', 'Não se aplica', null, null],
      ],
    );
  });

  await t.test('other words or another scale have columns of their own, a new script has not', async (t) => {
    const { db, world, answer, table } = await prepare(t, engine);
    const [first] = world.versionIds;
    const asked = (text: string, grades: readonly { label: string; weight: number }[], number: number) =>
      db.transaction((trx) => questionOf(trx, first).then((id) => addVersion(trx, id, number, text, grades)));
    const five = ['1', '2', '3', '4', '5'].map((label, index) => ({ label, weight: index * 50 - 100 }));
    const sameAgain = await asked('Como avalia a instalação?', five, 2);
    const otherScale = await asked('Como avalia a instalação?', [...five.slice(0, 4), { label: '5', weight: 90 }], 3);
    const otherWords = await asked('Como foi a instalação?', five, 4);
    await answer({ [first]: '1' });
    await answer({ [sameAgain]: '2' });
    await answer({ [otherScale]: '5' });
    await answer({ [otherWords]: '3' });
    const { heads, rows } = await table();
    t.same(
      heads.filter((head) => /nota$/.test(head) && head.includes('–')),
      [
        'Como avalia a instalação? (1ª versão) – nota',
        'Como avalia a instalação? (2ª versão) – nota',
        'Como foi a instalação? – nota',
      ],
    );
    const weights = rows.map((row) => row.slice(-9).filter((_, index) => index % 3 === 1));
    t.same(weights, [
      [null, null, 0],
      [null, 90, null],
      [-50, null, null],
      [-100, null, null],
    ]);
  });

  await t.test('an annulled execution and the questions of others are not in the file', async (t) => {
    const { db, world, answer, table } = await prepare(t, engine);
    const [first, second] = world.versionIds;
    const annulled = await answer({ [second]: '1' });
    await answer({ [first]: '5' });
    const execution = await db.read('executions').where({ survey_id: annulled }).first('id');
    const context = { db, actor: world.ana, origin: 'web', now: NOW, today: TODAY } as const;
    t.ok((await annulExecution(context, annulled, { executionId: execution.id, reason: 'engano' })).ok);
    const { heads, rows } = await table();
    t.equal(rows.length, 1);
    t.notOk(heads.some((head) => head.includes('cordial')));
    t.same(rows[0]?.slice(-3), [5, 100, null]);
  });

  await t.test('a score is a number, and says of how many grades it is the mean', async (t) => {
    const { world, answer, table } = await prepare(t, engine);
    await answer({ [world.versionIds[0]]: '5' });
    const { heads, rows } = await table();
    t.equal(rows[0]?.[heads.indexOf('Pontuação')], 25);
    t.equal(rows[0]?.[heads.indexOf('Perguntas com nota')], 2);
    t.equal(rows[0]?.[heads.indexOf('Fora do prazo')], 'Não');
    t.equal(rows[0]?.[heads.indexOf('Execução')], TODAY);
  });
});

async function prepare(t: Test, engine: Engine) {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  /** An executed survey with these answers, by version: the position of a grade, `na` or `none`. */
  const answer = async (answers: Readonly<Record<number, string>>, comment = '') => {
    const id = await world.survey({ outcome: 'executed' });
    await db.transaction(async (trx) => {
      const execution = await trx('executions').where({ survey_id: id }).first('id');
      for (const [index, [version, given]] of Object.entries(answers).entries())
        await trx('answers').insert(await answerRow(trx, execution.id, index + 1, Number(version), given, comment));
    });
    return id;
  };
  return { db, world, answer, table: () => tableOf(db.read, world) };
}

async function answerRow(
  trx: Queryable,
  execution_id: number,
  position: number,
  version: number,
  given: string,
  comment: string,
) {
  const { text } = await trx('question_versions').where({ id: version }).first('text');
  const row = { execution_id, position, question_version_id: version, question_text: text };
  if (given === 'na') return { ...row, state: 'not-applicable' };
  if (given === 'none') return { ...row, state: 'no-answer' };
  const grade = await trx('grades')
    .where({ question_version_id: version, position: Number(given) })
    .first();
  const { label, weight } = grade;
  return { ...row, state: 'graded', grade_position: Number(given), grade_label: label, weight, comment };
}

async function questionOf(trx: Queryable, versionId: number): Promise<number> {
  return (await trx('question_versions').where({ id: versionId }).first('question_id')).question_id;
}

async function tableOf(q: Queryable, world: SurveyWorld) {
  const scope = { userId: world.ana.id, today: TODAY, filter: {}, chips: [] };
  const order = { tab: 'executed', scope, sort: 'settled', descending: true, locale: 'pt-BR' } as const;
  const { columns, pages } = await surveyTable(q, order, 10);
  const rows = [];
  for await (const page of pages) rows.push(...page);
  return { heads: columns.map(({ heading }) => heading), rows };
}
