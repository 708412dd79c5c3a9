import type { FastifyRequest } from 'fastify';
import type { ApplyCursor, ApplyInput } from '../../actions/apply-configuration.js';
import { fingerprintOf, NOTHING_CHANGES } from '../../domain/effect-counts.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Queryable } from '../../store/dialect.js';
import { countSkipped, listSkipped } from '../../store/job-items.js';
import type { Job, JobState } from '../../store/jobs.js';
import { listRecordNames, type RecordNames } from '../../store/record-names.js';
import { maySee } from '../../store/survey-predicates.js';
import { signedIn } from '../../web/request.js';
import { countFacts } from '../effects-model.js';

const STATE_TEXTS = {
  running: 'bulk.stateRunning',
  done: 'bulk.stateDone',
  cancelled: 'bulk.stateCancelled',
  stopped: 'bulk.stateStopped',
  failed: 'bulk.stateFailed',
} as const satisfies Record<JobState, TextKey>;

/** How many of the surveys that were kept a result names. */
const NAMED = 100;

/** What the changed records are called today. */
export function recordNamesOf(q: Queryable, jobs: readonly Job[]): Promise<RecordNames> {
  const ids = (kind: string) =>
    jobs.map((job) => (job.input as ApplyInput).record).flatMap((record) => (record.kind === kind ? [record.id] : []));
  return listRecordNames(q, { rule: ids('rule'), profile: ids('profile'), product: ids('product') });
}

/** A change under way or its result: what was foreseen beside what was done. */
export function changeModel({ t, formats }: Pick<FastifyRequest, 't' | 'formats'>, job: Job, names: RecordNames) {
  const { foreseen, record } = job.input as ApplyInput;
  const done = (job.cursor as ApplyCursor | null)?.counts ?? NOTHING_CHANGES;
  const [planned, reached] = [countFacts({ t, formats }, foreseen), countFacts({ t, formats }, done)];
  return {
    href: `/config/changes/${job.id}`,
    title: t('effects.changeOf', { record: recordText(t, record, names) }),
    backHref: backHrefOf(record),
    running: job.state === 'running',
    state: t(STATE_TEXTS[job.state]),
    visited: Math.min(job.done, job.total),
    total: Math.max(1, job.total),
    progress: t('effects.progress', { visited: formats.number(job.done), total: formats.number(job.total) }),
    lines: planned.map(({ label, value }, index) => ({ label, foreseen: value, done: reached[index]?.value ?? '' })),
    differs: job.state === 'done' && fingerprintOf(done) !== fingerprintOf(foreseen),
    facts: [
      { label: t('bulk.startedBy'), value: job.createdBy.name },
      { label: t('bulk.startedAt'), value: formats.instant(job.createdAt) },
      ...(job.finishedAt === null ? [] : [{ label: t('bulk.finishedAt'), value: formats.instant(job.finishedAt) }]),
    ],
    startedBy: job.createdBy.name,
    startedText: formats.instant(job.createdAt),
  };
}

function recordText(t: FastifyRequest['t'], record: ApplyInput['record'], names: RecordNames): string {
  if (record.kind === 'holiday') return t('effects.holiday');
  const name = names[record.kind].get(record.id) ?? String(record.id);
  if (record.others) return t('effects.severalProducts', { name, count: record.others });
  return t(`effects.${record.kind}`, { name });
}

function backHrefOf({ kind, id, others }: ApplyInput['record']): string {
  if (others) return '/config/products';
  return kind === 'holiday' ? '/config/calendar' : `/config/${kind}s/${id}`;
}

/** The touched surveys that the change kept, the first of them by name. */
export async function loadKept(request: Pick<FastifyRequest, 't' | 'user'>, q: Queryable, job: Job) {
  const { t } = request;
  const items = await listSkipped(q, job.id, 'surveys', maySee(signedIn(request)), {
    reason: 'touched',
    after: 0,
    size: NAMED,
  });
  const more = (await countSkipped(q, job.id)) - items.length;
  return {
    kept: items.map(({ id, customer }) => ({
      href: `/surveys/${id}`,
      label: customer ?? t('effects.survey', { id: String(id) }),
    })),
    keptMore: more > 0 ? t('effects.more', { count: more }) : null,
  };
}
