import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';
import { salesFile, send, stage } from '../../support/imports.js';

const REFUSED: readonly [what: string, content: Buffer | string, message: string | RegExp][] = [
  ['an empty file', '', 'O arquivo está vazio.'],
  ['white space', '\r\n  \r\n', 'O arquivo está vazio.'],
  ['a header alone', 'a;b;c\r\n', 'O arquivo tem só a linha dos nomes das colunas'],
  ['one column', 'cliente\nMaria\n', 'O arquivo tem uma só coluna.'],
  ['too many columns', `${'a;'.repeat(151)}\n${'b;'.repeat(151)}\n`, 'O arquivo tem mais de 150 colunas.'],
  ['a spreadsheet', Buffer.from('504b0304140006000800', 'hex'), 'Isto é uma planilha, não um CSV.'],
  ['an old spreadsheet', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'Isto é uma planilha, não um CSV.'],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'Isto não é um arquivo de texto.'],
  ['UTF-16 without its mark', Buffer.from(salesFile(), 'utf16le'), 'Não foi possível ler os acentos'],
  ['a file of a DOS program', Buffer.from('cliente;a\nJo\xc6o;b\n', 'latin1'), 'Não foi possível ler os acentos'],
  ['quotes that do not end', 'cliente;produto\n"Maria;F\nJoana;F\n', /Há aspas que não fecham perto da linha \d/],
];

await onBothEngines(t, async (t, engine) => {
  const { db, browser } = await testApp(t, engine);
  const ana = await browser('ana');
  const staged = async () => Number((await db.read('imports').count({ n: '*' }))[0]?.n);

  for (const [what, content, message] of REFUSED)
    await t.test(`refuses ${what} at the field`, async (t) => {
      const page = await send(ana, content);
      t.equal(page.status, 422);
      t.match(page.text, message);
      t.match(page.body, 'id="file-error"');
      t.equal(await staged(), 0);
    });

  await t.test('refuses a form without a file', async (t) => {
    await ana.get('/sales/import');
    for (const page of [
      await ana.upload('/sales/import', {}, { name: '', content: '' }),
      await ana.post('/sales/import'),
    ])
      t.match(page, { status: 422, text: 'Escolha um arquivo.' });
    for (const file of ['text', '{"content":[1],"name":"x"}'])
      t.match(await ana.post('/sales/import', { file }), { status: 422, text: 'Escolha um arquivo.' });
  });

  await t.test('refuses a file of more than 20 MB, and takes one of just that', async (t) => {
    const head = 'data;cliente;produto;vendedor\n';
    const line = '01/07/2026;Maria;Fibra;Vera\n';
    const lines = Math.floor((20 * 1024 * 1024 - head.length) / line.length / 8);
    const padding = 'x'.repeat(20 * 1024 * 1024 - head.length - lines * line.length - 1);
    const large = `${head}${line.repeat(lines)}${padding}\n`;
    t.equal(large.length, 20 * 1024 * 1024);
    t.match(await send(ana, `${large}!`), { status: 422, text: 'O arquivo passa de 20 MB.' });
    t.equal(await staged(), 0);
    const taken = await send(ana, large);
    t.equal(taken.status, 303);
    await ana.post(`${taken.location}/disposal`);
  });

  await t.test('a file that is sent to another form is read past', async (t) => {
    const visitor = await browser();
    await visitor.get('/sign-in');
    const file = { name: 'a.csv', content: 'x'.repeat(1024 * 1024) };
    const page = await visitor.upload('/sign-in', { login: 'ana', password: 'errada' }, file);
    t.equal(page.status, 422);
  });

  await t.test('reads Windows-1252, UTF-16 and a byte order mark', async (t) => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(salesFile(), 'utf16le')]);
    const turned = Buffer.from(utf16);
    turned.swap16();
    const files = {
      'WINDOWS-1252': Buffer.from(salesFile(), 'latin1'),
      'UTF-16LE': utf16,
      'UTF-16BE': turned,
      'UTF-8': Buffer.from(`\uFEFF${salesFile()}`),
    };
    for (const [encoding, content] of Object.entries(files)) {
      const { location } = await send(ana, content);
      const page = await ana.get(location);
      t.match(page.text, `3 linhas · codificação ${encoding}`);
      t.match(page.text, 'João Lima');
      t.match(page.text, /Exemplos Campo Pedido P-1/);
    }
  });

  await t.test('keeps the file under a clean name, and escapes it', async (t) => {
    const { location } = await send(ana, salesFile(), '<b>vendas\u0007.csv');
    const page = await ana.get('/sales/import');
    t.match(page.text, '<b>vendas.csv');
    t.notMatch(page.body, '<b>vendas');
    t.equal((await ana.get(location)).status, 200);
  });

  await t.test('lists the imports by pages, with who sent them', async (t) => {
    for (let n = 1; n <= 21; n++) await send(ana, salesFile(), `arquivo-${n}.csv`);
    const first = await ana.get('/sales/import');
    t.match(first.text, /arquivo-21\.csv Ana Gestora 10\/07\/2026 10:00 Ainda não importado/);
    t.notMatch(first.text, 'arquivo-1.csv');
    const next = /href="(\/sales\/import\?before=\d+)"/.exec(first.body)?.[1] ?? '';
    const second = await ana.get(next);
    t.match(second.text, 'arquivo-1.csv');
    t.notMatch(second.text, 'arquivo-21.csv');
    t.equal((await ana.get('/sales/import?before=x')).status, 200);
    t.equal((await ana.get('/sales/import?page=2')).status, 400, 'no other parameter');
  });

  await t.test('discards a staged file once, and erases it', async (t) => {
    const path = await stage(ana, salesFile(), 'errado.csv');
    const id = Number(path.split('/').at(-1));
    t.match(await ana.post(`${path}/disposal`), { status: 303, location: '/sales/import' });
    t.match((await ana.get('/sales/import')).text, 'Arquivo descartado. Nada foi importado.');
    t.match(await db.read('imports').where({ id }).first(), { content: null, mapping: null, result: null });
    t.match(await ana.post(`${path}/disposal`), { status: 303, location: path });
    t.match((await ana.get(path)).text, 'Esta importação já foi aplicada ou descartada.');
    t.match((await ana.get(path)).text, 'Nada dele foi importado');
    t.match((await ana.get('/sales/import')).text, 'errado.csv Ana Gestora 10/07/2026 10:00 Descartado');
  });
});

t.test('a staged file is erased after 30 days', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { db, clock, browser } = await testApp(t, engine);
    await send(await browser('ana'), salesFile(), 'velho.csv');
    clock.now += 30 * 24 * 60 * 60 * 1000;
    const davi = await browser('davi');
    await send(davi, salesFile(), 'novo.csv');
    t.match(await db.read('imports').orderBy('id').first(), { content: /./ }, 'kept to the day');
    clock.now += 1;
    await send(davi, salesFile(), 'mais-novo.csv');
    t.match(await db.read('imports').orderBy('id').first(), { content: null, result: null });
    const trace = await db.read('audit').where({ entity: 'import' }).orderBy('id').pluck('action');
    t.same(trace, ['stage', 'stage', 'expire', 'stage']);
  });
});
