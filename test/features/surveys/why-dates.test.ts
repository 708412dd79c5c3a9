import t from 'tap';
import { addDays } from '../../../src/domain/civil-date.js';
import { testApp } from '../../support/app.js';
import { sqlite } from '../../support/engines.js';
import { surveyWorld, TODAY } from '../../support/survey-world.js';

/** N and M of a survey whose sale closed on 2026-07-09, and how its page says them. */
const SAID = [
  [0, 0, 'abertura no mesmo dia e vencimento no dia da abertura'],
  [0, 10, 'abertura no mesmo dia e vencimento 10 dias após a abertura'],
  [1, 1, 'abertura um dia depois e vencimento um dia após a abertura'],
  [7, 3, 'abertura 7 dias depois e vencimento 3 dias após a abertura'],
] as const;

t.test('the page says in words how the dates of a survey come about', async (t) => {
  const { db, browser } = await testApp(t, sqlite);
  const world = await surveyWorld(db);
  const ana = await browser('ana');
  for (const [start, expiry, says] of SAID) {
    const id = await world.survey({ closedOn: addDays(TODAY, -1) });
    const [opens_on, expires_on] = [addDays(TODAY, start - 1), addDays(TODAY, start + expiry - 1)];
    const dates = { opens_on, expires_on, original_expires_on: expires_on };
    await db.transaction((trx) => trx('surveys').where({ id }).update(dates));
    t.match((await ana.get(`/surveys/${id}`)).text, `venda fechada em 09/07/2026, ${says}`);
  }
});
