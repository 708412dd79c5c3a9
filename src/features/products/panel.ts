import type { FastifyRequest } from 'fastify';
import { saveProduct } from '../../actions/save-product.js';
import { type CleanProduct, type CommissionBase, validateProduct } from '../../domain/product.js';
import type { Queryable } from '../../store/dialect.js';
import { listNames } from '../../store/names.js';
import { countSalesOfProduct, getProduct, listProducts } from '../../store/products.js';
import { listProfileChoices } from '../../store/profiles.js';
import { form, one, parseId, text } from '../../web/forms.js';
import { memberFilter } from '../config-list.js';
import type { ConfigPanel, Fact, Stored } from '../config-panel.js';

interface TypedProduct {
  name: string;
  code: string;
  profile: string;
  commissionKind: string;
  commission: string;
}

/** *Painel de Produtos* (SPEC 2). */
export const productPanel: ConfigPanel<TypedProduct, CleanProduct> = {
  kind: 'product',
  base: '/config/products',
  views: 'products',
  choosesState: false,
  texts: {
    panel: 'navigation.products',
    newTitle: 'products.newTitle',
    editTitle: 'products.editTitle',
    saved: 'products.saved',
  },
  crumbs: ['navigation.configuration', 'navigation.crm'],
  body: form({
    version: text(10),
    name: text(1000),
    code: text(1000),
    profile: text(10),
    commissionKind: text(20),
    commission: text(200),
  }),
  list: listProducts,
  filterNames: ['profile'],
  filters: async (q, { t }) => {
    const texts = { label: t('products.profile'), any: t('products.anyProfile'), none: t('products.noProfile') };
    return [memberFilter('profile', texts, await listNames(q, 'profiles'), t)];
  },
  blank: (from) => ({ ...read({}), profile: String(from ?? ''), commissionKind: 'amount' }),
  nameOf: (typed) => typed.name,
  read,
  load,
  validate: (typed) => validateProduct(typed),
  save: (context, target, clean, _active, asked) => saveProduct(context, target, clean, asked),
  extras,
  facts,
};

function read(body: unknown): TypedProduct {
  return {
    name: one(body, 'name'),
    code: one(body, 'code'),
    profile: one(body, 'profile'),
    commissionKind: one(body, 'commissionKind'),
    commission: one(body, 'commission'),
  };
}

async function load(q: Queryable, id: number, request: FastifyRequest): Promise<Stored<TypedProduct>> {
  const { version, active, name, code, profileId, commission } = await getProduct(q, id);
  const typed = {
    name,
    code: code ?? '',
    profile: String(profileId ?? ''),
    commissionKind: commission?.kind ?? 'amount',
    commission: commissionText(commission, request.locale),
  };
  return { id, version, active, form: typed };
}

/** As a person would type it: 1234,56 or 12,5. */
function commissionText(commission: CommissionBase | null, locale: string): string {
  if (commission === null) return '';
  const number =
    commission.kind === 'amount' ? (commission.cents / 100).toFixed(2) : String(commission.basisPoints / 100);
  return locale === 'en' ? number : number.replace('.', ',');
}

async function extras(q: Queryable, typed: TypedProduct, id: number | null, { t }: FastifyRequest): Promise<object> {
  return {
    profiles: await profilesOf(q, typed, t),
    commissionKinds: [
      { value: 'amount', label: t('products.amount') },
      { value: 'rate', label: t('products.rate') },
    ],
    saleCount: id === null ? 0 : await countSalesOfProduct(q, id),
  };
}

async function profilesOf(q: Queryable, typed: TypedProduct, t: FastifyRequest['t']) {
  const profiles = await listProfileChoices(q, parseId(typed.profile));
  return profiles.map(({ id, name, active }) => ({
    value: String(id),
    label: active ? name : `${name} (${t('config.inactiveMark')})`,
  }));
}

async function facts(q: Queryable, typed: TypedProduct, { t }: FastifyRequest): Promise<Fact[]> {
  const profile = (await profilesOf(q, typed, t)).find((one) => one.value === typed.profile);
  const unit = typed.commissionKind === 'rate' ? `${typed.commission} %` : `R$ ${typed.commission}`;
  return [
    { label: t('products.name'), value: typed.name },
    { label: t('products.code'), value: typed.code },
    { label: t('products.profile'), value: profile?.label ?? t('products.noProfile') },
    { label: t('products.commissionBase'), value: typed.commission === '' ? '' : unit },
  ];
}
