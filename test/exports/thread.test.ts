import { once } from 'node:events';
import t, { type Test } from 'tap';
import { Exporter, type ExportJob } from '../../src/exports/thread.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { surveyWorld, TODAY } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a file is the database of one moment, each survey once, whatever is written meanwhile', async (t) => {
    const { db, exporter, job, ids } = await prepare(t, engine, 600);
    const started = await exporter.start(job);
    await db.transaction(async (trx) => {
      await trx('surveys').update({ expires_on: '2026-12-31' });
      await trx('customers').update({ name: 'Outro' });
    });
    const lines = (await textOf(started)).trim().split('\r\n').slice(1);
    t.equal(started.kind === 'started' && started.count, 600);
    t.same(
      lines.map((line) => Number(line.split(';')[0])).sort((a, b) => a - b),
      ids,
    );
    t.notOk(lines.some((line) => line.includes('Outro')));
    const after = await exporter.start(job);
    t.equal(after.kind === 'started' && after.count, 0, 'the next file sees it');
    await textOf(after);
  });

  await t.test('a reader who goes away ends the reading', async (t) => {
    const { exporter, job } = await prepare(t, engine, 600);
    const started = await exporter.start(job);
    if (started.kind !== 'started') return t.fail(started.kind);
    t.same(await exporter.start(job), { kind: 'busy' }, 'one at once here');
    started.file.destroy();
    await once(started.file, 'close');
    const next = await exporter.start(job);
    t.equal(next.kind, 'started', 'its place is free again');
    await textOf(next);
  });

  await t.test('a reader who stands still is not waited for', async (t) => {
    const { exporter, job } = await prepare(t, engine, 600, 50);
    const started = await exporter.start(job);
    if (started.kind !== 'started') return t.fail(started.kind);
    started.file.read(0);
    const [error] = await once(started.file, 'error');
    t.match(error.message, 'stood still');
  });

  await t.test('more rows than are wanted are counted, not written', async (t) => {
    const { exporter, job } = await prepare(t, engine, 4);
    t.same(await exporter.start({ ...job, maxRows: 3 }), { kind: 'too-many', count: 4, maxRows: 3 });
    const started = await exporter.start({ ...job, maxRows: 4 });
    t.equal(started.kind, 'started');
    await textOf(started);
  });

  await t.test('what cannot be read is an error before the first byte, and frees its place', async (t) => {
    const { exporter, job } = await prepare(t, engine, 1);
    const nowhere = { databaseUrl: null, dataDir: '/nowhere/at/all' };
    await t.rejects(exporter.start({ ...job, source: nowhere }));
    t.equal((await exporter.start(job)).kind, 'started');
  });

  await t.test('a server that ends breaks its exports off', async (t) => {
    const { exporter, job } = await prepare(t, engine, 600);
    const started = await exporter.start(job);
    if (started.kind !== 'started') return t.fail(started.kind);
    const failed = once(started.file, 'error');
    await exporter.close();
    t.match((await failed)[0].message, 'broken off');
  });
});

async function prepare(t: Test, engine: Engine, count: number, stallMs = 60_000) {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  const customer = `Maria ${'x'.repeat(1000)}`;
  const ids = await world.surveys(Array.from({ length: count }, () => ({ customer, closedOn: '2026-06-01' })));
  const exporter = new Exporter({ atOnce: 1, stallMs });
  t.teardown(() => exporter.close());
  const scope = { userId: world.ana.id, today: TODAY, filter: {}, chips: [] };
  const order = { tab: 'inconsistent', scope, sort: 'expiry', descending: false, locale: 'pt-BR' } as const;
  const { databaseUrl, dataDir } = db;
  const job: ExportJob = { source: { databaseUrl, dataDir }, order, format: 'csv', maxRows: null };
  return { db, exporter, job, ids: [...ids].sort((a, b) => a - b) };
}

async function textOf(started: Awaited<ReturnType<Exporter['start']>>): Promise<string> {
  if (started.kind !== 'started') throw new Error(started.kind);
  let text = '';
  for await (const piece of started.file.setEncoding('utf8')) text += piece;
  return text;
}
