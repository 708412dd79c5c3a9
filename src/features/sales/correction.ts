import type { FastifyRequest } from 'fastify';
import { previewEdit } from '../../actions/edit-sale.js';
import type { Database } from '../../store/connection.js';
import { actionContext } from '../action-context.js';
import { effectsModel } from '../effects-model.js';
import { readPlanning } from '../planning-choices.js';
import type { TypedSale } from './form.js';

/** What a correction as typed does to the sale's surveys (SPEC 2): the model of views/config/_effects. */
export async function correctionModel(request: FastifyRequest, db: Database, id: number, typed: TypedSale) {
  const { t } = request;
  const form = { ...typed, ...readPlanning(request.body) };
  const preview = await previewEdit(actionContext(request, db), id, form);
  if (!preview.ok) return { effects: null, effectsText: t('effects.mendFirst') };
  return { effects: await effectsModel(request, db.read, preview.value), effectsText: t('sales.surveysStay') };
}
