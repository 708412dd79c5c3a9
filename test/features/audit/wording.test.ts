import t from 'tap';
import { type AuditEntry, insertAudit } from '../../../src/store/audit.js';
import { NOW, testApp } from '../../support/app.js';
import { sqlite } from '../../support/engines.js';

const ROWS: readonly [entry: AuditEntry, told: readonly string[]][] = [
  [
    { action: 'change', entity: 'policy', entityId: 3, changes: { k: [2000, 3000], fromMonth: [null, '2026-12'] } },
    ['k (peso da qualidade) : 0,20 → 0,30', 'Vale a partir de : 12/2026'],
  ],
  [{ action: 'change', entity: 'follow-up', entityId: 1, changes: { priority: [2, 1] } }, ['Prioridade : Normal → ']],
  [
    { action: 'dismiss-signal', entity: 'survey', entityId: 1, changes: { signal: ['complaint', null] } },
    ['Sinal : Reclamação → Dispensado'],
  ],
  [
    { action: 'start', entity: 'job', entityId: 4, changes: { verb: [null, 'open'], signals: [null, 3] } },
    ['Iniciou: Tarefa em segundo plano nº 4', 'Ação : Abrir acompanhamentos', 'Sinais : 3'],
  ],
  [
    { action: 'change', entity: 'calling', entityId: 1, changes: { days: [[1, 6, 7], [1]] } },
    ['segunda-feira, sábado, domingo → segunda-feira'],
  ],
  [
    {
      action: 'export',
      entity: 'panel',
      entityId: 0,
      changes: {
        tab: [null, 'executed'],
        format: [null, 'xlsx'],
        filters: [null, ['by', 'period', 'opinion', 'sort']],
      },
    },
    [
      'Exportou: Gerenciador de Pós-Venda',
      'Aba : Executadas',
      'Formato : Excel',
      'Filtros : Agrupamento, Período, Opinião, Ordem',
    ],
  ],
];

t.test('the audit tells what was written as the pages do', async (t) => {
  const { db, ids, browser } = await testApp(t, sqlite);
  const entries = ROWS.map(([entry]) => entry);
  await db.transaction((trx) => insertAudit(trx, { id: ids.davi, origin: 'web' }, NOW, entries));
  const page = await (await browser('davi')).get('/config/audit');
  for (const told of ROWS.flatMap(([, told]) => told)) t.match(page.text, told);
  t.match(page.body, 'Histórico de Lista exportada', 'its history is that of all files, whatever list it is of');
  t.notMatch(page.body, 'Histórico de Gerenciador');
});
