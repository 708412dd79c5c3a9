import type { FastifyRequest } from 'fastify';
import type { KeptBulkInput } from '../actions/kept-input.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { Queryable } from '../store/dialect.js';
import { listSkipped, type SkippedItem } from '../store/job-items.js';
import type { Job, JobState } from '../store/jobs.js';
import type { Viewer } from '../store/survey-predicates.js';
import type { BulkDesk, BulkVerb } from './bulk-desk.js';
import { skippedLines } from './bulk-form-model.js';

/** What the pages of a job need of its list's actions. */
type Desk = Pick<BulkDesk<BulkVerb, unknown>, 'path' | 'words' | 'items' | 'unnamed' | 'mayOpen' | 'itemHref'>;

const STATE_TEXTS: Record<JobState, TextKey> = {
  running: 'bulk.stateRunning',
  done: 'bulk.stateDone',
  cancelled: 'bulk.stateCancelled',
  stopped: 'bulk.stateStopped',
  failed: 'bulk.stateFailed',
};

/** How many of those that were left as they are a result names for each reason. */
const NAMED = 100;

/** The first rows that a job left as they are and that the viewer may open, by reason, once it has ended. */
export async function loadSkipped(
  desk: Desk,
  q: Queryable,
  job: Job,
  viewer: Viewer,
): Promise<Map<string, SkippedItem[]>> {
  const found = new Map<string, SkippedItem[]>();
  if (job.state === 'running') return found;
  for (const reason of Object.keys(job.skipped).filter((one) => !desk.unnamed.includes(one)))
    found.set(
      reason,
      await listSkipped(q, job.id, desk.items, desk.mayOpen(viewer), { reason, after: 0, size: NAMED }),
    );
  return found;
}

/** What each job does, with the value that it was given, by its id. One that ended long ago kept only its verb. */
export async function nameJobs<Action extends BulkVerb>(
  desk: Pick<BulkDesk<Action, unknown>, 'words' | 'named'>,
  request: FastifyRequest,
  q: Queryable,
  jobs: readonly Job[],
): Promise<ReadonlyMap<number, string>> {
  const { t } = request;
  const texts = new Map<string, string>();
  for (const { input } of jobs) {
    const { action } = input as KeptBulkInput;
    const key = JSON.stringify(action);
    if (texts.has(key)) continue;
    const named = Object.keys(action).length > 1 ? await desk.named(request, q, action as unknown as Action) : null;
    texts.set(key, named ? t(named[0], { value: named[1] }) : t(desk.words.verbs[action.verb]?.[0] ?? 'bulk.action'));
  }
  return new Map(jobs.map(({ id, input }) => [id, texts.get(JSON.stringify((input as KeptBulkInput).action)) ?? '']));
}

/** A job under way or its result. `title`: see `nameJobs`. */
export function jobModel(
  desk: Desk,
  { t, formats }: Pick<FastifyRequest, 't' | 'formats'>,
  job: Job,
  title: string,
  named: ReadonlyMap<string, readonly SkippedItem[]>,
) {
  const { backHref } = job.input as KeptBulkInput;
  const left = Object.values(job.skipped).reduce((sum, count) => sum + count, 0);
  const number = formats.number;
  return {
    id: job.id,
    href: `${desk.path}/jobs/${job.id}`,
    title,
    running: job.state === 'running',
    state: t(STATE_TEXTS[job.state]),
    backHref,
    jobsHref: `${desk.path}/jobs`,
    visited: job.done + left,
    total: job.total,
    progress: t(desk.words.progress, { visited: number(job.done + left), total: number(job.total) }),
    facts: factsOf({ t, formats }, job, left),
    doneText: number(job.done),
    skippedText: number(left),
    startedText: formats.instant(job.createdAt),
    startedBy: job.createdBy.name,
    skipped: skippedLines({ t, formats }, desk.words, job.skipped).map((line) => {
      const items = (named.get(line.reason) ?? []).map(({ id, customer }) => ({
        href: desk.itemHref(id),
        label: customer ?? t(desk.words.item, { id: String(id) }),
      }));
      const more = (job.skipped[line.reason] ?? 0) - items.length;
      return { ...line, items, more: items.length > 0 && more > 0 ? t('bulk.more', { count: more }) : null };
    }),
  };
}

function factsOf({ t, formats }: Pick<FastifyRequest, 't' | 'formats'>, job: Job, left: number) {
  const whole = job.state === 'done' || job.state === 'running';
  const unvisited = formats.number(Math.max(0, job.total - job.done - left));
  return [
    { label: t('bulk.done'), value: formats.number(job.done) },
    { label: t('bulk.skipped'), value: formats.number(left) },
    ...(whole ? [] : [{ label: t('bulk.unvisited'), value: unvisited }]),
    { label: t('bulk.startedBy'), value: job.createdBy.name },
    { label: t('bulk.startedAt'), value: formats.instant(job.createdAt) },
    ...(job.finishedAt === null ? [] : [{ label: t('bulk.finishedAt'), value: formats.instant(job.finishedAt) }]),
  ];
}
