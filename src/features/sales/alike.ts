import type { FastifyRequest } from 'fastify';
import type { RecordingForm } from '../../actions/record-sale.js';
import type { Queryable } from '../../store/dialect.js';
import { getSale } from '../../store/sales.js';
import { fingerprintOfSales } from '../../store/standing-sales.js';
import { one } from '../../web/forms.js';

/** How many are named; of more, how many there are says enough. */
const NAMED = 5;

/** Sales that a new one looks like, with links: the model of views/sales/_alike; null when there are none. */
export async function alikeModel({ t, formats }: FastifyRequest, q: Queryable, saleIds: readonly number[]) {
  if (saleIds.length === 0) return null;
  const sales = await Promise.all(saleIds.slice(0, NAMED).map((id) => getSale(q, id)));
  return {
    title: t('sales.alikeTitle', { count: saleIds.length }),
    found: sales.map(({ id, valueCents, recordedAt }) => ({
      href: `/sales/${id}`,
      label: t('sales.alikeSale', {
        id: String(id),
        value: formats.money(valueCents),
        date: formats.instant(recordedAt),
      }),
    })),
    shown: fingerprintOfSales(saleIds),
  };
}

/** What the form that records a sale carries besides it. */
export function recordingForm({ body }: FastifyRequest): RecordingForm {
  return { key: one(body, 'key') || null, alikeShown: one(body, 'alike') };
}
