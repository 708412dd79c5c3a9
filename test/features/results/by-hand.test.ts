import t from 'tap';
import { testApp } from '../../support/app.js';
import type { Page } from '../../support/browser.js';
import { onBothEngines } from '../../support/engines.js';
import { surveyWorld } from '../../support/survey-world.js';

/** The figures of the tiles, as they are written. */
function tiles({ body }: Page): Record<string, string> {
  return Object.fromEntries(
    [...body.matchAll(/<dt>([^<]+)<\/dt>\s*<dd>\s*<span class="tile-value">(?:<a [^>]*>)?([^<]+)/g)].map(
      ([, label = '', value = '']) => [label, value],
    ),
  );
}

/** What all of them are made of. */
function made({ body }: Page): string {
  const [, list = ''] = /<dl class="made">(.*?)<\/dl>/s.exec(body) ?? [];
  return [...list.matchAll(/<dd>(?:<a [^>]*>)?(\d+)/g)].map(([, count]) => count).join(' ');
}

await onBothEngines(t, async (t, engine) => {
  const app = await testApp(t, engine);
  const world = await surveyWorld(app.db);
  const ana = await app.browser('ana');
  const look = (search: string) => ana.get(`/results?${search}`);
  const score = (sum: number, count: number) => ({ outcome: 'executed' as const, score: { sum, count } });
  const day = (closedOn: string, startDays: number, expiryDays: number) => ({ closedOn, startDays, expiryDays });

  await t.test('nothing has no figure, whatever the denominator', async (t) => {
    t.match((await look('from=2024-02-29&to=2024-02-29')).text, /Nenhuma pesquisa neste período/);
    // It is overdue: all rates but that of response have a denominator.
    await world.survey(day('2023-03-01', 0, 0));
    const page = await look('from=2023-03-01&to=2023-03-01');
    const none = { 'Pontuação média': '—', NPS: '—', CSAT: '—', 'Tentativas por execução': '—' };
    t.same(tiles(page), {
      'Taxa de execução': '0,0%',
      'No prazo': '0,0%',
      'Taxa de resposta': '—',
      ...none,
      'Dias até a execução': '—',
    });
    t.match(page.text, /n = 1 \* amostra pequena/);
    t.match(page.text, /Nenhuma nota neste período/);
  });

  await t.test('the last day of February of a leap year, the day before it, and the month', async (t) => {
    await world.survey({ ...day('2024-02-20', 7, 2), executedOn: '2024-02-29', ...score(-100, 1) });
    await world.survey({ ...day('2024-02-20', 7, 1), executedOn: '2024-02-28', ...score(0, 0) });
    await world.survey({ ...day('2024-02-20', 7, 3), executedOn: '2024-02-29', ...score(100, 2) });
    const leap = await look('from=2024-02-29&to=2024-02-29');
    t.equal(made(leap), '1 1 1 0 0 0 0');
    t.match(leap.text, /Período anterior: 28\/02\/2024/);
    t.match(tiles(leap), { 'Taxa de execução': '100,0%', 'Pontuação média': '−100,0', 'Dias até a execução': '2,0' });
    const before = tiles(await look('from=2024-02-28&to=2024-02-28'));
    t.match(before, { 'Taxa de execução': '100,0%', 'Pontuação média': '—' }, 'executed with nothing graded');
    const month = await look('from=2024-02-01&to=2024-02-29');
    t.match(month.text, /Período anterior: 01\/01\/2024 – 31\/01\/2024/);
    t.match((await look('from=2024-03-01&to=2024-03-31')).text, /Período anterior: 01\/02\/2024 – 29\/02\/2024/);
    t.match(
      (await ana.get('/results/report?month=2024-02')).text,
      /Pesquisas 2 Executadas 2 Encerradas sem resposta 0/,
    );
  });

  await t.test('of days to come only what has ended counts', async (t) => {
    await world.survey({ ...day('2026-07-08', 0, 10), executedOn: '2026-07-09', ...score(60, 3) });
    await world.survey({ ...day('2026-07-08', 0, 10), outcome: 'closed', executedOn: '2026-07-09' });
    await world.survey({ ...day('2026-07-08', 0, 10), outcome: 'cancelled' });
    await world.survey(day('2026-07-08', 0, 10));
    await world.survey(day('2026-07-08', 9, 1));
    const page = await look('from=2026-07-18&to=2026-07-18');
    t.equal(made(page), '2 1 1 0 1 0 1');
    t.match(tiles(page), { 'Taxa de execução': '50,0%', 'Taxa de resposta': '50,0%', 'Pontuação média': '20,0' });
    t.match(page.text, /o período ainda não terminou/);
    t.notMatch((await look('period=last-90-days')).text, /o período ainda não terminou/);
  });

  await t.test('attempts are those before an execution, added up and by how many there were', async (t) => {
    for (const attempt_count of [0, 1, 2, 4, 5]) {
      const id = await world.survey({ ...day('2025-03-01', 0, 0), executedOn: '2025-03-01', ...score(10, 1) });
      await app.db.transaction((trx) => trx('surveys').where({ id }).update({ attempt_count }));
    }
    const page = await look('from=2025-03-01&to=2025-03-01');
    t.match(tiles(page), { 'Tentativas por execução': '2,4' });
    t.match(page.text, /Nenhuma 20% 1 Uma 20% 1 Duas 20% 1 Três ou mais 40% 2/);
  });

  await t.test('what was closed, reopened and closed again was closed for the reason that stands, once', async (t) => {
    const id = await world.survey({ ...day('2025-04-01', 0, 0), outcome: 'closed', executedOn: '2025-04-01' });
    await app.db.transaction(async (trx) => {
      const { id: _, closed_at, ...standing } = await trx('closures').where({ survey_id: id }).first();
      const reopened = { reopened_at: closed_at, reopened_by: world.ana.id, reopening_reason: 'Engano' };
      await trx('closures').insert({ ...standing, closed_at: closed_at - 1, reason: 'wrong-number', ...reopened });
      await trx('closures').where({ survey_id: id }).whereNull('reopened_at').update({ reason: 'other' });
    });
    const page = await look('from=2025-04-01&to=2025-04-01');
    t.match(page.text, /Quantidade Outro 100% 1/);
    t.notMatch(page.text, /Número errado/);
  });

  await t.test('another time zone moves no day that is written', async (t) => {
    const late = Date.parse('2026-06-11T00:30:00-03:00');
    await world.survey({ ...day('2026-06-10', 0, 0), outcome: 'closed', settledAt: late });
    const cells = async () => {
      const { body } = await look('from=2026-06-10&to=2026-06-11');
      const [, table = ''] = /aria-label="Inconsistências abertas e resolvidas"[^>]*>(.*?)<\/table>/s.exec(body) ?? [];
      return [...table.matchAll(/<td class="numeric">(?:<a [^>]*>)?(\d+)/g)].map(([, count]) => count).join(' ');
    };
    t.equal(await cells(), '1 0 0 0 0 1', 'half an hour after its last day');
    await app.db.transaction((trx) => trx('settings').update({ time_zone: 'America/Rio_Branco' }));
    t.equal(await cells(), '1 0 0 0 0 1');
  });
});
