import type { FastifyRequest } from 'fastify';
import { previewEdit } from '../../actions/edit-sale.js';
import { type Claim, type ClaimChange, fingerprintOfClaims } from '../../domain/commission-change.js';
import type { Database } from '../../store/connection.js';
import type { Queryable } from '../../store/dialect.js';
import { findNames } from '../../store/names.js';
import { actionContext } from '../action-context.js';
import { effectsModel } from '../effects-model.js';
import { monthText } from '../month-text.js';
import { readPlanning } from '../planning-choices.js';
import type { TypedSale } from './form.js';

/** What a correction as typed does to the sale's surveys and commission (SPEC 2, 7): the model of views/config/_effects. */
export async function correctionModel(request: FastifyRequest, db: Database, id: number, typed: TypedSale) {
  const { t } = request;
  const form = { ...typed, ...readPlanning(request.body) };
  const preview = await previewEdit(actionContext(request, db), id, form);
  if (!preview.ok) return { effects: null, effectsText: t('effects.mendFirst'), claims: null, claimsShown: '' };
  const { surveys, commission } = preview.value;
  return {
    effects: await effectsModel(request, db.read, surveys),
    effectsText: t('sales.surveysStay'),
    claims: await claimsModel(request, db.read, commission),
    claimsShown: fingerprintOfClaims(commission),
  };
}

/** What changes of the sale's commission, by month and seller. */
async function claimsModel({ t, formats, locale }: FastifyRequest, q: Queryable, changes: readonly ClaimChange[]) {
  const sellers = await findNames(q, 'users', [...new Set(changes.map(({ sellerId }) => sellerId))]);
  const names = new Map(sellers.map(({ id, name }) => [id, name]));
  const amount = (claim: Pick<Claim, 'cents'> | null) => {
    if (claim === null) return '—';
    return claim.cents === null ? t('sales.noBase') : formats.money(claim.cents);
  };
  return changes.map(({ kind, month, sellerId, before, after }) => ({
    where: kind === 'sale' ? monthText(month, locale) : t('sales.claimAdjustment', { month: monthText(month, locale) }),
    seller: names.get(sellerId) ?? '',
    before: amount(before),
    after: amount(after),
  }));
}
