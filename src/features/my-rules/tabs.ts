import type { FastifyRequest } from 'fastify';
import { OWN_LISTS, OWN_TEXTS, type OwnList, ownPath } from './own-lists.js';

/** What the user is to run, and what he ran; the lists that results lead to stand among them only while they are looked at. */
export function tabsModel({ t }: Pick<FastifyRequest, 't'>, current: OwnList | null) {
  const lists = OWN_LISTS.filter((list) => list === 'executed' || list === current);
  const tabs = [
    { label: t('myRules.tabQueue'), href: '/my-rules', current: current === null },
    ...lists.map((list) => ({ label: t(OWN_TEXTS[list].title), href: ownPath(list), current: list === current })),
  ];
  return { tabsLabel: t('myRules.tabs'), tabs };
}
