import t, { type Test } from 'tap';
import { closeMonths } from '../../../src/actions/close-months.js';
import { type TestApp, testApp } from '../../support/app.js';
import { commissionWorld } from '../../support/commission-world.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { postedBy } from '../../support/posted-by.js';

/** bruno sold two in May and one in June, carla one in May; today is 2026-07-10. */
async function sold(
  t: Test,
  engine: Engine,
): Promise<{ app: TestApp; sale: number; world: Awaited<ReturnType<typeof commissionWorld>> }> {
  const app = await testApp(t, engine);
  const world = await commissionWorld(app.db);
  const sale = await world.sale();
  await world.execute(sale, 0, 60);
  await world.execute(sale, 1, -20);
  await world.sale({ commissionBaseCents: null });
  await world.sale({ closedOn: '2026-06-10', commissionBaseCents: 1000 });
  await world.sale({ sellerId: world.people.carla.id, commissionBaseCents: 7000 });
  return { app, sale, world };
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

await onBothEngines(t, async (t, engine) => {
  await t.test('a statement can be checked with a pencil', async (t) => {
    const { app, world, sale } = await sold(t, engine);
    const ana = await app.browser('ana');
    const page = await ana.get(`/commissions/statements/2026-05-${world.people.bruno.id}`);
    t.equal(page.status, 200);
    const text = plain(page.text);
    t.match(text, 'R$ 50,00 × (1 + 0,20 × 20 ÷ 100) = R$ 50,00 × 1,04 = R$ 52,00');
    t.match(text, 'Pontuação: −20 ÷ 1 = −20');
    t.match(text, 'Sem base de comissão: não paga nada.');
    t.match(text, 'Provisória: 1 pesquisa em aberto vence em 31/12/2027');
    t.match(text, 'Uma linha é provisória enquanto houver pesquisas em aberto');
    for (const [expires_on, state] of [
      ['2026-07-10', 'Provisória: 1 pesquisa em aberto vence em 10/07/2026'],
      ['2026-07-09', 'Provisória: 1 pesquisa em aberto vencida em 09/07/2026, ainda não encerrada'],
    ] as const) {
      const open = { sale_id: sale, settled_at: null };
      await app.db.transaction((trx) =>
        trx('surveys').where(open).update({ expires_on, original_expires_on: expires_on }),
      );
      t.match((await ana.get(`/commissions/statements/2026-05-${world.people.bruno.id}`)).text, state);
    }
    const month = plain((await ana.get('/commissions/months/2026-05')).text);
    t.ok(month.indexOf('1. Carla') < month.indexOf('2. Bruno'), 'best paid first');
    t.match(month, /Total\s*3\s*R\$ 122,00/, 'the total');
    t.match(plain((await ana.get('/commissions')).text), /maio de 2026.*R\$ 122,00/s);
    const { carla } = world.people;
    const low = await world.sale({ sellerId: carla.id, closedOn: '2026-06-11', commissionBaseCents: 5000 });
    await world.execute(low, 0, -20);
    const below = plain((await ana.get(`/commissions/statements/2026-06-${carla.id}`)).text);
    t.match(below, 'R$ 50,00 × (1 + 0,20 × (−20) ÷ 100) = R$ 50,00 × 0,96 = R$ 48,00');
  });

  await t.test('a seller sees his own statements only', async (t) => {
    const { app, world } = await sold(t, engine);
    const { bruno, carla } = world.people;
    const browser = await app.browser('bruno');
    for (const [path, status] of [
      [`/commissions/statements/2026-05-${bruno.id}`, 200],
      [`/commissions/statements/2026-05-${bruno.id}/print`, 200],
      [`/commissions/statements/2026-05-${bruno.id}/export.csv`, 200],
      [`/commissions/statements/2026-05-${carla.id}`, 404],
      [`/commissions/statements/2026-05-${carla.id}/print`, 404],
      [`/commissions/statements/2026-05-${carla.id}/export.xlsx`, 404],
      ['/commissions/statements/2026-05-999999', 404],
      ['/commissions/statements/2026-13-1', 404],
      [`/commissions/statements/2026-07-${bruno.id}`, 200],
      [`/commissions/statements/2026-08-${bruno.id}`, 404],
      ['/commissions/months/2026-05', 403],
      ['/config/commission', 403],
    ] as const)
      t.equal((await browser.get(path)).status, status, path);
    const own = plain((await browser.get('/commissions')).text);
    t.match(own, 'R$ 52,00');
    t.notMatch(own, /122,00|70,00/);
    t.equal((await browser.post('/commissions/months/2026-05/closing', {})).status, 403);
  });

  await t.test('a month is closed and paid, and a late execution is an adjustment', async (t) => {
    const { app, sale, world } = await sold(t, engine);
    const { bruno } = world.people;
    const ana = await app.browser('ana');
    for (const [month, status] of [
      ['2026-07', 200],
      ['2026-08', 404],
      ['2030-01', 404],
      ['2026-05', 200],
      ['2026-04', 404],
      ['1900-01', 404],
    ] as const)
      t.equal((await ana.get(`/commissions/months/${month}`)).status, status, month);
    t.equal((await ana.post('/commissions/months/2026-08/closing', {})).status, 404);
    const running = await ana.post('/commissions/months/2026-07/closing', {});
    t.equal(running.status, 409);
    t.match(running.text, 'O mês só fecha depois do último dia.');
    const open = await ana.get('/commissions/months/2026-05');
    t.match(plain(open.text), /Sem base\s*maio de 2026\s*3\s*R\$ 122,00\s*3\s*1\s*Fechar/, 'what closes');
    t.match(open.body, 'href="/sales?situation=without-base&amp;from=2026-05-01&amp;to=2026-05-31"');
    const closing = '/commissions/months/2026-05/closing';
    const shown = postedBy(open.body, closing);
    t.equal((await ana.post(closing, {})).status, 409, 'nothing was shown');
    await world.correct(sale, { sellerId: world.people.carla.id });
    const changed = await ana.post(closing, shown);
    t.match(
      [changed.status, changed.text],
      [409, 'Os valores ou os meses em aberto mudaram desde que você abriu a página.'],
    );
    t.match(changed.body, /<details class="confirm" id="closing" open>/, 'with the new figures, to be confirmed');
    t.equal((await app.db.read('commission_months')).length, 0);
    t.equal((await ana.post(closing, shown)).status, 409, 'the sum of all sellers is the same, their figures are not');
    await world.correct(sale, { sellerId: bruno.id });
    t.equal((await ana.post(closing, shown)).status, 303, 'as it was shown');
    t.match((await ana.get('/commissions/months/2026-05')).text, 'Ana Gestora');
    t.equal((await ana.post(closing, shown)).status, 409);
    for (const seller of ['x', '0', '-1', '1.5', ' '])
      t.equal((await ana.post('/commissions/months/2026-05/payment', { seller })).status, 404, `seller "${seller}"`);
    t.equal((await app.db.read('commission_payments')).length, 0, 'and nobody is paid');
    t.equal((await ana.post('/commissions/months/2026-05/payment', { seller: String(bruno.id) })).status, 303);
    t.match((await ana.get(`/commissions/statements/2026-05-${bruno.id}`)).text, 'Pago por Ana Gestora');
    await world.execute(sale, 2, 100);
    const june = plain((await ana.get(`/commissions/statements/2026-06-${bruno.id}`)).text);
    t.match(june, /pesquisa executada depois.*R\$ 52,00.*R\$ 54,67.*R\$ 2,67/s);
    t.match(june, /Antes: R\$ 50,00 × \(1 \+ 0,20 × 20 ÷ 100\).*= R\$ 52,00.*Agora: R\$ 50,00/s);
    t.match(june, '(1 + 0,20 × 140/3 ÷ 100)', 'a Q that has no end is a fraction');
    t.match(
      plain((await ana.get(`/commissions/statements/2026-05-${bruno.id}`)).text),
      'R$ 52,00',
      'what was closed stays',
    );
  });

  await t.test('statements are files too, and what leaves is noted', async (t) => {
    const { app, world } = await sold(t, engine);
    const ana = await app.browser('ana');
    const csv = await ana.get(`/commissions/statements/2026-05-${world.people.bruno.id}/export.csv`);
    t.match(csv.body, /Venda;\d+;Maria Souza \d+;[^;]*;10\/05\/2026;50,00;20;1,04;;;52,00;;1\r\n/);
    t.match(
      (await ana.get('/commissions/months/2026-05/export.csv')).body,
      /Bruno Operador;2;52,00;2,00;0,00;0,00;52,00;0,00\r\n/,
    );
    t.match(
      (await ana.get('/commissions/months/2026-05/export.csv')).body,
      /\r\nTotal;3;122,00;2,00;0,00;0,00;122,00;0,00\r\n$/,
    );
    t.equal((await ana.get('/commissions/months/2026-05/export.xlsx')).status, 200);
    t.equal((await app.db.read('audit').where({ action: 'export', entity: 'commission' })).length, 4);
  });

  await t.test('what a sale paid is taken back in words that agree with the amount', async (t) => {
    const { app, sale, world } = await sold(t, engine);
    const { bruno, carla } = world.people;
    await world.close('2026-05');
    const ana = await app.browser('ana');
    const june = `/commissions/statements/2026-06-${bruno.id}`;
    const factorOfLine = async () =>
      (await ana.get(`${june}/export.csv`)).body.match(/Ajuste;.*;20;([^;]*);52,00;0,00;-52,00;/)?.[1];
    for (const [changes, text] of [
      [{ sellerId: carla.id }, 'A venda é agora de outro vendedor: não paga nada aqui.'],
      [{ sellerId: bruno.id, closedOn: '2026-06-30' }, 'Paga no mês de junho de 2026: não paga nada aqui.'],
      [{ closedOn: '2026-07-02' }, 'Paga no mês de julho de 2026: não paga nada aqui.'],
    ] as const) {
      await world.correct(sale, changes);
      const page = plain((await ana.get(june)).text);
      t.match(page, text);
      t.notMatch(page, '1,04 = R$ 0,00');
      t.equal(await factorOfLine(), '', 'and no factor in the file');
    }
    await world.close('2026-06');
    t.match(plain((await ana.get(june)).text), 'Paga no mês de julho de 2026', 'frozen too');
  });

  await t.test('a policy is tried out before it is saved', async (t) => {
    const { app, world } = await sold(t, engine);
    const davi = await app.browser('davi');
    const form = { k: '1', ownSurvey: 'allow', fromMonth: '2026-07' };
    const preview = await davi.post('/config/commission', { ...form, step: 'preview' });
    t.equal(preview.status, 200);
    t.match(plain(preview.text), /Bruno Operador\s*R\$ 62,00\s*R\$ 70,00\s*R\$ 8,00/);
    t.equal((await app.db.read('commission_policies')).length, 0, 'nothing was saved');
    const refused = await davi.post('/config/commission', { ...form, k: '1,5' });
    t.equal(refused.status, 422);
    t.match(refused.body, /value="1,5"/);
    t.equal((await davi.post('/config/commission', form)).status, 303);
    t.match((await davi.get('/config/commission')).text, /Neste mês vale: k = 1,00/);
    await closeMonths(world.context('2026-07-10'), '2026-06');
    t.match((await davi.post('/config/commission', { ...form, fromMonth: '2026-06' })).text, 'já está fechado');
  });

  await t.test('a base refused for want of a reason does not hide what was saved meanwhile', async (t) => {
    const { app, sale } = await sold(t, engine);
    const ana = await app.browser('ana');
    const davi = await app.browser('davi');
    const path = `/sales/${sale}/base`;
    const versionIn = (body: string) =>
      body.slice(body.indexOf('id="base-correction"')).match(/name="version" value="(\d+)"/)?.[1] ?? '';
    const version = versionIn((await ana.get(`/sales/${sale}`)).body);
    t.equal((await davi.post(path, { version, base: '70', reason: 'Combinado' })).status, 303);
    const refused = await ana.post(path, { version, base: '60', reason: '' });
    t.equal(refused.status, 422);
    const stale = await ana.post(path, { version: versionIn(refused.body), base: '60', reason: 'Engano' });
    t.equal(stale.status, 409);
    t.match(stale.body, /value="60"/);
    t.equal((await app.db.read('sales').where({ id: sale }).first()).commission_base_cents, 7000);
    const decided = await ana.post(path, { version: versionIn(stale.body), base: '60', reason: 'Engano' });
    t.equal(decided.status, 303, 'who has seen it may');
  });

  await t.test('the base of a sale is corrected with a reason while its month is open', async (t) => {
    const { app, sale, world } = await sold(t, engine);
    const ana = await app.browser('ana');
    const version = String((await app.db.read('sales').where({ id: sale }).first()).version);
    const refused = await ana.post(`/sales/${sale}/base`, { version, base: 'dez', reason: '' });
    t.equal(refused.status, 422);
    t.match(refused.body, /value="dez"/);
    t.equal((await ana.post(`/sales/${sale}/base`, { version, base: '100,00', reason: 'Combinado' })).status, 303);
    t.match(plain((await ana.get(`/sales/${sale}`)).text), /R\$ 100,00.*Corrigiu a base da comissão/s);
    t.equal((await ana.post(`/sales/${sale}/base`, { version, base: '1', reason: 'x' })).status, 409, 'stale');
    await world.close('2026-05');
    const page = await ana.get(`/sales/${sale}`);
    t.notMatch(page.body, 'base-correction');
    const late = await ana.post(`/sales/${sale}/base`, {
      version: String(Number(version) + 1),
      base: '1',
      reason: 'x',
    });
    t.equal(late.status, 409);
    t.match(late.text, 'já fechou');
  });
});
