import t from 'tap';
import { claimSurvey } from '../../src/actions/claim-survey.js';
import { acceptProposal, dismissProposal } from '../../src/actions/decide-proposal.js';
import { extendSurvey } from '../../src/actions/extend-survey.js';
import { type AttemptInput, recordAttempt } from '../../src/actions/record-attempt.js';
import { saveCallingSettings } from '../../src/actions/save-calling-settings.js';
import { claimUntil } from '../../src/domain/claim.js';
import { keyOpenedAt } from '../../src/domain/form-moment.js';
import { listAttempts } from '../../src/store/attempts.js';
import type { Database } from '../../src/store/connection.js';
import { countProposals, listProposals } from '../../src/store/proposals.js';
import { acting, done, refused } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { NOW, surveyWorld } from '../support/survey-world.js';

const MINUTE = 60_000;
const LATE = { callBackOn: '2026-07-13', callBackTime: '09:00' };

let keys = 0;

await onBothEngines(t, async (t, engine) => {
  await t.test('an attempt is kept with its cool-down, audited without its note, and ends nothing', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const sent = attempt({ outcome: 'no-answer', note: 'Só a secretária' });
    const { id } = done(await recordAttempt(acting(db, world.bruno), surveyId, sent));
    matchLists(t, await listAttempts(db.read, surveyId), [
      {
        id,
        outcome: 'no-answer',
        by: 'Bruno Operador',
        note: 'Só a secretária',
        attemptedAt: NOW,
        retryAt: NOW + 180 * MINUTE,
        callBackOn: null,
        callBackAt: null,
      },
    ]);
    t.match(await db.read('surveys').where({ id: surveyId }).first(), { outcome: null, attempt_count: 1 });
    const [entry] = await db.read('audit');
    t.match(entry, { action: 'attempt', entity: 'survey', entity_id: surveyId, actor_id: world.bruno.id });
    t.same(JSON.parse(entry.changes), { attempt: [null, 'no-answer'], note: null });
    t.equal((await db.read('claims')).length, 0, 'an attempt claims nothing');
  });

  await t.test('the same form sent again, also at once, records one attempt', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const sent = attempt({ outcome: 'busy' });
    const all = Array.from({ length: 12 }, () => recordAttempt(acting(db, world.bruno), surveyId, sent));
    const ids = (await Promise.all(all)).map((one) => done(one).id);
    t.equal(new Set(ids).size, 1);
    t.equal((await db.read('attempts')).length, 1);
    t.equal((await db.read('audit')).length, 1);
    const others = Array.from({ length: 5 }, () => attempt({ outcome: 'busy' }));
    await Promise.all(others.map((other) => recordAttempt(acting(db, world.bruno), surveyId, other)));
    t.equal((await db.read('surveys').first()).attempt_count, 6, 'the survey counts each of them');
  });

  await t.test(
    'what says the same in a form opened before the last attempt is that one; later it is another',
    async (t) => {
      const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
      const send = (opened: number, form: Omit<AttemptInput, 'formKey'>, who = world.bruno) => {
        const formKey = keyOpenedAt(NOW + opened, String(++keys));
        return recordAttempt(acting(db, who), surveyId, { ...form, formKey }).then(done);
      };
      const busy = { outcome: 'busy', note: 'Ocupado' };
      const first = await send(-2, busy);
      t.match(await send(-1, busy), { id: first.id, again: true });
      t.notMatch(await send(0, busy), { again: true }, 'its form showed the first one');
      t.notMatch(await send(-1, { ...busy, note: 'Outro número' }), { again: true });
      t.notMatch(await send(-1, busy), { again: true }, 'something came between');
      t.notMatch(await send(-1, busy, world.ana), { again: true }, 'somebody else tried');
      t.equal((await listAttempts(db.read, surveyId)).length, 5);
    },
  );

  await t.test('what is wrong is said at its field and leaves nothing', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const sent = attempt({ outcome: 'call-back', callBackOn: '2026-07-12' });
    const refusal = refused(await recordAttempt(acting(db, world.bruno), surveyId, sent));
    matchLists(t, refusal, {
      kind: 'invalid',
      errors: [
        { field: 'callBackTime', message: 'required' },
        { field: 'callBackOn', message: 'noCallsOnThatDay' },
      ],
    });
    await t.rejects(recordAttempt(acting(db, world.carla), surveyId, sent), { name: 'NotFoundError' });
    for (const [reason, today] of [
      ['not-yet-open', '2026-07-07'],
      ['expired', '2026-07-12'],
    ] as const)
      t.match(refused(await recordAttempt(acting(db, world.bruno, today), surveyId, sent)), { reason });
    t.equal((await db.read('attempts')).length, 0);
    t.equal((await db.read('audit')).length, 0);
  });

  await t.test('it renews the claim of who has the survey; of another’s it keeps off', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const bruno = acting(db, world.bruno);
    done(await claimSurvey(bruno, surveyId));
    const sent = attempt({ outcome: 'busy' });
    t.match(refused(await recordAttempt(acting(db, world.ana), surveyId, sent)), { kind: 'claimed' });
    const later = NOW + 29 * MINUTE;
    done(await recordAttempt({ ...bruno, now: later, today: '2026-07-12' }, surveyId, sent));
    t.match(await db.read('claims').first(), { claimed_at: NOW, expires_at: claimUntil(later) }, 'past its expiry too');
  });

  await t.test('a late call-back proposes an extension, the latest one the day', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const [bruno, ana] = [acting(db, world.bruno), acting(db, world.ana)];
    const inTime = { callBackOn: '2026-07-11', callBackTime: '09:00' };
    const first = done(await recordAttempt(bruno, surveyId, attempt({ outcome: 'call-back', ...inTime })));
    t.match(first, { afterExpiry: false });
    t.same(first.proposed, [], 'on the last day nothing is proposed');
    const late = done(await recordAttempt(bruno, surveyId, attempt({ outcome: 'call-back', ...LATE })));
    matchLists(t, late, { afterExpiry: true, proposed: ['extension'] });
    done(await recordAttempt(bruno, surveyId, attempt({ outcome: 'no-time', ...LATE, callBackOn: '2026-07-14' })));
    const [proposal, ...others] = await listProposals(db.read, 10);
    t.match(proposal, {
      surveyId,
      kind: 'extension',
      expiresOn: '2026-07-14',
      by: 'Bruno Operador',
      outcome: 'no-time',
    });
    t.same(others, []);
    done(await acceptProposal(ana, proposal?.id ?? 0, { reason: 'Retorno combinado', note: '' }));
    t.match(await db.read('surveys').first(), { expires_on: '2026-07-14' });
    t.same(refused(await acceptProposal(ana, proposal?.id ?? 0, { reason: 'x', note: '' })), { kind: 'decided' });
    const audit = await db.read('audit').whereIn('action', ['extend', 'accept']).orderBy('id');
    matchLists(t, audit, [
      { action: 'extend', entity: 'survey', entity_id: surveyId },
      { action: 'accept', entity: 'proposal', entity_id: proposal?.id },
    ]);
  });

  await t.test('a refusal proposes closing; dismissed it is off the list, and may come again', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const [bruno, ana] = [acting(db, world.bruno), acting(db, world.ana)];
    matchLists(t, done(await recordAttempt(bruno, surveyId, attempt({ outcome: 'refused' }))), {
      proposed: ['closing'],
    });
    const [proposal] = await listProposals(db.read, 10);
    done(await dismissProposal(ana, proposal?.id ?? 0));
    t.same(refused(await dismissProposal(ana, proposal?.id ?? 0)), { kind: 'decided' });
    t.equal(await countProposals(db.read), 0);
    done(await recordAttempt(bruno, surveyId, attempt({ outcome: 'wrong-number' })));
    const [again] = await listProposals(db.read, 10);
    t.match(refused(await acceptProposal(ana, again?.id ?? 0, { reason: 'other', note: '' })), { kind: 'invalid' });
    t.equal(await countProposals(db.read), 1, 'a refused acceptance decides nothing');
    done(await acceptProposal(ana, again?.id ?? 0, { reason: 'wrong-number', note: '' }));
    t.match(await db.read('surveys').first(), { outcome: 'closed' });
    t.match(await db.read('closures').first(), { reason: 'wrong-number' });
    t.equal(await countProposals(db.read), 0);
  });

  await t.test('a proposal that nothing is left of is not listed', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    done(await recordAttempt(acting(db, world.bruno), surveyId, attempt({ outcome: 'call-back', ...LATE })));
    const [proposal] = await listProposals(db.read, 10);
    const ana = acting(db, world.ana);
    done(await extendSurvey(ana, surveyId, { expiresOn: '2026-07-13', reason: 'Pediu' }));
    t.equal(await countProposals(db.read), 0);
    t.same(refused(await dismissProposal(ana, proposal?.id ?? 0)), { kind: 'decided' });
  });

  await t.test('of managers who decide at once one does, and the survey follows him', async (t) => {
    const { db, world } = await prepare(await engine.freshDatabase(t));
    const ana = acting(db, world.ana);
    for (let round = 0; round < 4; round++) {
      const surveyId = await world.survey();
      done(await recordAttempt(acting(db, world.bruno), surveyId, attempt({ outcome: 'refused' })));
      const id = (await listProposals(db.read, 10))[0]?.id ?? 0;
      const decide = (index: number) =>
        index % 2 === 0 ? acceptProposal(ana, id, { reason: 'refused', note: '' }) : dismissProposal(ana, id);
      const results = await Promise.all(Array.from({ length: 8 }, (_, index) => decide(index + round)));
      t.equal(results.filter((one) => one.ok).length, 1);
      const { decision } = await db.read('proposals').where({ id }).first();
      const { outcome } = await db.read('surveys').where({ id: surveyId }).first();
      t.equal(outcome, decision === 'accepted' ? 'closed' : null);
    }
  });

  await t.test('what an outcome asks for is data: a change holds from the next attempt on', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    const [bruno, davi] = [acting(db, world.bruno), acting(db, world.davi)];
    done(await recordAttempt(bruno, surveyId, attempt({ outcome: 'busy' })));
    const outcomes = Object.fromEntries(
      ['no-answer', 'busy', 'voicemail', 'wrong-number', 'call-back', 'no-time', 'refused'].map((kind) => [
        kind,
        { cooldownMinutes: '5', needsNote: '1', active: kind === 'voicemail' ? '' : '1' },
      ]),
    );
    const form = { from: '09:00', until: '18:00', days: ['1', '5'], outcomes };
    t.same(refused(await saveCallingSettings(davi, 7, form)), { kind: 'stale' });
    done(await saveCallingSettings(davi, 1, form));
    matchLists(t, refused(await recordAttempt(bruno, surveyId, attempt({ outcome: 'busy' }))), {
      errors: [{ field: 'note', message: 'required' }],
    });
    matchLists(t, refused(await recordAttempt(bruno, surveyId, attempt({ outcome: 'voicemail', note: 'x' }))), {
      errors: [{ field: 'outcome', message: 'inactive' }],
    });
    const noted = attempt({ outcome: 'refused', note: 'Não quer' });
    t.same(done(await recordAttempt(bruno, surveyId, noted)).proposed, []);
    matchLists(t, await listAttempts(db.read, surveyId), [
      { retryAt: NOW + 30 * MINUTE },
      { retryAt: NOW + 5 * MINUTE },
    ]);
    const entry = await db.read('audit').where({ entity: 'calling' }).first();
    matchLists(t, JSON.parse(entry.changes), {
      from: ['08:00', '09:00'],
      until: ['20:00', '18:00'],
      days: [
        [1, 2, 3, 4, 5, 6],
        [1, 5],
      ],
    });
    done(await saveCallingSettings(davi, 2, form));
    t.equal((await db.read('audit').where({ entity: 'calling' })).length, 1, 'saving what is there changes nothing');
  });

  await t.test('attempts are only ever added; a note may be blanked', async (t) => {
    const { db, world, surveyId } = await prepare(await engine.freshDatabase(t));
    done(await recordAttempt(acting(db, world.bruno), surveyId, attempt({ outcome: 'busy', note: 'Maria' })));
    await t.rejects(
      db.transaction((trx) => trx('attempts').delete()),
      /append-only/,
    );
    await t.rejects(
      db.transaction((trx) => trx('attempts').update({ retry_at: NOW })),
      /append-only/,
    );
    await db.transaction((trx) => trx('attempts').update({ note: '' }));
    matchLists(t, await listAttempts(db.read, surveyId), [{ note: '' }]);
  });
});

async function prepare(db: Database) {
  const world = await surveyWorld(db);
  return { db, world, surveyId: await world.survey() };
}

function attempt(form: Omit<AttemptInput, 'formKey'>): AttemptInput {
  return { ...form, formKey: `attempt-${++keys}` };
}
