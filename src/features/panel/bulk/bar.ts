import type { FastifyRequest } from 'fastify';
import { BULK_VERBS, type BulkVerb } from '../../../domain/bulk.js';
import type { PanelData } from '../data.js';
import { panelSearch } from '../links.js';
import { VERB_TEXTS } from './texts.js';

/** What can be done with the surveys of a list, marked ones or all; null where nothing can be, as with executed ones. */
export function bulkBar({ t, formats }: Pick<FastifyRequest, 't' | 'formats'>, data: PanelData) {
  const { tab, query, counts, page } = data;
  if (tab === 'executed' || counts === null) return null;
  const closed = tab === 'pending' && query.chips.includes('closed');
  const verbs = BULK_VERBS.filter((verb: BulkVerb) => verb !== 'reopen' || closed);
  const search = panelSearch(tab, query, { page: query.key });
  return {
    carried: [['tab', tab] as const, ...new URLSearchParams(search)].map(([name, value]) => ({ name, value })),
    which: [
      { value: 'marked', label: t('bulk.whichMarked') },
      { value: 'page', label: t('bulk.whichPage') },
      { value: 'all', label: t('bulk.whichAll', { count: counts.listed, number: formats.number(counts.listed) }) },
    ],
    allText: t('bulk.markedAll', { number: formats.number(counts.listed) }),
    /** Where the list is longer than its page. */
    selectAll:
      counts.listed > (page?.rows.length ?? 0) ? t('bulk.selectAll', { number: formats.number(counts.listed) }) : null,
    verbs: verbs.map((verb) => ({ verb, label: t(VERB_TEXTS[verb]) })),
  };
}
