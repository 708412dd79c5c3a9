import type { FastifyRequest } from 'fastify';
import type { BulkInput } from '../../../actions/bulk-surveys.js';
import type { Queryable } from '../../../store/dialect.js';
import { listSkipped, type SkippedItem } from '../../../store/job-items.js';
import type { Job } from '../../../store/jobs.js';
import { STATE_TEXTS, VERB_TEXTS } from './texts.js';
import { skippedLines } from './view-model.js';

/** How many of those that were left as they are a result names for each reason. */
const NAMED = 100;

/** The first surveys that a job left as they are, by reason, once it has ended. */
export async function loadSkipped(q: Queryable, job: Job): Promise<Map<string, SkippedItem[]>> {
  const found = new Map<string, SkippedItem[]>();
  if (job.state === 'running') return found;
  for (const reason of Object.keys(job.skipped))
    found.set(reason, await listSkipped(q, job.id, { reason, after: 0, size: NAMED }));
  return found;
}

/** A job under way or its result. */
export function jobModel(
  { t, formats }: Pick<FastifyRequest, 't' | 'formats'>,
  job: Job,
  named: ReadonlyMap<string, readonly SkippedItem[]>,
) {
  const { action, backHref } = job.input as BulkInput;
  const left = Object.values(job.skipped).reduce((sum, count) => sum + count, 0);
  const number = formats.number;
  return {
    id: job.id,
    href: `/panel/bulk/jobs/${job.id}`,
    title: t(VERB_TEXTS[action.verb]),
    running: job.state === 'running',
    state: t(STATE_TEXTS[job.state]),
    backHref,
    visited: job.done + left,
    total: job.total,
    progress: t('bulk.progress', { visited: number(job.done + left), total: number(job.total) }),
    facts: factsOf({ t, formats }, job, left),
    doneText: number(job.done),
    skippedText: number(left),
    startedText: formats.instant(job.createdAt),
    startedBy: job.createdBy.name,
    skipped: skippedLines({ t, formats }, job.skipped).map((line) => {
      const items = (named.get(line.reason) ?? []).map(({ id, customer }) => ({
        href: `/surveys/${id}`,
        label: customer ?? t('bulk.survey', { id: String(id) }),
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
