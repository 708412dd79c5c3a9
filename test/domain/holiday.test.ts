import t from 'tap';
import { MAX_HOLIDAY_LINES, readHolidayList, sameDay, validateHoliday } from '../../src/domain/holiday.js';
import { matchLists } from '../support/match-lists.js';
import { accepted, refusals } from './verdict.js';

const own = [
  { on: '2020-07-14', name: 'Aniversário da cidade', yearly: true },
  { on: '2026-02-17', name: 'Carnaval', yearly: false },
];
const national = (date: string) => date.endsWith('-12-25');
const read = (text: string) => readHolidayList(text, own, national);

t.test('a holiday is a day and a name, once or every year', async (t) => {
  t.same(accepted(validateHoliday({ on: '13/06/2027', name: ' Padroeiro ', yearly: '1' })), {
    on: '2027-06-13',
    name: 'Padroeiro',
    yearly: true,
  });
  t.same(accepted(validateHoliday({ on: '2027-06-13', name: 'Padroeiro' })).yearly, false);
  t.same(refusals(validateHoliday({ on: '31/02/2027', name: ' ' })), ['on: notADate', 'name: required']);
  t.same(refusals(validateHoliday({ name: 'x'.repeat(121) })), ['on: required', 'name: tooLong {"max":120}']);
});

t.test('two are the same day when one of them always comes on the other’s', async (t) => {
  const once = (on: string) => ({ on, yearly: false });
  const yearly = (on: string) => ({ on, yearly: true });
  t.ok(sameDay(once('2026-06-13'), once('2026-06-13')));
  t.notOk(sameDay(once('2026-06-13'), once('2027-06-13')));
  t.ok(sameDay(yearly('2026-06-13'), once('2027-06-13')));
  t.ok(sameDay(once('2020-06-13'), yearly('2026-06-13')), 'also of an earlier year');
  t.ok(sameDay(yearly('2026-06-13'), yearly('2027-06-13')));
  t.notOk(sameDay(yearly('2026-06-13'), yearly('2026-06-14')));
});

t.test('a list is read line by line, whatever program wrote it', async (t) => {
  const rows: [string, string, string][] = [
    ['13/06/2027;Padroeiro', 'Padroeiro', 'a semicolon'],
    ['13/06/2027\tPadroeiro', 'Padroeiro', 'cells pasted from a spreadsheet'],
    ['2027-06-13;Padroeiro', 'Padroeiro', 'ISO'],
    [' 13/6/2027 ;  Padroeiro  da   cidade ;;', 'Padroeiro da cidade', 'white space and empty cells'],
    ['"13/06/2027";"O ""dia""; e a festa"', 'O "dia"; e a festa', 'quotes'],
    ['data;feriado\n\n13/06/2027;Padroeiro', 'Padroeiro', 'names of columns, an empty line'],
  ];
  for (const [text, name, fact] of rows) {
    const { holidays, faults } = read(text);
    t.same(faults, [], fact);
    matchLists(t, holidays, [{ on: '2027-06-13', known: null }], fact);
    t.equal(holidays[0]?.name, name, fact);
  }
  matchLists(t, read('\r\n01/02/2027;A\r\n\r\n02/02/2027;B\r\n').holidays, [{ line: 2 }, { line: 4 }]);
  t.same(read(' \n\n'), { holidays: [], faults: [] });
});

t.test('what is a holiday already is told, and no fault', async (t) => {
  const known = read('14/07/2027;Aniversário\n17/02/2026;Carnaval\n25/12/2027;Natal\n17/02/2027;Outro').holidays;
  t.same(
    known.map((holiday) => holiday.known),
    ['own', 'own', 'national', null],
  );
});

t.test('what is wrong says the line and what stands there', async (t) => {
  const list = `x1;Padroeiro\n13/06/2027\n13/06/2027;\n12/06/2027;${'n'.repeat(121)}\n11/06/2027;A\n11/06/2027;B`;
  t.same(
    read(list).faults.map(({ line, message }) => [line, message]),
    [
      [1, 'notADate'],
      [2, 'required'],
      [3, 'required'],
      [4, 'tooLong'],
      [6, 'duplicate'],
    ],
  );
  t.same(read('31/02/2027 ;Nunca').faults, [{ line: 1, cell: '31/02/2027', message: 'notADate' }]);
  t.same(read('Feriados').faults, [{ line: 1, cell: 'Feriados', message: 'notADate' }], 'no names of columns');
  t.same(read(`12/06/2027;${'n'.repeat(120)}`).faults, []);
  t.equal(read('13/06/2027;Dia "do" padroeiro').holidays[0]?.name, 'Dia "do" padroeiro', 'quotes within a name');
  const days = (count: number) => Array.from({ length: count }, (_, day) => `2027-01-${day};x`).join('\n');
  matchLists(t, read(days(MAX_HOLIDAY_LINES + 1)), { holidays: [], faults: [{ line: 367, message: 'tooMany' }] });
  t.notMatch(read(days(MAX_HOLIDAY_LINES)).faults, [{ message: 'tooMany' }]);
});
