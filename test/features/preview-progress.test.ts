import t from 'tap';
import { countsOf, fingerprintOf, NOTHING_CHANGES } from '../../src/domain/effect-counts.js';
import { progressText, readProgress } from '../../src/features/preview-progress.js';
import { testApp } from '../support/app.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';

const STATUSES = { scheduled: 1, due: 2, inconsistent: 3 };
const counts = { ...NOTHING_CHANGES, sales: 9, before: STATUSES, created: 4, removed: 5, kept: 6, redated: 7 };

t.test('how far a preview came is read as it was written, and nothing else is', async (t) => {
  t.same(countsOf(fingerprintOf(counts)), counts);
  for (const next of [
    { place: 3, key: { on: '2026-07-10', id: 77 } },
    { place: 2, key: null },
  ])
    for (const kept of [[], [5], [5, 8]])
      t.same(readProgress(progressText({ counts, kept, next })), { counts, kept, next });
  t.equal(progressText({ counts, kept: [], next: null }), '', 'of a whole one there is no rest');
  const line = progressText({ counts, kept: [5], next: { place: 3, key: { on: '2026-07-10', id: 77 } } });
  for (const wrong of ['', 'x', line.replace('~', ''), line.replace('2026', 'x'), `${line}x`, line.replace('9-', '')])
    t.equal(readProgress(wrong), undefined, wrong);
});

await onBothEngines(t, async (t, engine) => {
  await t.test('a long preview says how far it is and goes on where its part asks for the rest', async (t) => {
    const { db, ids, browser } = await testApp(t, engine);
    const build = await fixtures(db);
    const ruleId = await build.rule({ name: 'Instalação' });
    const sale = await build.sale();
    await build.survey(sale, ruleId);
    const many = 5_500;
    await db.transaction(async (trx) => {
      const { id: _, ...sold } = await trx('sales').where({ id: sale }).first();
      const { id: __, ...asked } = await trx('surveys').where({ sale_id: sale }).first();
      for (let made = 1; made < many; made += 500) {
        const numbers = Array.from({ length: Math.min(500, many - made) }, (_, index) => made + index);
        const rows = numbers.map((n) => ({ ...sold, external_id: `X${n}`, external_key: `x${n}` }));
        const sales = await trx.batchInsert('sales', rows, 250).returning('id');
        await trx.batchInsert(
          'surveys',
          sales.map(({ id }) => ({ ...asked, sale_id: id })),
          50,
        );
      }
    });
    const davi = await browser('davi');
    const questions = await db.read('rule_questions').where({ rule_id: ruleId }).pluck('question_id');
    const url = `/config/rules/${ruleId}/preview`;
    const form = { version: '1', name: 'Instalação', startDays: '20', expiryDays: '10', applyToOpen: '1' };
    const typed = { ...form, questions: questions.map(String), operators: [String(ids.bruno)] };
    const first = await davi.post(url, typed);
    t.match(first.text, 'Contando… 5.000 vendas até agora.');
    t.match(first.body, `hx-post="${url}"`);
    t.notMatch(first.body, 'name="shown"', 'nothing can be saved by half a count');
    const counting = /name="counting" value="([^"]+)"/.exec(first.body)?.[1] ?? '';
    const anew = await davi.post(url, { ...typed, counting });
    t.match(anew.text, 'Contando… 5.000 vendas', 'a form that was edited is counted from the beginning');
    const rest = await davi.post(url, { ...typed, counting }, { 'hx-request': 'true', 'hx-trigger': 'config-effects' });
    t.match(rest.text, /Agendadas 0 5\.500 .* Com novas datas 5\.500/);
    const page = await davi.post(`/config/rules/${ruleId}`, { ...typed, step: 'preview' });
    t.match(page.text, /Agendadas 0 5\.500/, 'without JavaScript it is whole');

    const opened = await davi.get(`/config/rules/${ruleId}/deactivation`);
    t.match(opened.text, 'Contando… 5.000 vendas até agora.');
    const line = /name="counting" value="([^"]+)"/.exec(opened.body)?.[1] ?? '';
    const href = /hx-post="([^"]+)"/.exec(opened.body)?.[1] ?? '';
    const end = await davi.post(href, { version: '1', counting: line }, { 'hx-trigger': 'config-effects' });
    t.match(end.text, /Removidas 5\.500/);
    const unseen = await davi.post(`/config/rules/${ruleId}/deactivation`, { version: '1', applyToOpen: '1' });
    t.match([unseen.status, unseen.text], [409, /Removidas 5\.500/], 'and nothing is done before it was seen whole');
  });
});
