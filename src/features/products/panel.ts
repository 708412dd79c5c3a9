import type { FastifyRequest } from 'fastify';
import { productEffects } from '../../actions/record-effects.js';
import { saveProduct } from '../../actions/save-product.js';
import { parseLocalDate } from '../../domain/civil-date.js';
import { baseInForce, type CleanProduct, type CommissionBase, validateProduct } from '../../domain/product.js';
import type { ConfigListRequest } from '../../store/config-list.js';
import type { Queryable } from '../../store/dialect.js';
import { listNames, listUserNames } from '../../store/names.js';
import { countSalesOfProduct, getProduct, listProducts } from '../../store/products.js';
import { listProfileChoices } from '../../store/profiles.js';
import { form, one, parseId, text } from '../../web/forms.js';
import { memberFilter } from '../config-list.js';
import type { ConfigPanel, Stored } from '../config-record.js';
import type { Fact } from '../three-way.js';

interface TypedProduct {
  name: string;
  code: string;
  profile: string;
  commissionKind: string;
  commission: string;
  commissionFrom: string;
  /** The day whose base was shown. */
  commissionShownOn: string;
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
    commissionFrom: text(40),
    commissionShownOn: text(40),
  }),
  list: listShown,
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
  together: [['commissionKind', 'commission', 'commissionFrom', 'commissionShownOn']],
  reach: {
    dated: true,
    hint: 'effects.productHint',
    effects: async (q, id, { profileId }, reach) => productEffects(q, await getProduct(q, id), profileId, reach),
    usage: async () => ({ base: '', records: [] }),
  },
};

/** The panel's page, each product with the base that holds today. */
async function listShown(q: Queryable, asked: ConfigListRequest, { today }: FastifyRequest) {
  const page = await listProducts(q, asked);
  const rows = page.rows.map((row) => ({ ...row, commission: baseInForce(row.commissions, today) }));
  return { ...page, rows };
}

function read(body: unknown): TypedProduct {
  return {
    name: one(body, 'name'),
    code: one(body, 'code'),
    profile: one(body, 'profile'),
    commissionKind: one(body, 'commissionKind'),
    commission: one(body, 'commission'),
    commissionFrom: one(body, 'commissionFrom'),
    commissionShownOn: one(body, 'commissionShownOn'),
  };
}

async function load(q: Queryable, id: number, request: FastifyRequest): Promise<Stored<TypedProduct>> {
  const { version, active, name, code, profileId, commissions } = await getProduct(q, id);
  const commission = baseInForce(commissions, request.today);
  const typed = {
    name,
    code: code ?? '',
    profile: String(profileId ?? ''),
    commissionKind: commission?.kind ?? 'amount',
    commission: commissionText(commission, request.locale),
    // Blank means today, also where another day was posted: a copy or a second look begins anew.
    commissionFrom: '',
    commissionShownOn: request.today,
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

async function extras(q: Queryable, typed: TypedProduct, id: number | null, request: FastifyRequest): Promise<object> {
  const { t } = request;
  return {
    bases: id === null ? [] : await basesOf(q, id, request),
    profiles: await profilesOf(q, typed, t),
    commissionKinds: [
      { value: 'amount', label: t('products.amount') },
      { value: 'rate', label: t('products.rate') },
    ],
    today: request.today,
    saleCount: id === null ? 0 : await countSalesOfProduct(q, id),
  };
}

/** Every base that was saved, the one that begins last first, and which of them holds today. */
async function basesOf(q: Queryable, id: number, { t, formats, locale, today }: FastifyRequest) {
  const { commissions } = await getProduct(q, id);
  const users = new Map((await listUserNames(q)).map((user) => [user.id, user.name]));
  const held = baseInForce(commissions, today);
  return commissions
    .toReversed()
    .sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? 1 : (a.from ?? '') > (b.from ?? '') ? -1 : 0))
    .map(({ from, base, savedBy, savedAt }) => ({
      from: from === null ? t('products.fromAlways') : formats.date(from),
      base: base === null ? t('products.noBase') : unitText(commissionText(base, locale), base.kind),
      saved: formats.instant(savedAt),
      by: savedBy === null ? '' : (users.get(savedBy) ?? ''),
      holds: base === held && (from ?? '') <= today,
    }));
}

function unitText(number: string, kind: string): string {
  return kind === 'rate' ? `${number} %` : `R$ ${number}`;
}

async function profilesOf(q: Queryable, typed: TypedProduct, t: FastifyRequest['t']) {
  const profiles = await listProfileChoices(q, parseId(typed.profile));
  return profiles.map(({ id, name, active }) => ({
    value: String(id),
    label: active ? name : `${name} (${t('config.inactiveMark')})`,
  }));
}

async function facts(q: Queryable, typed: TypedProduct, { t, formats }: FastifyRequest): Promise<Fact[]> {
  const profile = (await profilesOf(q, typed, t)).find((one) => one.value === typed.profile);
  const unit = typed.commission === '' ? '' : unitText(typed.commission, typed.commissionKind);
  const from = parseLocalDate(typed.commissionFrom);
  return [
    { label: t('products.name'), value: typed.name },
    { label: t('products.code'), value: typed.code },
    { label: t('products.profile'), value: profile?.label ?? t('products.noProfile') },
    { label: t('products.commissionBase'), value: unit },
    { label: t('products.commissionFrom'), value: from === null ? typed.commissionFrom : formats.date(from) },
  ];
}
