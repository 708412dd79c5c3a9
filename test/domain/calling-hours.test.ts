import t from 'tap';
import { clockText, parseMinuteOfDay } from '../../src/domain/calling-hours.js';
import { instantAt, weekdayOf } from '../../src/domain/civil-date.js';

t.test('a time of day is read as people and browsers write it', async (t) => {
  const times = [
    ['00:00', 0],
    ['9:05', 545],
    ['09:30', 570],
    ['9h30', 570],
    [' 14:30 ', 870],
    ['14:30:00', 870],
    ['23:59', 1439],
  ] as const;
  for (const [text, minute] of times) t.equal(parseMinuteOfDay(text), minute, text);
  for (const text of ['', '9', '24:00', '12:60', '14:30:01', '1430', '-1:00', 'meio-dia'])
    t.equal(parseMinuteOfDay(text), null, text);
});

t.test('a minute of the day is written so that it reads back', async (t) => {
  for (let minute = 0; minute < 1440; minute++) t.equal(parseMinuteOfDay(clockText(minute)), minute);
});

t.test('a wall-clock time is an instant of the zone, also where the clock jumps', async (t) => {
  const instants = [
    ['2026-07-10', 870, 'America/Sao_Paulo', '2026-07-10T14:30:00-03:00'],
    ['2026-07-10', 0, 'America/Noronha', '2026-07-10T00:00:00-02:00'],
    // Midnight to 01:00 does not exist on that day: 00:30 is 01:30.
    ['2018-11-04', 30, 'America/Sao_Paulo', '2018-11-04T01:30:00-02:00'],
    // 23:30 comes twice on that day.
    ['2019-02-16', 1410, 'America/Sao_Paulo', '2019-02-16T23:30:00-02:00'],
  ] as const;
  for (const [date, minute, zone, iso] of instants) t.equal(instantAt(date, minute, zone), Date.parse(iso), iso);
});

t.test('the days of the week run from Monday to Sunday', async (t) => {
  const days = [
    ['2026-07-06', 1],
    ['2026-07-10', 5],
    ['2026-07-12', 7],
    ['1970-01-01', 4],
    ['1969-12-28', 7],
    ['1900-01-01', 1],
  ] as const;
  for (const [date, weekday] of days) t.equal(weekdayOf(date), weekday, date);
});
