import t from 'tap';
import type { OwnSurveyRule, PolicyVersion } from '../../src/domain/commission-policy.js';
import { blockedClosings, isBlockedOwn } from '../../src/domain/own-survey.js';

const version = (id: number, fromMonth: string, ownSurvey: OwnSurveyRule): PolicyVersion => ({
  id,
  fromMonth,
  ownSurvey,
  k: 2000,
  bonusOnly: false,
  savedBy: 1,
  savedAt: id,
});

t.test('sellers are kept off what closes in the months whose policy says so', async (t) => {
  t.same(blockedClosings([]), []);
  t.same(blockedClosings([version(1, '2026-07', 'leave-out')]), []);
  t.same(blockedClosings([version(1, '2026-07', 'block')]), [{ from: '2026-07-01', until: null }]);
  t.same(
    blockedClosings([version(3, '2026-12', 'block'), version(2, '2026-09', 'allow'), version(1, '2026-07', 'block')]),
    [
      { from: '2026-07-01', until: '2026-09-01' },
      { from: '2026-12-01', until: null },
    ],
  );
  t.same(
    blockedClosings([version(1, '2026-07', 'block'), version(2, '2026-07', 'allow')]),
    [],
    'of two for one month the one saved last holds',
  );
});

t.test('only the seller is kept off, and only on those days', async (t) => {
  const blocked = [{ from: '2026-07-01', until: '2026-09-01' }];
  const is = (closedOn: string, userId: number | null = 5) => isBlockedOwn({ sellerId: 5, closedOn }, userId, blocked);
  t.notOk(is('2026-06-30'));
  t.ok(is('2026-07-01'));
  t.ok(is('2026-08-31'));
  t.notOk(is('2026-09-01'));
  t.notOk(is('2026-07-01', 6));
  t.notOk(is('2026-07-01', null), 'a command sold nothing');
  t.ok(isBlockedOwn({ sellerId: 5, closedOn: '2030-01-01' }, 5, [{ from: '2026-07-01', until: null }]));
});
