import fc from 'fast-check';
import t from 'tap';
import {
  addDays,
  dateAt,
  daysBetween,
  instantAt,
  isCivilDate,
  isTimeZone,
  laterOf,
  parseCivilDate,
  parseLocalDate,
  startOfDay,
} from '../../src/domain/civil-date.js';
import { civilDates } from './arbitraries.js';

t.test('a civil date is a real day written YYYY-MM-DD, from 1900 to 2199', async (t) => {
  for (const day of ['1900-01-01', '2199-12-31', '2024-02-29', '2000-02-29', '2026-12-31', '2026-04-30'])
    t.ok(isCivilDate(day), day);
  const impossible = ['2023-02-29', '1900-02-29', '2026-02-31', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00'];
  const outOfBounds = ['1899-12-31', '2200-01-01', '0000-01-01'];
  const otherForms = ['20240229', '2026-1-1', '2026-07-01T00:00', '+002026-07-01', ' 2026-07-01', '2026-07-01\n', ''];
  for (const text of [...impossible, ...outOfBounds, ...otherForms]) t.notOk(isCivilDate(text), JSON.stringify(text));
});

t.test('a date is read in ISO form or as Brazilians write it', async (t) => {
  const rows: [string, string | null][] = [
    ['2026-07-01', '2026-07-01'],
    [' 2026-07-01 ', '2026-07-01'],
    ['01/07/2026', '2026-07-01'],
    ['1/7/2026', '2026-07-01'],
    [' 29/02/2024\t', '2024-02-29'],
    ['29/02/2023', null],
    ['07/31/2026', null],
    ['31/04/2026', null],
    ['01/07/26', null],
    ['01-07-2026', null],
    ['01/07/2026 10:30', null],
    ['01/07/1899', null],
    ['', null],
  ];
  for (const [text, expected] of rows) t.equal(parseLocalDate(text), expected, JSON.stringify(text));
  for (const text of ['x01/07/2026', '101/07/2026', '01/07/2026x', '01/07/20261'])
    t.equal(parseLocalDate(text), null, text);
  t.equal(parseCivilDate('01/07/2026'), null, 'but not as Brazilians write it where ISO is asked for');
});

t.test('days are added over the ends of months and years', async (t) => {
  const rows: [string, number, string][] = [
    ['2026-07-01', 7, '2026-07-08'],
    ['2026-07-01', 0, '2026-07-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2027-01-01', -1, '2026-12-31'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2024-02-29', 1, '2024-03-01'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2024-02-29', 365, '2025-02-28'],
    ['2024-02-29', 366, '2025-03-01'],
    ['1969-12-31', 1, '1970-01-01'],
    ['2018-11-03', 1, '2018-11-04'],
    ['2199-12-31', 3650, '2209-12-29'],
    ['1000-01-02', -1, '1000-01-01'],
    ['9999-12-30', 1, '9999-12-31'],
  ];
  for (const [date, days, expected] of rows) t.equal(addDays(date, days), expected, `${date} and ${days} days`);
});

t.test('adding to what is no date, or beyond the years, is a bug that shows', async (t) => {
  t.throws(() => addDays('', 1), RangeError);
  t.throws(() => addDays('2026-07-01', Number.NaN), RangeError);
  t.throws(() => addDays('1000-01-01', -1), RangeError);
  t.throws(() => addDays('9999-12-31', 1), RangeError);
});

t.test('adding and counting days are inverse, and keep the order of the days', async () => {
  fc.assert(
    fc.property(civilDates, fc.integer({ min: -20_000, max: 20_000 }), (date, days) => {
      const sum = addDays(date, days);
      return (
        addDays(sum, -days) === date &&
        daysBetween(date, sum) === days &&
        Math.sign(days) === (sum > date ? 1 : sum < date ? -1 : 0)
      );
    }),
  );
});

t.test('a sum of days is a civil date, and the later of two days is one of them', async () => {
  fc.assert(fc.property(civilDates, fc.nat(3650), (date, days) => isCivilDate(addDays(date, days))));
  fc.assert(
    fc.property(civilDates, civilDates, (a, b) => {
      const later = laterOf(a, b);
      return later >= a && later >= b && (later === a || later === b);
    }),
  );
});

t.test('the day changes at midnight of the zone, to the millisecond', async (t) => {
  const rows: [string, string, string][] = [
    ['America/Sao_Paulo', '2026-07-02T02:59:59.999Z', '2026-07-01'],
    ['America/Sao_Paulo', '2026-07-02T03:00:00.000Z', '2026-07-02'],
    ['America/Manaus', '2026-07-02T03:59:59.999Z', '2026-07-01'],
    ['America/Manaus', '2026-07-02T04:00:00.000Z', '2026-07-02'],
    ['America/Noronha', '2026-07-02T01:59:59.999Z', '2026-07-01'],
    ['America/Noronha', '2026-07-02T02:00:00.000Z', '2026-07-02'],
    ['America/Rio_Branco', '2027-01-01T04:59:59.999Z', '2026-12-31'],
    ['America/Rio_Branco', '2027-01-01T05:00:00.000Z', '2027-01-01'],
    ['UTC', '2024-02-29T23:59:59.999Z', '2024-02-29'],
  ];
  for (const [zone, instant, expected] of rows)
    t.equal(dateAt(Date.parse(instant), zone), expected, `${instant} ${zone}`);
});

t.test('daylight-saving days of the past have their own midnights', async (t) => {
  const rows: [string, string, string][] = [
    // 2018-11-04 began at 01:00 in São Paulo: 00:00 did not exist.
    ['2018-11-04T02:59:59.999Z', '2018-11-03', 'the last moment before the skipped midnight'],
    ['2018-11-04T03:00:00.000Z', '2018-11-04', 'the first moment after it'],
    ['2018-11-05T01:59:59.999Z', '2018-11-04', 'that day ends an hour earlier in UTC'],
    ['2018-11-05T02:00:00.000Z', '2018-11-05', 'and the next begins'],
    // 2019-02-16 had 25 hours: 23:00 to 23:59 came twice.
    ['2019-02-17T01:59:59.999Z', '2019-02-16', 'the first 23:59'],
    ['2019-02-17T02:00:00.000Z', '2019-02-16', 'the repeated 23:00'],
    ['2019-02-17T02:59:59.999Z', '2019-02-16', 'the second 23:59'],
    ['2019-02-17T03:00:00.000Z', '2019-02-17', 'midnight'],
  ];
  for (const [instant, expected, fact] of rows)
    t.equal(dateAt(Date.parse(instant), 'America/Sao_Paulo'), expected, `${instant}: ${fact}`);
  t.equal(addDays('2018-11-03', 1), '2018-11-04', 'sums of days know nothing of it');
});

t.test('a time zone is a name that the machine knows', async (t) => {
  for (const zone of ['America/Sao_Paulo', 'America/Manaus', 'America/Noronha', 'UTC']) t.ok(isTimeZone(zone), zone);
  for (const text of ['Brasília', 'America/Nowhere', '-03:00', '+0300', '', '2026-07-01[America/Sao_Paulo]'])
    t.notOk(isTimeZone(text), JSON.stringify(text));
  t.throws(() => dateAt(0, 'America/Nowhere'), 'an unknown one is a bug where a day is asked for');
});

t.test('a day begins at midnight of its zone, or at the first instant after a skipped one', async (t) => {
  const rows: [string, string, string][] = [
    ['2026-07-10', 'America/Sao_Paulo', '2026-07-10T03:00:00Z'],
    ['2026-07-10', 'America/Noronha', '2026-07-10T02:00:00Z'],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
    ['2018-11-05', 'America/Sao_Paulo', '2018-11-05T02:00:00Z'],
  ];
  for (const [date, zone, instant] of rows) t.equal(startOfDay(date, zone), Date.parse(instant), `${date} ${zone}`);
});

t.test('a minute of a day is an instant of its zone', async (t) => {
  for (const [minute, expected] of [
    [0, '2026-07-10T03:00:00Z'],
    [59, '2026-07-10T03:59:00Z'],
    [60, '2026-07-10T04:00:00Z'],
    [61, '2026-07-10T04:01:00Z'],
    [1439, '2026-07-11T02:59:00Z'],
  ] as const)
    t.equal(instantAt('2026-07-10', minute, 'America/Sao_Paulo'), Date.parse(expected), String(minute));
});
