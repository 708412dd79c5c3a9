import { cancelSale } from '../../src/actions/cancel-sale.js';
import { editSale, previewEdit } from '../../src/actions/edit-sale.js';
import { recordSale } from '../../src/actions/record-sale.js';
import { restoreSale } from '../../src/actions/restore-sale.js';
import { fingerprintOf } from '../../src/domain/effect-counts.js';
import type { PlanningChoice } from '../../src/domain/planning.js';
import type { SaleForm } from '../../src/domain/sale.js';
import { done } from './acting.js';
import { contextOf, type World } from './configuration-base.js';
import { same } from './configuration-commands.js';
import { asks, editSaleIn, later, planIn } from './configuration-model.js';
import { comparePreview, told } from './configuration-told.js';

/** What people do with sales; numbers are taken modulo what there is. */
export type SaleCommand =
  | { readonly do: 'record'; readonly product: number; readonly ago: number; readonly planning: Planning }
  | {
      readonly do: 'edit';
      readonly sale: number;
      readonly product: number;
      readonly ago: number;
      readonly planning: Planning;
    }
  | { readonly do: 'cancel' | 'restore'; readonly sale: number }
  | { readonly do: 'wait'; readonly days: number; readonly minutes: number };

/** A choice of planning; `since` in days before today. */
export type Planning = { readonly kind: 'upcoming' | 'all' } | { readonly kind: 'since'; readonly ago: number };

export function planningOf(world: World, planning: Planning): PlanningChoice {
  return planning.kind === 'since'
    ? { kind: 'since', date: later(contextOf(world).today, -planning.ago) }
    : { kind: planning.kind };
}

function formOf(world: World, number: number, command: { product: number; ago: number; planning: Planning }) {
  const planning = planningOf(world, command.planning);
  return {
    customer: 'Maria Souza',
    phone1: '11987654321',
    product: String(world.base.products[command.product]),
    seller: String(world.base.people.bruno.id),
    closedOn: later(contextOf(world).today, -command.ago),
    value: '1',
    externalId: `V${number}`,
    planning: planning.kind,
    planningSince: planning.kind === 'since' ? planning.date : '',
  };
}

/** Does it in both. What the product refuses there (a sale that is cancelled already) did not happen. */
export async function runSaleCommand(world: World, command: SaleCommand): Promise<void> {
  const { model, saleIds } = world;
  const { today, now } = contextOf(world);
  if (command.do === 'wait') [world.days, world.minutes] = [world.days + command.days, world.minutes + command.minutes];
  else if (command.do === 'record') {
    const form = formOf(world, saleIds.length, command);
    const sale = { product: command.product, closedOn: form.closedOn, cancelled: false, surveys: [] };
    // An inactive product is not sold.
    const recorded = await recordSale(contextOf(world), form);
    if (!recorded.ok && model.products[command.product]?.active === false) return;
    saleIds.push(done(recorded).id);
    planIn(model, sale, asks(model, command.product), planningOf(world, command.planning), today);
    model.sales.push(sale);
  } else if (saleIds.length > 0) {
    const at = command.sale % saleIds.length;
    const [id, sale] = [saleIds[at] ?? 0, model.sales[at]];
    if (sale === undefined) return;
    switch (command.do) {
      case 'edit': {
        const form = formOf(world, at, command);
        const to = { product: command.product, closedOn: form.closedOn, planning: planningOf(world, command.planning) };
        return edit(world, id, form, () => editSaleIn(model, sale, to, { today, now }));
      }
      case 'cancel': {
        const form = { cancelledOn: today, reverseCommission: 'yes' };
        if (!(await cancelSale(contextOf(world), id, form)).ok) return;
        sale.cancelled = true;
        for (const survey of sale.surveys)
          if (survey.outcome === null) [survey.outcome, survey.claim] = ['cancelled', null];
        return;
      }
      case 'restore':
        if (!(await restoreSale(contextOf(world), id)).ok) return;
        sale.cancelled = false;
        for (const survey of sale.surveys) if (survey.outcome === 'cancelled') survey.outcome = null;
    }
  }
}

/** Corrects a sale in both; what its preview said comes true. */
async function edit(world: World, id: number, form: SaleForm, editModel: () => number): Promise<void> {
  const context = contextOf(world);
  const { version } = await world.db.read('sales').where({ id }).first('version');
  const preview = await previewEdit(context, id, form);
  const foreseen = preview.ok ? preview.value.surveys : null;
  const shown = foreseen === null ? '' : fingerprintOf(foreseen.counts);
  if (!(await editSale(context, { id, version }, form, { surveys: shown })).ok) return;
  const surveys = told(world);
  const kept = editModel();
  if (foreseen !== null) return comparePreview(world, foreseen, { surveys, kept });
  same(told(world), surveys, 'neither the closing date nor the product changes');
}
