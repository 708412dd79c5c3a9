import t from 'tap';
import { encodePageKey } from '../../src/web/page-key.js';
import { testApp } from '../support/app.js';
import { onBothEngines, sqlite } from '../support/engines.js';

t.test('what cannot be found', async (t) => {
  const { browser } = await testApp(t, sqlite);
  const ana = await browser('ana');

  await t.test('a path that no record can have is not found, as one that no record has', async (t) => {
    for (const path of ['/surveys/abc', '/surveys/0', '/surveys/7', '/surveys/9999999999', '/sales/abc', '/sales/'])
      t.equal((await ana.get(path)).status, 404, path);
  });

  await t.test('nor is a path that cannot be decoded, or that is too long: with our page, in our words', async (t) => {
    for (const path of ['/%E0%A4%A', '/surveys/%', '/sales/%FF?x=1', `/surveys/${'9'.repeat(300)}`]) {
      const page = await ana.get(path);
      t.equal(page.status, 404, path);
      t.match(page.text, 'Não encontrado', path);
    }
  });

  await t.test('a file that is not there is not found, without a page', async (t) => {
    for (const name of ['none', '__proto__', 'css/../../package.json'])
      t.equal((await ana.get(`/assets/x/${name}`)).status, 404, name);
  });

  await t.test('a part that the page does not have is the whole page', async (t) => {
    for (const target of ['constructor', '__proto__', 'toString', 'nothing']) {
      const page = await ana.get('/panel/pending', { 'hx-request': 'true', 'hx-target': target });
      t.equal(page.status, 200, target);
      t.match(page.body, '<!doctype html>', target);
    }
  });
});

t.test('a text that is too long is told as a text, not as a file', async (t) => {
  const { browser } = await testApp(t, sqlite);
  const reply = await (await browser('bruno')).post('/surveys/1/execution', { note: 'a'.repeat(1024 * 1024) });
  t.equal(reply.status, 413);
  t.match(reply.text, 'Texto longo demais');
  t.match(reply.text, 'nada foi salvo. Volte e encurte o texto.');
});

t.test('a form that breaks off on its way is a bad request, and no bug of ours', async (t) => {
  const { app } = await testApp(t, sqlite);
  const part = '--x\r\nContent-Disposition: form-data; name="login"\r\n\r\nda';
  for (const [type, payload] of [
    ['multipart/form-data; boundary=x', '--x\r\n'],
    ['multipart/form-data; boundary=x', part],
    ['multipart/form-data', part],
  ] as const) {
    const reply = await app.inject({ method: 'POST', url: '/sign-in', headers: { 'content-type': type }, payload });
    t.equal(reply.statusCode, 400, payload);
    t.match(reply.body, 'O que foi enviado não pôde ser entendido');
  }
});

t.test('a page key that no page of ours made leads to the first page', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { browser } = await testApp(t, engine);
    const ana = await browser('ana');
    const key = encodePageKey({ value: ['2026-01-01'] as unknown as string, id: 1 });
    t.equal((await ana.get(`/my-rules?after=${key}`)).status, 200);
  });
});

t.test('where nobody is signed in', async (t) => {
  const { browser } = await testApp(t, sqlite);
  const anybody = await browser();

  await t.test('the sign-in page takes along where one wanted to go', async (t) => {
    t.equal((await anybody.get('/panel/pending?q=x')).location, '/sign-in?next=%2Fpanel%2Fpending%3Fq%3Dx');
  });

  await t.test('a path that is too long to take along leads to a sign-in page that works', async (t) => {
    const { location } = await anybody.get(`/panel/pending?q=${'%C3%A9'.repeat(700)}`);
    t.equal((await anybody.get(location)).status, 200);
  });
});

t.test('when the database does not answer a friendly page says so, and nothing of its insides', async (t) => {
  const { browser, db } = await testApp(t, sqlite);
  const anybody = await browser();
  await db.read.destroy();
  const page = await anybody.get('/sign-in');
  t.equal(page.status, 500);
  t.match(page.headers['content-type'], 'text/html');
  t.match(page.text, 'Algo deu errado');
  t.notMatch(page.text, /request\.t|acquire/);
});
