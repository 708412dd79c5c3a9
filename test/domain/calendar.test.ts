import fc from 'fast-check';
import t from 'tap';
import { calendarOf, type DayOff, holidaysOf, nextBusinessDay } from '../../src/domain/calendar.js';
import { addDays, weekdayOf } from '../../src/domain/civil-date.js';
import { scheduleOf, surveyDates } from '../../src/domain/scheduler.js';
import { calendar, nearbyDates, schedules } from './arbitraries.js';

const national = (year: number) => [
  { on: `${year}-01-01`, name: 'Ano Novo' },
  { on: `${year}-12-25`, name: 'Natal' },
];
const own = [
  { on: '2026-12-24', name: 'Véspera', yearly: false },
  { on: '2026-12-25', name: 'Festa da firma', yearly: false },
  { on: '2020-07-14', name: 'Aniversário da cidade', yearly: true },
  { on: '2024-02-29', name: 'Dia raro', yearly: true },
];

t.test('a business day is neither a weekend nor a holiday, and a day off says why', async (t) => {
  const rows: [string, DayOff | null, string][] = [
    ['2026-12-23', null, 'a Wednesday'],
    ['2026-12-24', { kind: 'holiday', name: 'Véspera' }, 'an own holiday'],
    ['2027-12-24', null, 'which comes once'],
    ['2026-12-25', { kind: 'holiday', name: 'Natal' }, 'the national name stands first'],
    ['2026-12-26', { kind: 'weekend' }, 'a Saturday'],
    ['2026-12-27', { kind: 'weekend' }, 'a Sunday'],
    ['2027-01-01', { kind: 'holiday', name: 'Ano Novo' }, 'in another year'],
    ['2026-07-14', { kind: 'holiday', name: 'Aniversário da cidade' }, 'a yearly one, years later'],
    ['2019-07-14', { kind: 'holiday', name: 'Aniversário da cidade' }, 'and before'],
    ['2028-02-29', { kind: 'holiday', name: 'Dia raro' }, '29 February of a leap year'],
    ['2027-03-01', null, 'does not move to March of another'],
  ];
  const days = calendarOf(own, national);
  for (const [date, expected, fact] of rows) {
    t.same(days.dayOff(date), expected, `${date}: ${fact}`);
    t.equal(days.isBusinessDay(date), expected === null, date);
  }
});

t.test('a year lists national and own holidays by day', async (t) => {
  const days = holidaysOf(2026, own, national).map(({ on, name, own }) => [on, name, own !== null]);
  t.same(days, [
    ['2026-01-01', 'Ano Novo', false],
    ['2026-07-14', 'Aniversário da cidade', true],
    ['2026-12-24', 'Véspera', true],
    ['2026-12-25', 'Natal', false],
    ['2026-12-25', 'Festa da firma', true],
  ]);
  const next = holidaysOf(2028, own, national).map(({ on, name }) => `${on} ${name}`);
  const yearly = ['2028-02-29 Dia raro', '2028-07-14 Aniversário da cidade'];
  t.same(next, ['2028-01-01 Ano Novo', ...yearly, '2028-12-25 Natal'], 'what comes once is of its own year alone');
});

t.test('an expiry moves to the first business day from where it falls; the opening stays', async (t) => {
  const rows: [string, number, number, string, string, string][] = [
    ['2026-12-01', 7, 3, '2026-12-08', '2026-12-11', 'a Friday stays'],
    ['2026-12-02', 7, 3, '2026-12-09', '2026-12-14', 'a Saturday moves to Monday'],
    ['2026-12-14', 7, 3, '2026-12-21', '2026-12-28', 'over an own holiday, a national one and a weekend'],
    ['2026-12-19', 7, 0, '2026-12-26', '2026-12-28', 'M = 0 on a Saturday is three days'],
    ['2026-12-14', 7, 0, '2026-12-21', '2026-12-21', 'M = 0 on a Monday is one'],
    ['2026-12-30', 2, 0, '2027-01-01', '2027-01-04', 'over the turn of the year'],
  ];
  const days = calendarOf(own, national);
  for (const [closedOn, startDays, expiryDays, opensOn, expiresOn, fact] of rows) {
    const dates = surveyDates(closedOn, { startDays, expiryDays, businessDays: true }, days);
    t.same(dates, { opensOn, expiresOn, businessExpiryDays: expiryDays }, fact);
  }
});

t.test('with business days the expiry is the earliest business day that is not before opening + M', async () => {
  fc.assert(
    fc.property(nearbyDates, schedules, (closedOn, { startDays, expiryDays, businessDays }) => {
      const plain = addDays(closedOn, startDays + expiryDays);
      const { expiresOn } = surveyDates(closedOn, { startDays, expiryDays, businessDays }, calendar);
      if (!businessDays) return expiresOn === plain;
      const between = Array.from({ length: 10 }, (_, day) => addDays(plain, day)).filter((day) => day < expiresOn);
      const off = (day: string) => weekdayOf(day) > 5 || day === '2024-03-29' || day === '2024-02-29';
      return expiresOn >= plain && !off(expiresOn) && between.every(off);
    }),
    { numRuns: 1000 },
  );
});

t.test('a survey knows the schedule that it was planned by, whatever its rule became', async () => {
  fc.assert(
    fc.property(nearbyDates, nearbyDates, schedules, (closedOn, corrected, schedule) => {
      const dates = surveyDates(closedOn, schedule, calendar);
      const known = scheduleOf(closedOn, { ...dates, originalExpiresOn: dates.expiresOn });
      const again = surveyDates(corrected, known, calendar);
      return JSON.stringify(again) === JSON.stringify(surveyDates(corrected, schedule, calendar));
    }),
    { numRuns: 1000 },
  );
});

t.test('a calendar without a business day moves nothing', async (t) => {
  t.equal(nextBusinessDay('2026-07-01', { isBusinessDay: () => false }), '2026-07-01');
  const oneDay = { isBusinessDay: (date: string) => date === '2027-07-02' };
  t.equal(nextBusinessDay('2026-07-01', oneDay), '2027-07-02', 'a year off is the longest');
  t.equal(nextBusinessDay('2026-06-30', oneDay), '2026-06-30', 'after more than that the day itself stays');
});
