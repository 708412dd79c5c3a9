import { atLeast, can, type Role } from '../domain/permissions.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { Translate } from '../i18n/translate.js';

interface Entry {
  key: TextKey;
  href: string;
  icon: string;
  role: Role;
  counter?: keyof MenuCounts;
  /** The list that is counted, where it is not the page itself. */
  countedAt?(role: Role): string;
}

/** What waits behind items of the menu. */
export interface MenuCounts {
  readonly proposals: number;
  /** Kinds of things that are the matter with the configuration. */
  readonly warnings: number;
  /** Overdue follow-ups of who looks: a manager's are everybody's. */
  readonly overdueFollowUps: number;
}

const COUNT_TEXTS: Record<keyof MenuCounts, TextKey> = {
  proposals: 'navigation.waiting',
  warnings: 'firstSteps.warningCount',
  overdueFollowUps: 'navigation.overdue',
};

interface Group {
  key: TextKey;
  items?: readonly Entry[];
  groups?: readonly { key: TextKey; items: readonly Entry[] }[];
}

/** The menu: MK's paths. An item that a role may not use is not shown. */
const MENU: readonly Group[] = [
  {
    key: 'navigation.crm',
    items: [
      { key: 'navigation.myRules', href: '/my-rules', icon: 'phone', role: 'operator' },
      { key: 'navigation.panel', href: '/panel', icon: 'list-check', role: 'manager' },
      { key: 'navigation.proposals', href: '/proposals', icon: 'checklist', role: 'manager', counter: 'proposals' },
      { key: 'navigation.attending', href: '/attending', icon: 'users', role: 'manager' },
      { key: 'navigation.sales', href: '/sales', icon: 'shopping-cart', role: 'manager' },
      { key: 'navigation.customers', href: '/customers', icon: 'user', role: 'manager' },
      {
        key: 'navigation.followUps',
        href: '/follow-ups',
        icon: 'flag',
        role: 'operator',
        counter: 'overdueFollowUps',
        countedAt: (role) => `/follow-ups?tab=${can(role, 'seeEveryFollowUp') ? 'all' : 'mine'}&overdue=1`,
      },
      { key: 'navigation.results', href: '/results', icon: 'chart-bar', role: 'operator' },
      { key: 'navigation.commissions', href: '/commissions', icon: 'coin', role: 'operator' },
    ],
  },
  {
    key: 'navigation.configuration',
    groups: [
      {
        key: 'navigation.postSalePanel',
        items: [
          { key: 'navigation.questions', href: '/config/questions', icon: 'help-circle', role: 'admin' },
          { key: 'navigation.rules', href: '/config/rules', icon: 'calendar-event', role: 'admin' },
          { key: 'navigation.profiles', href: '/config/profiles', icon: 'folder', role: 'admin' },
        ],
      },
      {
        key: 'navigation.crm',
        items: [{ key: 'navigation.products', href: '/config/products', icon: 'package', role: 'admin' }],
      },
      {
        key: 'navigation.system',
        items: [
          { key: 'navigation.operators', href: '/config/operators', icon: 'users', role: 'admin' },
          { key: 'navigation.calling', href: '/config/calling', icon: 'phone', role: 'admin' },
          { key: 'navigation.commission', href: '/config/commission', icon: 'coin', role: 'admin' },
          { key: 'navigation.calendar', href: '/config/calendar', icon: 'calendar-off', role: 'admin' },
          { key: 'navigation.followUpTerms', href: '/config/follow-ups', icon: 'flag', role: 'admin' },
          { key: 'navigation.company', href: '/config/company', icon: 'building', role: 'admin' },
          { key: 'navigation.audit', href: '/config/audit', icon: 'history', role: 'admin' },
          {
            key: 'navigation.firstSteps',
            href: '/config/first-steps',
            icon: 'checklist',
            role: 'admin',
            counter: 'warnings',
          },
        ],
      },
    ],
  },
];

export interface MenuItem {
  label: string;
  href: string;
  icon: string;
  current: boolean;
  count?: number;
  countLabel?: string;
  /** Where the count leads, if elsewhere than the item. */
  countHref?: string;
}

export interface MenuGroup {
  label: string;
  items: MenuItem[];
  groups?: { label: string; items: MenuItem[] }[];
}

/** The menu of a role, with the item of the page at `path` marked as current, and what waits behind its items. */
export function menuFor(role: Role, path: string, t: Translate, counts: MenuCounts | null = null): MenuGroup[] {
  const shown = (items: readonly Entry[] = []): MenuItem[] =>
    items
      .filter((item) => atLeast(role, item.role))
      .map((item) => ({
        label: t(item.key),
        href: item.href,
        icon: item.icon,
        current: isUnder(path, item.href),
        ...countOf(item, counts, { t, role }),
      }));
  return MENU.map((group): MenuGroup => {
    const inner = group.groups?.map(({ key, items }) => ({ label: t(key), items: shown(items) }));
    return { label: t(group.key), items: shown(group.items), ...(inner && { groups: inner.filter(hasItems) }) };
  }).filter((group) => hasItems(group) || (group.groups ?? []).length > 0);
}

/** Whether the menu of a role has an item with a count. */
export function seesCounts(role: Role): boolean {
  return MENU.some(({ items = [] }) => items.some((item) => item.counter !== undefined && atLeast(role, item.role)));
}

/** Where a role's day begins (SPEC 1). */
export function homeOf(role: Role): string {
  return role === 'operator' ? '/my-rules' : '/panel';
}

function countOf(
  { counter, countedAt }: Entry,
  counts: MenuCounts | null,
  { t, role }: { readonly t: Translate; readonly role: Role },
) {
  const count = counter === undefined ? 0 : (counts?.[counter] ?? 0);
  if (count === 0) return {};
  const countLabel = t(counter === undefined ? 'navigation.waiting' : COUNT_TEXTS[counter], { count });
  return { count, countLabel, ...(countedAt && { countHref: countedAt(role) }) };
}

function hasItems(group: { items: unknown[] }): boolean {
  return group.items.length > 0;
}

function isUnder(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}
