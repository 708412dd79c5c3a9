import t from 'tap';
import { previewBulk } from '../../src/actions/preview-bulk.js';
import type { BulkAction } from '../../src/domain/bulk.js';
import { addDays } from '../../src/domain/civil-date.js';
import type { Database } from '../../src/store/connection.js';
import { listSkipped } from '../../src/store/job-items.js';
import { maySee } from '../../src/store/survey-predicates.js';
import { acting } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { bulkInput, doBulk } from '../support/jobs.js';
import { oneOfEach } from '../support/survey-states.js';
import { type SurveyWorld, surveyWorld, TODAY } from '../support/survey-world.js';

/** All that an action may change of the surveys. */
function standing(db: Database) {
  return db
    .read('surveys')
    .leftJoin('claims', 'claims.survey_id', 'surveys.id')
    .orderBy('surveys.id')
    .select('surveys.*', 'claims.user_id as claimed_by');
}

type State = keyof Awaited<ReturnType<typeof oneOfEach>>;

const SETTLED = { executed: 'executed', closed: 'closed', cancelled: 'cancelled', closedOfCancelledSale: 'closed' };
const NOT_CLOSED = Object.fromEntries(
  ['due', 'scheduled', 'overdue', 'farOff', 'carlas', 'claimed', 'left', 'executed', 'cancelled'].map((state) => [
    state,
    'not-closed',
  ]),
);

const LATER = { claimed: 'before-expiry', left: 'before-expiry' };
const NOT_CLAIMED = Object.fromEntries(
  ['due', 'scheduled', 'overdue', 'farOff', 'carlas', 'left'].map((state) => [state, 'not-claimed']),
);

/** What each action leaves as it is, and why; it is done with all others. */
const TABLE: readonly (readonly [(world: SurveyWorld) => BulkAction, Partial<Record<State, string>>])[] = [
  [
    () => ({ verb: 'extend', expiresOn: addDays(TODAY, 1), reason: 'Feriado' }),
    {
      ...SETTLED,
      ...LATER,
      due: 'same-expiry',
      carlas: 'same-expiry',
      scheduled: 'before-opening',
      farOff: 'before-opening',
    },
  ],
  [
    () => ({ verb: 'extend', expiresOn: addDays(TODAY, 8), reason: 'Feriado' }),
    { ...SETTLED, scheduled: 'before-expiry', farOff: 'before-opening' },
  ],
  [() => ({ verb: 'close', reason: 'other', note: 'Base antiga' }), SETTLED],
  [(world) => ({ verb: 'reassign', operatorId: world.carla.id }), { ...SETTLED, carlas: 'already-his' }],
  [() => ({ verb: 'close', reason: 'other', note: '', sparing: true }), { ...SETTLED, claimed: 'in-call' }],
  [
    (world) => ({ verb: 'reassign', operatorId: world.carla.id, sparing: true }),
    { ...SETTLED, carlas: 'already-his', claimed: 'in-call' },
  ],
  [
    () => ({ verb: 'take-back' }),
    {
      ...SETTLED,
      due: 'not-reassigned',
      scheduled: 'not-reassigned',
      overdue: 'not-reassigned',
      claimed: 'not-reassigned',
      left: 'not-reassigned',
      farOff: 'not-reassigned',
    },
  ],
  [() => ({ verb: 'release' }), { ...SETTLED, ...NOT_CLAIMED }],
  [() => ({ verb: 'reopen', reason: 'Engano' }), { ...NOT_CLOSED, closedOfCancelledSale: 'sale-cancelled' }],
];

await onBothEngines(t, async (t, engine) => {
  for (const [actionOf, skips] of TABLE)
    await t.test('an action is done with who allows it, and says why not with the others', async (t) => {
      const db = await engine.freshDatabase(t);
      const world = await surveyWorld(db);
      const made = await oneOfEach(db, world);
      const action = actionOf(world);
      const selection = { kind: 'ids', ids: Object.values(made) } as const;
      const counts: Record<string, number> = {};
      for (const reason of Object.values(skips)) counts[reason] = (counts[reason] ?? 0) + 1;
      const doing = Object.keys(made).length - Object.keys(skips).length;
      const before = await standing(db);
      const { held, ...outline } = await previewBulk(acting(db, world.ana), selection, action);
      const taken =
        ['close', 'reassign', 'take-back', 'release'].includes(action.verb) && !('not-reassigned' in counts);
      t.equal(held?.count ?? 0, taken ? 1 : 0, 'who is on one is told');
      t.same(outline, { total: Object.keys(made).length, doing, skipped: counts }, `the preview of ${action.verb}`);
      t.same(await standing(db), before, 'the preview writes nothing');
      const job = await doBulk(db, world.ana, bulkInput(action, selection));
      t.match(job, { state: 'done', done: doing, total: Object.keys(made).length });
      t.same(job.skipped, counts, action.verb);
      for (const [state, reason] of Object.entries(skips))
        t.ok(
          (await listSkipped(db.read, job.id, 'surveys', maySee(world.ana), { reason, after: 0, size: 10 })).some(
            ({ id, customer }) => id === made[state as State] && customer === 'Maria Souza',
          ),
          `${state}: ${reason}`,
        );
      const audited = await db.read('audit').where({ entity: 'survey' }).orderBy('entity_id');
      t.same(
        audited.map((row) => row.entity_id),
        Object.entries(made).flatMap(([state, id]) => (state in skips ? [] : [id])),
        'one audit row for each',
      );
      for (const row of audited) {
        t.match(row, { action: action.verb, actor_id: world.ana.id, origin: 'web' });
        t.same(JSON.parse(row.changes).job, [null, job.id]);
      }
      for (const row of await standing(db)) {
        const changed = audited.some(({ entity_id }) => entity_id === row.id);
        const was = before.find(({ id }) => id === row.id);
        t[changed ? 'notSame' : 'same'](row, was, `survey ${row.id}`);
      }
    });
});
