import { performance } from 'node:perf_hooks';
import { hasStatus } from '../../../src/store/survey-predicates.js';
import { summaryOf, timed } from '../statistics.js';
import type { World } from '../world.js';
import { type Bare, openBare } from './bare.js';

const SAVED = 60;
/** A server that has worked for a while runs compiled code; where few surveys are due, the most that are left. */
const WARM_UP = 100;

/**
 * Finishing a survey: the form's POST, against the rows that it wrote, written again for another survey by prepared
 * statements in one durable transaction of this process. Triggers run in both. In turns, since the disk's mood changes.
 */
export async function measureSaving({ client, config, db, note, today }: World): Promise<void> {
  const { sql, bindings } = hasStatus('due', today);
  const ids: number[] = await db
    .read('surveys')
    .whereRaw(sql, [...bindings])
    .orderBy('id')
    .limit(2 * (SAVED + WARM_UP))
    .pluck('id');
  const warmUp = Math.max(5, Math.floor(ids.length / 2) - SAVED);
  const bare = await openBare(config);
  const figures = { saving: [] as number[], inserts: [] as number[] };
  try {
    for (let n = 0; 2 * n + 1 < ids.length; n += 1) {
      const [id = 0, other = 0] = ids.slice(2 * n);
      const saving = await finish(client.browser, id);
      const inserts = await writeAgain(bare, id, other);
      if (n >= warmUp) figures.saving.push(saving);
      if (n >= warmUp) figures.inserts.push(inserts);
    }
  } finally {
    await bare.close();
  }
  if (figures.saving.length === 0) return;
  note('saving an execution', summaryOf(figures.saving.map(timed)));
  note('bare inserts of an execution', summaryOf(figures.inserts.map(timed)));
}

/** Finishes a survey by its form, with the fourth grade throughout; the milliseconds of the POST. */
export async function finish(browser: World['client']['browser'], id: number): Promise<number> {
  const { body } = await browser.get(`/surveys/${id}`);
  const fields: Record<string, string> = { key: /name="key" value="([^"]+)"/.exec(body)?.[1] ?? '', note: '' };
  for (const [, name = ''] of body.matchAll(/name="(answers\.\d+\.answer)"/g)) fields[name] = '4';
  const started = performance.now();
  const page = await browser.post(`/surveys/${id}/execution`, fields);
  const ms = performance.now() - started;
  if (page.status !== 303) throw new Error(`finishing survey ${id} answered ${page.status}: ${page.text}`);
  return ms;
}

/** What settling a survey writes on it, besides its execution's id. */
const SETTLED = 'settled_at outcome executed_by executed_on by_seller score_sum score_count score_key'.split(' ');

/** Writes what finishing survey `id` wrote once more, for the survey `other`; the statements alone are timed. */
async function writeAgain(bare: Bare, id: number, other: number): Promise<number> {
  const [survey] = await bare.rows('surveys', `id = ${id}`);
  const [execution] = await bare.rows('executions', `survey_id = ${id}`);
  const answers = await bare.rows('answers', `execution_id = ${execution?.id} order by position`);
  const [audit] = await bare.rows('audit', `entity = 'survey' and entity_id = ${id} and action = 'execute'`);
  if (!survey || !execution || !audit) throw new Error(`survey ${id} was not finished`);
  const executionId = Number(execution.id) + 500_000_000;
  const settled = Object.fromEntries(SETTLED.map((column) => [column, survey[column] ?? null]));
  const started = performance.now();
  await bare.transaction(async () => {
    await bare.update('surveys', { ...settled, execution_id: executionId }, `id = ${other} and settled_at is null`);
    const copy = { ...execution, id: executionId, survey_id: other, form_key: `bench-${other}` };
    await bare.insert('executions', [copy]);
    await bare.insert(
      'answers',
      answers.map(({ id: _, ...answer }) => ({ ...answer, execution_id: executionId })),
    );
    const { id: _, ...line } = audit;
    await bare.insert('audit', [{ ...line, entity_id: other }]);
  });
  return performance.now() - started;
}
