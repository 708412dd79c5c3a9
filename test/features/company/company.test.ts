import { utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { backUpSqlite } from '../../../src/store/backup.js';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { fixtures } from '../../support/fixtures.js';

const FORM = { version: '1', companyName: 'Vale Fibra', timeZone: 'America/Sao_Paulo', locale: 'pt-BR' };

t.test('the company', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('shows its settings, Brazil’s zones first, with the time in each', async (t) => {
      const { browser } = await testApp(t, engine);
      const page = await (await browser('davi')).get('/config/company');
      t.equal(page.status, 200);
      t.match(page.text, 'Agora em America/Sao_Paulo 10/07/2026 10:00');
      t.match(page.text, 'America/Noronha · 10/07/2026 11:00');
      t.match(page.text, 'America/Manaus · 10/07/2026 09:00');
      t.ok(page.text.indexOf('America/Rio_Branco') < page.text.indexOf('Africa/Abidjan'));
    });

    await t.test('is saved, audited, and shown everywhere from then on', async (t) => {
      const { browser, db, ids } = await testApp(t, engine);
      const davi = await browser('davi');
      await davi.get('/config/company');
      t.equal((await davi.post('/config/company', { ...FORM, timeZone: 'America/Manaus' })).status, 303);
      const page = await davi.get('/config/company');
      t.match(page.text, 'Dados da empresa salvos.');
      t.match(page.text, 'Vale Fibra');
      t.match(page.text, 'Agora em America/Manaus 10/07/2026 09:00');
      const [row] = await db.read('audit').where({ entity: 'settings' });
      t.match(row, { action: 'change', actor_id: ids.davi });
      t.same(JSON.parse(row.changes), {
        companyName: ['', 'Vale Fibra'],
        timeZone: ['America/Sao_Paulo', 'America/Manaus'],
      });
      t.equal((await davi.post('/config/company', { ...FORM, timeZone: 'America/Manaus', version: '2' })).status, 303);
      t.equal((await db.read('audit').where({ entity: 'settings' })).length, 1, 'saving the same writes nothing');
    });

    await t.test('shows the last backup, and warns when it is missing or old', async (t) => {
      const { browser, clock, db } = await testApp(t, engine);
      const davi = await browser('davi');
      const text = async () => (await davi.get('/config/company')).text;
      if (db.dataDir === null) {
        t.match(await text(), 'Os dados estão em PostgreSQL');
        return;
      }
      t.match(await text(), 'Nenhuma cópia ainda');
      const file = path.join(db.dataDir, 'backups', 'posvenda-2026-07-10.sqlite');
      backUpSqlite(db.dataDir, file);
      writeFileSync(path.join(db.dataDir, 'backups', 'posvenda-2026-07-11.sqlite.partial'), 'broken off');
      utimesSync(file, clock.now / 1000, clock.now / 1000);
      t.match(await text(), 'Última cópia 10/07/2026 10:00 Tamanho 1 MB Cópias guardadas 1');
      t.match(await text(), 'Uma cópia é feita por dia');
      clock.now += 37 * 3_600_000;
      t.match(await (await browser('davi')).get('/config/company').then(({ text }) => text), 'A última cópia é antiga');
    });

    await t.test('a language for those who chose none', async (t) => {
      const { browser } = await testApp(t, engine);
      const davi = await browser('davi');
      await davi.get('/config/company');
      await davi.post('/config/company', { ...FORM, locale: 'en' });
      t.match((await davi.get('/config/company')).text, 'Company name');
    });

    await t.test('says at the field what is wrong and keeps what was typed', async (t) => {
      const { browser, db } = await testApp(t, engine);
      const davi = await browser('davi');
      await davi.get('/config/company');
      for (const [over, message] of [
        [{ companyName: ' ' }, 'Preencha este campo.'],
        [{ companyName: 'x'.repeat(121) }, 'Use no máximo 120 caracteres.'],
        [{ timeZone: 'America/Atlantida' }, 'Fuso horário desconhecido.'],
        [{ timeZone: '-' }, 'Fuso horário desconhecido.'],
        [{ timeZone: '' }, 'Preencha este campo.'],
        [{ locale: 'fr' }, 'Escolha uma das opções.'],
      ] as const) {
        const page = await davi.post('/config/company', { ...FORM, ...over });
        t.equal(page.status, 422, JSON.stringify(over));
        t.match(page.text, message);
      }
      t.match((await davi.post('/config/company', { ...FORM, locale: '' })).body, 'value="Vale Fibra"');
      t.equal((await db.read('settings').first()).version, 1);
    });

    await t.test('a stale save is refused with both versions', async (t) => {
      const { browser, db } = await testApp(t, engine);
      const davi = await browser('davi');
      await davi.get('/config/company');
      await davi.post('/config/company', FORM);
      const page = await davi.post('/config/company', { ...FORM, companyName: 'Serra Fibra' });
      t.equal(page.status, 409);
      t.match(page.text, 'Nome da empresa Vale Fibra Serra Fibra');
      t.match(page.text, 'Você salvou este registro em outra janela');
      t.match(page.body, 'name="version" value="2"');
      t.equal((await db.read('settings').first()).company_name, 'Vale Fibra');
    });

    await t.test('shows what another zone means for today and for the open surveys before it is saved', async (t) => {
      const { browser, db, clock } = await testApp(t, engine);
      const make = await fixtures(db);
      const sale = await make.sale({ closedOn: '2026-07-03' });
      await make.survey(sale, await make.rule({ startDays: 7, expiryDays: 0 }));
      clock.now = Date.parse('2026-07-10T00:30:00-03:00');
      const davi = await browser('davi');
      await davi.get('/config/company');
      const preview = { ...FORM, companyName: 'Ainda não salva', step: 'preview' };
      const west = await davi.post('/config/company', { ...preview, timeZone: 'America/Rio_Branco' });
      t.equal(west.status, 200);
      t.match(west.text, 'Agora em America/Rio_Branco 09/07/2026 22:30');
      t.match(west.text, 'hoje passa de 10/07/2026 para 09/07/2026');
      t.match(west.text, 'Agendada 0 1 Aberta 1 0 Inconsistência 0 0');
      t.match(west.body, 'value="Ainda não salva"');
      const east = await davi.post('/config/company', { ...preview, timeZone: 'America/Noronha' });
      t.match(east.text, 'O dia de hoje é o mesmo nos dois fusos');
      t.equal((await db.read('settings').first()).version, 1, 'nothing was saved');
    });

    await t.test('is the administrator’s', async (t) => {
      const { browser } = await testApp(t, engine);
      t.match((await (await browser()).get('/config/company')).location, '/sign-in');
      for (const persona of ['bruno', 'ana'] as const) {
        const person = await browser(persona);
        t.equal((await person.get('/config/company')).status, 403);
        t.equal((await person.post('/config/company', FORM)).status, 403);
      }
    });
  });
});
