import t from 'tap';
import { annulExecution } from '../../../src/actions/annul-execution.js';
import { cancelSale } from '../../../src/actions/cancel-sale.js';
import { claimSurvey } from '../../../src/actions/claim-survey.js';
import { closeSurvey } from '../../../src/actions/close-survey.js';
import { editSale } from '../../../src/actions/edit-sale.js';
import { extendSurvey } from '../../../src/actions/extend-survey.js';
import { reassignSurvey, takeSurveyBack } from '../../../src/actions/reassign-survey.js';
import { recordAttempt } from '../../../src/actions/record-attempt.js';
import { releaseClaim } from '../../../src/actions/release-claim.js';
import { reopenSurvey } from '../../../src/actions/reopen-survey.js';
import { restoreSale } from '../../../src/actions/restore-sale.js';
import { addDays } from '../../../src/domain/civil-date.js';
import type { Database } from '../../../src/store/connection.js';
import { acting, done } from '../../support/acting.js';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { type SurveyWorld, surveyWorld, TODAY } from '../../support/survey-world.js';

type Parts = { readonly db: Database; readonly world: SurveyWorld };

/** A survey of N = 7, M = 3 whose sale closed so many days before 2026-07-10, and what its page says of it. */
const FACTS: readonly (readonly [fact: string, make: (parts: Parts) => Promise<number>, says: readonly string[]])[] = [
  [
    'opens tomorrow',
    ({ world }) => closed(world, 6),
    [
      'Abre amanhã, em 11/07/2026: venda fechada em 04/07/2026, abertura 7 dias depois e vencimento 3 dias após a abertura',
    ],
  ],
  [
    'opens later',
    ({ world }) => closed(world, 2),
    ['Abre em 15/07/2026, daqui a 5 dias: venda fechada em 08/07/2026, abertura 7 dias depois'],
  ],
  [
    'opened today',
    ({ world }) => closed(world, 7),
    ['Vence em 13/07/2026, daqui a 3 dias: venda fechada em 03/07/2026, abertura 7 dias depois'],
  ],
  ['expires tomorrow', ({ world }) => closed(world, 9), ['Vence amanhã, em 11/07/2026: venda fechada em 01/07/2026']],
  ['expires today', ({ world }) => closed(world, 10), ['Vence hoje, 10/07/2026: venda fechada em 30/06/2026']],
  [
    'expired yesterday',
    ({ world }) => closed(world, 11),
    ['Venceu ontem, em 09/07/2026: venda fechada em 29/06/2026, abertura 7 dias depois'],
  ],
  [
    'expired before',
    ({ world }) => closed(world, 13),
    ['Venceu em 07/07/2026, há 3 dias: venda fechada em 27/06/2026, abertura 7 dias depois'],
  ],
  [
    'expired on a Sunday, and so on the Monday after it',
    async ({ db, world }) => {
      const id = await closed(world, 15);
      await db.transaction((trx) =>
        trx('surveys')
          .where({ id })
          .update({ expires_on: '2026-07-06', original_expires_on: '2026-07-06', business_expiry_days: 3 }),
      );
      return id;
    },
    [
      'Venceu em 06/07/2026, há 4 dias: venda fechada em 25/06/2026, abertura 7 dias depois e vencimento 3 dias após a abertura, adiado para o dia útil seguinte, 06/07/2026',
    ],
  ],
  [
    'extended',
    async ({ db, world }) => {
      const id = await closed(world, 13);
      done(await extendSurvey(acting(db, world.ana), id, { expiresOn: '2026-07-20', reason: 'Viajando' }));
      return id;
    },
    [
      'Vence em 20/07/2026, daqui a 10 dias: venda fechada em 27/06/2026, abertura 7 dias depois e vencimento 3 dias após a abertura, prorrogado de 07/07/2026 para 20/07/2026 por Ana Gestora: Viajando',
    ],
  ],
  [
    'extended twice',
    async ({ db, world }) => {
      const id = await closed(world, 13);
      for (const expiresOn of ['2026-07-10', '2026-07-12'])
        done(await extendSurvey(acting(db, world.ana), id, { expiresOn, reason: `Até ${expiresOn}` }));
      return id;
    },
    [
      'Vence em 12/07/2026, daqui a 2 dias: venda fechada em 27/06/2026, abertura 7 dias depois e vencimento 3 dias após a abertura, prorrogado até 12/07/2026',
      'Prorrogada de 07/07/2026 para 10/07/2026 por Ana Gestora: Até 2026-07-10',
      'Prorrogada de 10/07/2026 para 12/07/2026 por Ana Gestora: Até 2026-07-12',
    ],
  ],
  [
    're-dated by a corrected closing date',
    async ({ db, world }) => {
      const id = await closed(world, 13);
      await correctClosing(db, world, id, '2026-07-02');
      return id;
    },
    [
      'Vence em 12/07/2026, daqui a 2 dias: venda fechada em 02/07/2026, abertura 7 dias depois e vencimento 3 dias após a abertura',
      'Fechamento da venda corrigido de 27/06/2026 para 02/07/2026 por Ana Gestora: as datas mudaram junto.',
      'Datas mudaram com o fechamento: de 27/06/2026 para 02/07/2026',
    ],
  ],
  [
    'closed when its closing date was corrected',
    async ({ db, world }) => {
      const id = await closed(world, 13);
      done(await closeSurvey(acting(db, world.ana), id, { reason: 'refused', note: '' }));
      await correctClosing(db, world, id, '2026-07-02');
      // On the day after, so that the correction lies in between.
      done(await reopenSurvey(acting(db, world.davi, addDays(TODAY, 1)), id, { reason: 'Ligou' }));
      return id;
    },
    [
      'Venceu em 07/07/2026, há 3 dias: venda fechada em 27/06/2026, abertura 7 dias depois e vencimento 3 dias após a abertura',
      'para 02/07/2026 por Ana Gestora, quando a pesquisa não estava em aberto: as datas ficaram.',
      'Reaberta por Davi Administrador em 11/07/2026 10:00: Ligou',
    ],
  ],
  [
    'reassigned',
    async ({ db, world }) => {
      const id = await closed(world, 8);
      for (const { id: operator } of [world.bruno, world.carla])
        done(await reassignSurvey(acting(db, world.ana), id, { operatorId: String(operator) }));
      return id;
    },
    ['Só de Carla Operadora: reatribuída por Ana Gestora em 10/07/2026 10:00.', 'Reatribuída a Bruno Operador'],
  ],
  [
    'taken back',
    async ({ db, world }) => {
      const id = await world.survey({ assignedTo: world.carla.id });
      done(await takeSurveyBack(acting(db, world.ana), id));
      return id;
    },
    ['Devolvida aos operadores da regra; era de Carla Operadora'],
  ],
  [
    'executed on time',
    ({ world }) => world.survey({ outcome: 'executed' }),
    [
      'Executada por Bruno Operador em 10/07/2026 10:00, no prazo (até 11/07/2026): venda fechada em 01/07/2026, abertura 7 dias depois',
    ],
  ],
  [
    'executed late',
    ({ world }) => world.survey({ outcome: 'executed', closedOn: '2026-06-28', extendedTo: TODAY }),
    [
      'Executada por Bruno Operador em 10/07/2026 10:00, 2 dias fora do prazo (até 08/07/2026): venda fechada em 28/06/2026',
    ],
  ],
  [
    'annulled',
    async ({ db, world }) => {
      const id = await world.survey({ outcome: 'executed' });
      const { id: executionId } = await db.read('executions').where({ survey_id: id }).first();
      done(await annulExecution(acting(db, world.ana), id, { executionId, reason: 'Cliente errado' }));
      return id;
    },
    ['Vence amanhã', 'Execução anulada por Ana Gestora em 10/07/2026 10:00: Cliente errado'],
  ],
  [
    'closed without answers',
    async ({ db, world }) => {
      const id = await closed(world, 9);
      done(await closeSurvey(acting(db, world.ana), id, { reason: 'wrong-number', note: 'É de outro' }));
      return id;
    },
    ['Encerrada por Ana Gestora em 10/07/2026 10:00: Número errado (É de outro)'],
  ],
  [
    'cancelled with its sale',
    async ({ db, world }) => {
      const id = await closed(world, 9);
      await cancel(db, world, id);
      return id;
    },
    ['Cancelada com a venda por Ana Gestora em 10/07/2026 10:00, antes da execução'],
  ],
  [
    'restored with its sale',
    async ({ db, world }) => {
      const id = await closed(world, 9);
      await restoreSale(acting(db, world.davi), await cancel(db, world, id));
      return id;
    },
    ['Vence amanhã, em 11/07/2026', 'Venda restaurada 10/07/2026 10:00 · Davi Administrador'],
  ],
  [
    'called and released',
    async ({ db, world }) => {
      const id = await closed(world, 9);
      done(await claimSurvey(acting(db, world.bruno), id));
      done(await recordAttempt(acting(db, world.bruno), id, { outcome: 'busy', note: 'Ramal 2', formKey: 'one' }));
      done(await releaseClaim(acting(db, world.ana), id));
      return id;
    },
    ['Tentativa: Ocupado 10/07/2026 10:00 · Bruno Operador', 'Liberada; estava com Bruno Operador'],
  ],
];

function closed(world: SurveyWorld, daysAgo: number): Promise<number> {
  return world.survey({ closedOn: addDays(TODAY, -daysAgo) });
}

async function saleOf(db: Database, surveyId: number) {
  return db.read('surveys').join('sales', 'sales.id', 'surveys.sale_id').where('surveys.id', surveyId).first('sales.*');
}

async function cancel(db: Database, world: SurveyWorld, surveyId: number): Promise<number> {
  const { id } = await saleOf(db, surveyId);
  done(await cancelSale(acting(db, world.ana), id, { cancelledOn: TODAY, reverseCommission: 'no' }));
  return id;
}

async function correctClosing(db: Database, world: SurveyWorld, surveyId: number, closedOn: string): Promise<void> {
  const { id, version, product_id, seller_id } = await saleOf(db, surveyId);
  const form = { customer: 'Maria Souza', phone1: '11987654321', value: '99,90', closedOn };
  const named = { ...form, product: String(product_id), seller: String(seller_id) };
  done(await editSale(acting(db, world.ana), { id, version }, named));
}

await onBothEngines(t, async (t, engine) => {
  await t.test('the page says why a survey has its status, and who did what', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const world = await surveyWorld(db);
    const ana = await browser('ana');
    for (const [fact, make, says] of FACTS) {
      const page = await ana.get(`/surveys/${await make({ db, world })}`);
      for (const text of says) t.match(page.text, text, fact);
    }
  });

  await t.test('a manager extends what has expired where an operator is told to ask for it', async (t) => {
    const { db, browser } = await testApp(t, engine);
    const world = await surveyWorld(db);
    const id = await closed(world, 13);
    const [bruno, ana] = [await browser('bruno'), await browser('ana')];
    t.match((await bruno.get(`/surveys/${id}`)).text, 'Um gestor pode prorrogar o vencimento.');
    const hers = await ana.get(`/surveys/${id}`);
    t.notMatch(hers.text, 'Um gestor pode prorrogar');
    t.match(hers.text, 'Para executar esta pesquisa, prorrogue o vencimento. Prorrogar A pesquisa poderá');
    t.equal(hers.body.split('id="extension"').length, 2, 'there is one form for it');
  });
});
