import { addDays } from '../../src/domain/civil-date.js';
import type { Database } from '../../src/store/connection.js';
import { NOW, type SurveyWorld, TODAY } from './survey-world.js';

/** One survey in every state that decides whether an action can be done with it. */
export async function oneOfEach(db: Database, world: SurveyWorld) {
  const made = {
    due: await world.survey(),
    scheduled: await world.survey({ closedOn: TODAY }),
    overdue: await world.survey({ closedOn: addDays(TODAY, -30) }),
    farOff: await world.survey({ closedOn: TODAY, startDays: 40 }),
    carlas: await world.survey({ assignedTo: world.carla.id }),
    claimed: await world.survey({ closedOn: '2026-07-02' }),
    left: await world.survey({ closedOn: '2026-07-02' }),
    executed: await world.survey({ outcome: 'executed' }),
    closed: await world.survey({ outcome: 'closed' }),
    cancelled: await world.survey({ outcome: 'cancelled' }),
    closedOfCancelledSale: await world.survey({ outcome: 'closed' }),
  };
  const claims = [
    { survey_id: made.claimed, user_id: world.bruno.id, claimed_at: NOW, expires_at: NOW + 1 },
    { survey_id: made.left, user_id: world.carla.id, claimed_at: NOW - 1, expires_at: NOW },
  ];
  await db.transaction((trx) => trx('claims').insert(claims));
  await db.transaction((trx) =>
    trx('sales')
      .where('id', trx('surveys').where({ id: made.closedOfCancelledSale }).select('sale_id'))
      .update({ cancelled_on: TODAY, cancelled_at: 1, commission_reversed: true }),
  );
  return made;
}
