import t from 'tap';
import { addDays, weekdayOf } from '../../src/domain/civil-date.js';
import { nationalHolidays } from '../../src/store/national-holidays.js';

/** The laws 662/1949, 6.802/1980, 10.607/2002 and 14.759/2023, and Good Friday. */
const FIXED = ['01-01', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '12-25'];

const GOOD_FRIDAYS: readonly (readonly [number, string])[] = [
  [2018, '2018-03-30'],
  [2023, '2023-04-07'],
  [2024, '2024-03-29'],
  [2025, '2025-04-18'],
  [2026, '2026-04-03'],
  [2027, '2027-03-26'],
  [2030, '2030-04-19'],
  [2038, '2038-04-23'],
];

t.test('the national holidays are the ones of the law, and Good Friday', async (t) => {
  for (const [year, goodFriday] of GOOD_FRIDAYS) {
    // Ballots are national holidays too; they are held on Sundays.
    const days = nationalHolidays(year).map(({ on }) => on);
    const weekdays = days.filter((on) => weekdayOf(on) !== 7);
    const law = [...FIXED, ...(year >= 2024 ? ['11-20'] : [])].map((day) => `${year}-${day}`);
    const expected = [...law, goodFriday].sort();
    t.same(
      weekdays,
      expected.filter((on) => weekdayOf(on) !== 7),
      String(year),
    );
    t.ok(
      expected.every((on) => days.includes(on)),
      `${year}, Sundays too`,
    );
  }
});

t.test(
  'carnival, Corpus Christi and the last days of the year are business days unless the company says otherwise',
  async (t) => {
    const days = new Set(nationalHolidays(2026).map(({ on }) => on));
    for (const on of ['2026-02-16', '2026-02-17', '2026-02-18', '2026-06-04', '2026-12-24', '2026-12-31', '2026-10-28'])
      t.notOk(days.has(on), on);
  },
);

t.test('they have names in both languages, and each day is one of its year', async (t) => {
  const named = (year: number, locale: 'pt-BR' | 'en') => nationalHolidays(year, locale).map(({ name }) => name);
  t.ok(named(2026, 'pt-BR').includes('Dia da Consciência Negra'));
  t.ok(named(2026, 'en').includes('Good Friday'));
  for (const year of [1900, 1985, 2099, 2199])
    for (const { on, name } of nationalHolidays(year)) {
      t.equal(addDays(on, 0), on);
      t.ok(on.startsWith(String(year)) && name !== '', `${on} ${name}`);
    }
});
