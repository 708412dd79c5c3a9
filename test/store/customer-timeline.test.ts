import t from 'tap';
import { closeSurvey } from '../../src/actions/close-survey.js';
import { recordAttempt } from '../../src/actions/record-attempt.js';
import { reopenSurvey } from '../../src/actions/reopen-survey.js';
import { commentFollowUp, endFollowUp, reopenFollowUp } from '../../src/actions/work-follow-up.js';
import { countTimeline, listTimeline, TIMELINE_TOPICS, type TimelineTopic } from '../../src/store/customer-timeline.js';
import type { PageKey } from '../../src/store/key-paging.js';
import { acting } from '../support/acting.js';
import { accepted } from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';
import { addFollowUp } from '../support/follow-ups.js';
import { plansOf } from '../support/query-plans.js';
import { surveyWorld } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  const ana = acting(db, world.ana);
  const maria = { customer: 'Maria', externalId: 'V-1' };
  const [done = 0, open = 0] = await world.surveys([{ ...maria, outcome: 'executed' }, {}, { customer: 'Outra' }]);
  const { customer_id: customerId } = await db.read('surveys').where({ id: done }).first('customer_id');
  await db.transaction(async (trx) => {
    const { sale_id } = await trx('surveys').where({ id: open }).first('sale_id');
    await trx('sales').where({ id: sale_id }).update({ customer_id: customerId });
  });
  for (const outcome of ['no-answer', 'busy', 'voicemail'])
    accepted(await recordAttempt(acting(db, world.bruno), open, { outcome, note: '', formKey: `of-${outcome}` }));
  accepted(await closeSurvey(ana, open, { reason: 'unreachable', note: 'Mudou de número' }));
  accepted(await reopenSurvey(ana, open, { reason: 'Ligou de volta' }));
  // All at one moment: the order of a page must be strict all the same.
  for (const kind of ['complaint', 'doubt', 'improvement']) await addFollowUp(db, world, done, { kind });
  const { id } = await db.read('follow_ups').where({ kind: 'doubt' }).first('id');
  accepted(await commentFollowUp(ana, id, { comment: 'Ligarei amanhã', formKey: 'c' }));
  accepted(await endFollowUp(ana, { id, version: 1 }, 'resolve', { conclusion: 'Explicada a fatura' }));
  accepted(await reopenFollowUp(ana, { id, version: 2 }, { reason: 'Voltou a perguntar' }));
  await addFollowUp(db, world, done, { ending: 'discarded' });

  const all = (topic: TimelineTopic | null = null) =>
    listTimeline(db.read, customerId, { topic, size: 100, key: null }).then(({ rows }) => rows);

  await t.test('the timeline tells all that was done, with its words, the latest first', async (t) => {
    const rows = await all();
    t.same(
      rows.map(({ at }) => at),
      rows.map(({ at }) => at).sort((a, b) => b - a),
    );
    const kinds = rows.map(({ kind }) => kind).sort();
    const told =
      'attempted attempted attempted bought bought closed commented ended executed opened opened opened opened';
    t.same(kinds, `${told} reopened resumed`.split(' '));
    const one = (kind: string) => rows.find((row) => row.kind === kind);
    t.match(one('closed'), { rule: 'Instalação', reason: 'unreachable', note: 'Mudou de número', recordId: open });
    t.match(one('reopened'), { reason: 'Ligou de volta', recordId: open });
    t.match(one('commented'), { of: 'doubt', text: 'Ligarei amanhã', recordId: id });
    t.match(one('resumed'), { texts: { conclusion: 'Explicada a fatura', reason: 'Voltou a perguntar' } });
    t.match(one('executed'), { rule: 'Instalação', isAnnulled: false, scoreCount: Number });
  });

  await t.test('its topics part it, and their counts are those of their lists', async (t) => {
    const counts = await countTimeline(db.read, customerId);
    for (const topic of TIMELINE_TOPICS) t.equal((await all(topic)).length, counts[topic], topic);
    t.equal((await all()).length, counts.sales + counts.surveys + counts['follow-ups']);
  });

  await t.test('its pages hold each of them once, whatever their size, forwards and backwards', async (t) => {
    const whole = await all();
    for (const size of [1, 2, 3, 5]) {
      const read = (key: PageKey | null) => listTimeline(db.read, customerId, { topic: null, size, key });
      let page = await read(null);
      const forwards = [...page.rows];
      for (; page.next !== null; forwards.push(...page.rows)) page = await read(page.next);
      t.same(forwards, whole, `pages of ${size}`);
      const backwards = [...page.rows];
      while (page.previous !== null) {
        page = await read(page.previous);
        // Back at the top the page is a whole one, with rows that were seen.
        const seen = page.previous === null ? backwards.length : 0;
        backwards.unshift(...(seen === 0 ? page.rows : page.rows.slice(0, whole.length - seen)));
      }
      t.same(backwards, whole, `pages of ${size}, backwards`);
    }
  });

  await t.test('it is read from the customer, not from all that ever happened', async (t) => {
    const tables = ['sales', 'surveys', 'attempts', 'executions', 'closures', 'follow_ups', 'audit'];
    const steps = await plansOf(db, async () => {
      await all();
      await countTimeline(db.read, customerId);
    });
    t.ok(steps.length > 0);
    t.same(
      steps.filter(({ scanned }) => tables.includes(scanned ?? '')),
      [],
    );
  });
});
