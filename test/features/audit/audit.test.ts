import t from 'tap';
import { saveProduct } from '../../../src/actions/save-product.js';
import { saveUser } from '../../../src/actions/save-user.js';
import { insertAudit } from '../../../src/store/audit.js';
import { NOW, testApp } from '../../support/app.js';
import {
  accepted,
  addProduct,
  addProfile,
  addQuestion,
  addRule,
  adminContext,
  aProduct,
} from '../../support/configuration.js';
import { type Engine, onBothEngines } from '../../support/engines.js';

async function world(t: Parameters<Engine['freshConfig']>[0], engine: Engine) {
  const app = await testApp(t, engine);
  const context = adminContext(app.db, app.ids.davi);
  return { ...app, context, davi: await app.browser('davi') };
}

t.test('the audit’s page', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('says when, who, what and what changed, in words and with names', async (t) => {
      const { davi, db, ids, context } = await world(t, engine);
      const question = await addQuestion(context);
      const rule = await addRule(context, { questions: [question], operators: [ids.bruno, ids.carla] });
      const profile = await addProfile(context, { rules: [rule] });
      const product = await addProduct(context, { profileId: profile });
      const sold = { profileId: null, commission: { kind: 'amount', cents: 5000 } } as const;
      accepted(await saveProduct(context, { id: product, version: 1 }, aProduct(sold)));
      const page = await davi.get('/config/audit');
      t.equal(page.status, 200);
      t.match(page.text, /10\/07\/2026 10:00 Davi Administrador Alterou: Produto Fibra 500 Mega/);
      t.match(page.text, 'Perfil : Fibra → vazio');
      t.match(page.text, /Base da comissão : R\$\s50,00/);
      t.match(page.text, 'Criou: Regra Instalação');
      t.match(page.text, 'Operadores : Bruno Operador, Carla Operadora');
      t.match(page.text, 'Perguntas : Como avalia a instalação?');
      t.match(page.text, 'Notas : 1 (−100), 2 (−50), 3 (0), 4 (50), 5 (100)');
      t.match(page.text, 'Agendar início (dias) : 7');
      t.match(page.body, `href="/config/rules/${rule}"`);
      t.match(page.body, `href="/config/audit?entity=rule&amp;id=${rule}"`);
      t.notMatch(page.text, /undefined|null|NaN|\[object/);
      await db.transaction((trx) => trx('users').where({ id: ids.davi }).update({ locale: 'en' }));
      const english = await davi.get('/config/audit');
      t.match(english.text, 'Changed: Product Fibra 500 Mega');
      t.match(english.text, 'Profile : Fibra → empty');
    });

    await t.test('names who acts without being a user', async (t) => {
      const { davi, db } = await world(t, engine);
      for (const origin of ['cli', 'system', 'api'] as const)
        await db.transaction((trx) =>
          insertAudit(trx, { id: null, origin }, NOW, [{ action: 'create', entity: 'sale', entityId: 12 }]),
        );
      const { text, body } = await davi.get('/config/audit');
      for (const who of ['linha de comando', 'sistema', 'API']) t.match(text, `${who} Criou: Venda nº 12`);
      t.match(body, 'href="/sales/12"');
      t.notMatch((await davi.get('/config/audit?who=cli')).text, 'sistema Criou');
    });

    await t.test('shows a personal value while it is kept, and says when it was erased', async (t) => {
      const { davi, db, context } = await world(t, engine);
      const form = {
        access: false,
        name: 'Elisa Vendedora',
        login: '',
        password: '',
        role: 'operator',
        externalId: '9',
      };
      accepted(await saveUser(context, null, form));
      t.match((await davi.get('/config/audit')).text, 'Nome : Elisa Vendedora');
      await db.transaction((trx) => trx('audit_personal').delete());
      t.match((await davi.get('/config/audit')).text, 'Nome : valor apagado');
    });

    await t.test('a month of commissions is closed, not left without an answer, and has its page', async (t) => {
      const { davi, db, ids } = await world(t, engine);
      const by = { id: ids.davi, origin: 'web' } as const;
      const entry = { action: 'close', entity: 'commission', entityId: 202606, changes: {} } as const;
      await db.transaction((trx) => insertAudit(trx, by, NOW, [entry]));
      const { text, body } = await davi.get('/config/audit');
      t.match(text, 'Fechou: Comissões do mês 06/2026');
      t.match(body, 'href="/commissions/months/2026-06"');
    });

    await t.test('what a job did is one line with the number, which opens to its lines', async (t) => {
      const { davi, db, ids } = await world(t, engine);
      const by = { id: ids.davi, origin: 'web', jobId: 3 } as const;
      const entries = Array.from({ length: 60 }, (_, index) => ({
        action: 'cancel',
        entity: 'sale',
        entityId: index + 1,
        changes: { value: [null, 1] },
      }));
      await db.transaction((trx) => insertAudit(trx, by, NOW, entries as never));
      const { text, body } = await davi.get('/config/audit');
      t.match(text, /Venda \(60 registros\)/);
      t.notMatch(text, 'Venda nº');
      const href = /href="([^"]*job=3[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const opened = await davi.get(href);
      t.match(opened.text, 'Mostrando só o que a tarefa em segundo plano nº 3 fez: Venda (60 registros).');
      t.match(opened.text, 'Venda nº 60');
      t.notMatch(opened.text, 'Venda nº 10 ');
      const next = [...opened.body.matchAll(/href="([^"]*after=[^"]*)"/g)].at(-1)?.[1]?.replaceAll('&amp;', '&') ?? '';
      t.match((await davi.get(next)).text, 'Venda nº 10');
    });

    await t.test('a job that goes on past midnight is a line of both days, each with its own', async (t) => {
      const { davi, db, ids } = await world(t, engine);
      const midnight = Date.parse('2026-07-11T00:00:00-03:00');
      for (const [at, count] of [
        [midnight - 60_000, 50],
        [midnight + 60_000, 20],
      ] as const) {
        const entries = Array.from({ length: count }, (_, index) => ({
          action: 'cancel',
          entity: 'sale',
          entityId: index + 1,
        }));
        await db.transaction((trx) => insertAudit(trx, { id: ids.davi, origin: 'web', jobId: 3 }, at, entries));
      }
      for (const [day, count] of [
        ['2026-07-10', 50],
        ['2026-07-11', 20],
      ] as const) {
        const period = `who=${ids.davi}&from=${day}&to=${day}`;
        const { body, text } = await davi.get(`/config/audit?${period}`);
        t.match(text, `Venda (${count} registros)`);
        const href = /href="([^"]*job=3[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
        t.match(href, period);
        const opened = await davi.get(href);
        t.match(opened.text, `fez: Venda (${count} registros).`);
        t.equal(opened.body.split('href="/sales/').length - 1, count);
        t.match(opened.body.replaceAll('&amp;', '&'), `href="/config/audit?${period}">Mostrar todos`);
      }
    });

    await t.test('what the catalogue does not know stays readable', async (t) => {
      const { davi, db, ids } = await world(t, engine);
      const by = { id: ids.davi, origin: 'web' } as const;
      const entry = {
        action: 're-wire',
        entity: 'workBench',
        entityId: 3,
        changes: { oddField: [null, 'x'], list: [[], [1, { a: 2 }]], on: ['2026-07-01', ''], at: [false, true] },
      } as const;
      await db.transaction((trx) => insertAudit(trx, by, NOW, [entry]));
      const { text } = await davi.get('/config/audit');
      t.match(text, 're wire: work bench nº 3');
      t.match(text, 'odd field : x');
      t.match(text, '1, a: 2');
      t.match(text, '01/07/2026 → vazio');
      t.match(text, 'não → sim');
    });

    await t.test('filters by person, record, action and period, and keeps them while paging', async (t) => {
      const { browser, db, ids, context, clock } = await world(t, engine);
      const rule = await addRule(context, { questions: [await addQuestion(context)], sellerRuns: true });
      const by = { id: ids.ana, origin: 'web' } as const;
      const many = Array.from({ length: 60 }, (_, i) => ({ action: 'extend', entity: 'survey', entityId: i + 1 }));
      const nextDay = Date.parse('2026-07-11T00:00:00-03:00');
      await db.transaction((trx) => insertAudit(trx, by, nextDay, many));
      clock.now = nextDay;
      const davi = await browser('davi');
      for (const [query, shown, hidden] of [
        [`who=${ids.ana}`, 'Prorrogou: Pesquisa', 'Criou: Regra'],
        [`who=${ids.davi}`, 'Criou: Regra', 'Prorrogou: Pesquisa'],
        ['entity=rule', 'Criou: Regra', 'Criou: Pergunta'],
        [`entity=rule&id=${rule}`, 'Mostrando só Regra Instalação.', 'Criou: Pergunta'],
        ['action=create', 'Criou: Pergunta', 'Prorrogou: Pesquisa'],
        ['from=2026-07-11', 'Prorrogou: Pesquisa', 'Criou: Regra'],
        ['to=2026-07-10', 'Criou: Regra', 'Prorrogou: Pesquisa'],
        ['from=2026-07-10&to=2026-07-10', 'Criou: Regra', 'Prorrogou: Pesquisa'],
        ['entity=sale', 'Nenhum registro', 'Criou: Regra'],
      ] as const) {
        const page = await davi.get(`/config/audit?${query}`);
        t.equal(page.status, 200, query);
        t.match(page.text, shown, query);
        t.notMatch(page.text, hidden, query);
      }
      const first = await davi.get(`/config/audit?who=${ids.ana}`);
      const next = /href="([^"]+)" *>Próxima|rel="next" href="([^"]+)"/.exec(first.body);
      const url = (next?.[1] ?? next?.[2] ?? '').replaceAll('&amp;', '&');
      t.match(url, `who=${ids.ana}`);
      const second = await davi.get(url);
      t.equal(second.body.split('Prorrogou').length - 1 - (second.body.includes('>Prorrogou<') ? 1 : 0), 10);
    });

    await t.test('a broken period or key is said or left out, never an error', async (t) => {
      const { davi } = await world(t, engine);
      const page = await davi.get('/config/audit?from=ontem&to=2026-02-31');
      t.equal(page.status, 422);
      t.match(page.text, 'Digite uma data que exista');
      for (const query of ['after=%21', 'before=W10', 'who=abc', 'id=7', 'entity=%00x', 'after=WzEuNSwxXQ'])
        t.ok([200, 400].includes((await davi.get(`/config/audit?${query}`)).status), query);
    });

    await t.test('is the administrator’s', async (t) => {
      const { browser } = await world(t, engine);
      t.match((await (await browser()).get('/config/audit')).location, '/sign-in');
      for (const persona of ['bruno', 'ana'] as const)
        t.equal((await (await browser(persona)).get('/config/audit')).status, 403);
    });
  });
});
