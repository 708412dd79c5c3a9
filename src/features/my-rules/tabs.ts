import type { FastifyRequest } from 'fastify';

/** What the user is to run, and what he ran. */
export function tabsModel({ t }: Pick<FastifyRequest, 't'>, current: '/my-rules' | '/my-rules/executed') {
  const tabs = [
    { label: t('myRules.tabQueue'), href: '/my-rules' },
    { label: t('myRules.executed'), href: '/my-rules/executed' },
  ];
  return { tabsLabel: t('myRules.tabs'), tabs: tabs.map((tab) => ({ ...tab, current: tab.href === current })) };
}
