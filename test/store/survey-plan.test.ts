import t from 'tap';
import type { SurveySort } from '../../src/store/survey-order.js';
import { indexToCount, isSortable, planFor } from '../../src/store/survey-plan.js';
import { type Chip, listedOn, type PanelFilter, type Tab } from '../../src/store/survey-tabs.js';
import { TODAY } from '../support/survey-world.js';

const MONTH: PanelFilter = { period: { of: 'closing', from: '2026-06-01', to: '2026-06-30' } };
const SINCE: PanelFilter = { period: { of: 'closing', from: '2017-01-01', to: null } };

t.test('the index of a page goes by the filter and by how long the list is', async (t) => {
  const rows: readonly (readonly [Tab, PanelFilter, SurveySort, number, string, walks: boolean])[] = [
    ['executed', {}, 'settled', 2_000_000, 'executed', true],
    ['executed', {}, 'score', 2_000_000, 'executed_by_score_key', true],
    ['executed', {}, 'customer', 9_000, 'executed', false],
    ['executed', { sellerIds: [1] }, 'settled', 60_000, 'executed_by_seller_id', true],
    ['executed', { sellerIds: [1] }, 'customer', 6_000, 'executed_by_seller_id', false],
    ['executed', { sellerIds: [1, 2] }, 'settled', 100_000, 'executed', true],
    ['executed', { sellerIds: [1, 2] }, 'settled', 100, 'executed_by_seller_id', false],
    ['executed', MONTH, 'settled', 24_000, 'executed_by_closed_on', false],
    ['executed', MONTH, 'closing', 24_000, 'executed_by_closed_on', true],
    ['executed', SINCE, 'settled', 2_000_000, 'executed', true],
    ['executed', SINCE, 'settled', 900, 'executed_by_closed_on', false],
    ['executed', { cities: ['natal'], late: true }, 'settled', 6_000, 'executed_late', true],
    ['inconsistent', {}, 'expiry', 90_000, 'open', true],
    ['inconsistent', {}, 'closing', 9_000, 'open', false],
    ['inconsistent', { withoutPhone: true }, 'expiry', 3_000, 'open_by_no_phone', true],
    ['inconsistent', { attempts: [0] }, 'expiry', 80_000, 'open', true],
    ['inconsistent', { attempts: [2, 3] }, 'expiry', 800, 'open_by_attempt_count', false],
  ];
  for (const [tab, filter, sort, count, index, walks] of rows) {
    const plan = planFor(listed(tab, filter), { sort, size: 50, count });
    t.same([plan.index, plan.walks], [index, walks], `${tab} ${JSON.stringify(filter)} by ${sort}, ${count}`);
  }
});

t.test('a count goes by the filter that leaves the least, and stays in its index', async (t) => {
  t.equal(indexToCount(listed('executed', {})), 'executed');
  t.equal(indexToCount(listed('executed', { productIds: [1], ...MONTH })), 'executed_by_closed_on');
  t.equal(indexToCount(listed('executed', { cities: ['natal'], late: true })), 'executed_late');
  t.equal(indexToCount(listed('inconsistent', { ruleIds: [1], cities: ['natal'] })), 'open_by_city_key');
});

t.test('a long list has the orders of its indexes, a short one has all', async (t) => {
  const long = 10_001;
  for (const sort of ['customer', 'closing', 'city', 'operator'] as const)
    t.ok(isSortable(listed('inconsistent', {}), sort, 10_000));
  t.ok(isSortable(listed('inconsistent', {}), 'expiry', long));
  t.notOk(isSortable(listed('inconsistent', {}), 'customer', long));
  t.notOk(isSortable(listed('inconsistent', {}), 'closing', long), 'scheduled ones stand at the end of its index');
  t.ok(isSortable(listed('pending', {}), 'closing', long));
  t.ok(isSortable(listed('pending', {}, ['scheduled']), 'opening', long));
  t.notOk(
    isSortable(listed('pending', {}, ['scheduled', 'closed']), 'opening', long),
    'closed ones have no such index',
  );
  for (const sort of ['settled', 'score', 'closing', 'opening'] as const)
    t.ok(isSortable(listed('executed', {}), sort, long));
  t.notOk(isSortable(listed('executed', {}), 'executor', long));
});

function listed(tab: Tab, filter: PanelFilter, chips: readonly Chip[] = ['scheduled', 'due', 'inconsistent']) {
  return listedOn(tab, { userId: 1, today: TODAY, filter, chips });
}
