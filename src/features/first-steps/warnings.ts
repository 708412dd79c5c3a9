import type { FastifyRequest } from 'fastify';
import type { TextKey } from '../../i18n/catalogue.js';
import { BARE_CAP, type BareCount, type BareReason } from '../../store/bare-counts.js';
import type { OrphanGroup } from '../../store/orphans.js';
import type { OrphanKind } from '../../store/set-up.js';

/** A warning as the page shows it. */
export interface WarningView {
  readonly text: string;
  readonly hint?: string;
  /** The first of the records, and what is said of the others. */
  readonly records: readonly { readonly label: string; readonly href: string }[];
  readonly more?: string;
  readonly fix?: { readonly label: string; readonly href: string };
}

interface Words {
  readonly text: TextKey;
  readonly base: string;
  /** The list of exactly these records, where its filters can say so. */
  readonly list?: string;
}

const ORPHAN_WORDS: Readonly<Record<OrphanKind, Words>> = {
  'product-without-profile': {
    text: 'firstSteps.productWithoutProfile',
    base: '/config/products',
    list: '/config/products?profile=none',
  },
  'product-with-inactive-profile': { text: 'firstSteps.productWithInactiveProfile', base: '/config/products' },
  'profile-without-rules': {
    text: 'firstSteps.profileWithoutRules',
    base: '/config/profiles',
    list: '/config/profiles?rule=none',
  },
  'rule-without-questions': { text: 'firstSteps.ruleWithoutQuestions', base: '/config/rules' },
  'rule-without-operators': { text: 'firstSteps.ruleWithoutOperators', base: '/config/rules' },
  'question-unused': {
    text: 'firstSteps.questionUnused',
    base: '/config/questions',
    list: '/config/questions?use=unused',
  },
  'rule-unused': { text: 'firstSteps.ruleUnused', base: '/config/rules', list: '/config/rules?profile=none' },
  'profile-unused': { text: 'firstSteps.profileUnused', base: '/config/profiles', list: '/config/profiles?use=unused' },
};

const BARE_WORDS: Readonly<Record<BareReason, { text: TextKey; fix: TextKey; href(bare: BareCount): string }>> = {
  'product-without-profile': {
    text: 'firstSteps.bareWithoutProfile',
    fix: 'firstSteps.fixProducts',
    href: () => '/config/products/profile',
  },
  'profile-inactive': {
    text: 'firstSteps.bareProfileInactive',
    fix: 'firstSteps.fixProfiles',
    href: () => '/config/profiles?show=inactive',
  },
  'profile-without-active-rules': {
    text: 'firstSteps.bareWithoutRules',
    fix: 'firstSteps.fixProfiles',
    href: () => '/config/profiles?rule=none',
  },
  'recorded-before-configuration': {
    text: 'firstSteps.barePlannable',
    fix: 'firstSteps.fixPlan',
    href: ({ from }) => `/sales/planning?from=${from}`,
  },
};

/** The warnings: sales first, since customers wait behind them, then the records of the configuration. */
export function warningViews(
  orphans: readonly OrphanGroup[],
  bare: readonly BareCount[],
  { t, formats }: Pick<FastifyRequest, 't' | 'formats'>,
): WarningView[] {
  const ofSales = bare.map((group): WarningView => {
    const { text, fix, href } = BARE_WORDS[group.reason];
    const capped = group.count >= BARE_CAP;
    const hint = capped ? { hint: t('firstSteps.bareAtLeast', { count: formats.number(BARE_CAP) }) } : {};
    return {
      text: t(text, { count: group.count }),
      ...hint,
      records: [],
      fix: { label: t(fix), href: href(group) },
    };
  });
  const ofRecords = orphans.map(({ kind, total, first }): WarningView => {
    const { text, base, list } = ORPHAN_WORDS[kind];
    const rest = total - first.length;
    return {
      text: t(text, { count: total }),
      records: first.map(({ id, name }) => ({ label: name, href: `${base}/${id}` })),
      ...(rest > 0 && { more: t('firstSteps.andMore', { count: rest }) }),
      ...(list && { fix: { label: t('firstSteps.showThem'), href: list } }),
    };
  });
  return [...ofSales, ...ofRecords];
}
