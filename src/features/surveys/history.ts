import type { FastifyRequest } from 'fastify';
import type { SurveyRecord } from './load.js';
import { closureText } from './reasons.js';

interface Event {
  readonly at: number;
  readonly text: string;
  readonly icon: string;
  readonly who?: string;
  readonly detail?: string;
}

/** Who did what with a survey, the latest first, told by the facts themselves. */
export function historyOf(request: Pick<FastifyRequest, 't' | 'formats'>, record: SurveyRecord) {
  const { t, formats } = request;
  const { sale } = record.survey;
  const events: Event[] = [{ at: sale.recordedAt, text: t('surveys.historyPlanned'), icon: 'shopping-cart' }];
  if (sale.cancelledAt !== null)
    events.push({ at: sale.cancelledAt, text: t('surveys.historyCancelled'), icon: 'ban' });
  for (const { at, by, expiresOn, reason } of record.extensions) {
    const text = t('surveys.historyExtended', { date: formats.date(expiresOn) });
    events.push({ at, text, who: by, detail: reason, icon: 'calendar-time' });
  }
  for (const { at, by, reason, note, reopening } of record.closures) {
    const text = t('surveys.historyClosed', { reason: closureText(request, reason) });
    events.push({ at, text, who: by, detail: note, icon: 'circle-x' });
    if (reopening !== null)
      events.push(undone(t('surveys.historyReopened'), reopening.at, reopening.by, reopening.reason));
  }
  for (const { finishedAt, by, annulment } of record.executions) {
    events.push({ at: finishedAt, text: t('surveys.historyExecuted'), who: by.name, icon: 'circle-check' });
    if (annulment !== null)
      events.push(undone(t('surveys.historyAnnulled'), annulment.at, annulment.by, annulment.reason));
  }
  return events
    .map((event, index) => ({ ...event, index, when: formats.instant(event.at) }))
    .sort((a, b) => b.at - a.at || b.index - a.index);
}

function undone(text: string, at: number, who: string, detail: string): Event {
  return { at, text, who, detail, icon: 'rotate' };
}
