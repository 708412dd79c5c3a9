import type { FastifyRequest } from 'fastify';
import { profileEffects } from '../../actions/record-effects.js';
import { saveProfile } from '../../actions/save-profile.js';
import { MAX_NAME_LENGTH } from '../../domain/field-checks.js';
import { moved } from '../../domain/list-order.js';
import { type CleanProfile, validateProfile } from '../../domain/profile.js';
import type { Queryable } from '../../store/dialect.js';
import { getProfile, listProductsOfProfile, listProfiles } from '../../store/profiles.js';
import { listRuleChoices } from '../../store/rules.js';
import { form, many, one, text, texts } from '../../web/forms.js';
import { copyName } from '../config-copy.js';
import { memberFilter, usageFilter } from '../config-list.js';
import { POST_SALE_CRUMBS, usageLinks } from '../config-panel.js';
import type { ConfigPanel, Stored } from '../config-record.js';
import type { Fact } from '../three-way.js';

interface TypedProfile {
  name: string;
  note: string;
  rules: string[];
}

/** *Painel de Perfil* (SPEC 2). */
export const profilePanel: ConfigPanel<TypedProfile, CleanProfile> = {
  kind: 'profile',
  base: '/config/profiles',
  views: 'profiles',
  choosesState: false,
  texts: {
    panel: 'navigation.profiles',
    newTitle: 'profiles.newTitle',
    editTitle: 'profiles.editTitle',
    saved: 'profiles.saved',
  },
  crumbs: POST_SALE_CRUMBS,
  body: form({ version: text(10), step: text(40), name: text(1000), note: text(20_000), rules: texts(10, 500) }),
  list: listProfiles,
  filterNames: ['rule', 'use'],
  filters: async (q, { t }) => {
    const texts = { label: t('profiles.rules'), any: t('profiles.anyRule'), none: t('profiles.withoutActiveRules') };
    return [memberFilter('rule', texts, await listRuleChoices(q), t), usageFilter(t)];
  },
  blank: (from) => ({ ...read({}), rules: from === null ? [] : [String(from)] }),
  nameOf: (typed) => typed.name,
  copy: async (q, stored, request) => ({
    ...stored,
    name: await copyName(q, 'profile', stored.name, MAX_NAME_LENGTH, request),
  }),
  read,
  load,
  step: reorder,
  validate: (typed) => validateProfile(typed),
  save: (context, target, clean, _active, asked) => saveProfile(context, target, clean, asked),
  extras,
  facts,
  reach: {
    dated: true,
    hint: 'effects.profileHint',
    effects: async (q, id, { rules }, reach) => profileEffects(q, await getProfile(q, id), rules, reach),
    usage: async (q, id) => ({ base: '/config/products', records: await listProductsOfProfile(q, id) }),
  },
};

/** What the buttons of a rule do, for browsers without JavaScript. */
function reorder(typed: TypedProfile, step: string): TypedProfile {
  const [verb, id = ''] = step.split(':');
  if (verb !== 'move-up' && verb !== 'move-down') return typed;
  return { ...typed, rules: moved(typed.rules, id, verb === 'move-up' ? -1 : 1) };
}

function read(body: unknown): TypedProfile {
  return { name: one(body, 'name'), note: one(body, 'note'), rules: many(body, 'rules') };
}

async function load(q: Queryable, id: number): Promise<Stored<TypedProfile>> {
  const { version, active, name, note, rules } = await getProfile(q, id);
  return { id, version, active, form: { name, note, rules: rules.map(String) } };
}

async function extras(q: Queryable, typed: TypedProfile, id: number | null, request: FastifyRequest): Promise<object> {
  return {
    rulesOffered: await rulesOf(q, typed, request),
    usage: id === null ? [] : usageLinks('/config/products', await listProductsOfProfile(q, id)),
  };
}

/** Chosen ones first, in their order; an inactive rule can be chosen, and plans nothing until it is activated. */
async function rulesOf(q: Queryable, typed: TypedProfile, { t }: FastifyRequest) {
  const offered = (await listRuleChoices(q)).map(({ id, name, active }) => ({
    value: String(id),
    label: name,
    detail: active ? '' : t('config.inactiveMark'),
    selected: typed.rules.includes(String(id)),
  }));
  const chosen = typed.rules.flatMap((id) => offered.find((rule) => rule.value === id) ?? []);
  return [...chosen, ...offered.filter((rule) => !rule.selected)];
}

async function facts(q: Queryable, typed: TypedProfile, request: FastifyRequest): Promise<Fact[]> {
  const { t } = request;
  const rules = (await rulesOf(q, typed, request)).filter((rule) => rule.selected);
  return [
    { label: t('profiles.name'), value: typed.name },
    { label: t('profiles.note'), value: typed.note },
    { label: t('profiles.rules'), value: rules.map((rule) => rule.label).join(', ') },
  ];
}
