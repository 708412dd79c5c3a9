import t from 'tap';
import {
  type PolicyForm,
  type PolicyVersion,
  parseWeight,
  validatePolicy,
  versionInForce,
  weightText,
} from '../../src/domain/commission-policy.js';

const FORM: PolicyForm = { k: '0,20', ownSurvey: 'allow', fromMonth: '2026-08' };

t.test('a weight of quality is a number from 0 to 1 with up to four decimals', async (t) => {
  for (const [text, k] of [
    ['0', 0],
    ['0,2', 2000],
    ['0,20', 2000],
    ['0.2', 2000],
    [' 0,0001 ', 1],
    ['1', 10_000],
    ['1,0000', 10_000],
    ['1,0001', null],
    ['2', null],
    ['0,20001', null],
    ['-0,2', null],
    ['20 %', null],
    ['', null],
    ['0,', null],
  ] as const)
    t.equal(parseWeight(text), k, text);
  for (const [k, text] of [
    [0, '0,00'],
    [2000, '0,20'],
    [1, '0,0001'],
    [1230, '0,123'],
    [10_000, '1,00'],
  ] as const) {
    t.equal(weightText(k, ','), text);
    t.equal(parseWeight(weightText(k, '.')), k, 'what is shown reads as what was kept');
  }
});

t.test('a policy says its weight, its rule for own surveys and its first month', async (t) => {
  t.same(validatePolicy({ ...FORM, bonusOnly: 'on' }), {
    ok: true,
    value: { k: 2000, bonusOnly: true, ownSurvey: 'allow', fromMonth: '2026-08' },
  });
  const faults = (over: PolicyForm) => {
    const result = validatePolicy({ ...FORM, ...over });
    return result.ok ? [] : result.refusal.map(({ field, message }) => [field, message]);
  };
  t.same(faults({ k: '' }), [['k', 'required']]);
  t.same(faults({ k: '1,2' }), [['k', 'notAWeight']]);
  t.same(faults({ ownSurvey: 'never' }), [['ownSurvey', 'unknownValue']]);
  t.same(faults({ ownSurvey: '' }), [['ownSurvey', 'required']]);
  t.same(faults({ fromMonth: '' }), [['fromMonth', 'required']]);
  t.same(faults({ fromMonth: '2026-13' }), [['fromMonth', 'notAMonth']]);
});

t.test('of the versions that have begun the last one holds, of equal beginnings the one saved last', async (t) => {
  const version = (id: number, fromMonth: string): PolicyVersion => ({
    id,
    fromMonth,
    k: id,
    bonusOnly: false,
    ownSurvey: 'allow',
    savedBy: 1,
    savedAt: 0,
  });
  const versions = [version(1, '2026-05'), version(2, '2026-08'), version(3, '2026-06'), version(4, '2026-08')];
  for (const order of [versions, versions.toReversed()])
    for (const [month, id] of [
      ['2026-04', undefined],
      ['2026-05', 1],
      ['2026-06', 3],
      ['2026-07', 3],
      ['2026-08', 4],
      ['2030-01', 4],
    ] as const)
      t.equal(versionInForce(order, month)?.id, id, month);
});
