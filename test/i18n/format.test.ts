import fc from 'fast-check';
import t from 'tap';
import { formats } from '../../src/i18n/format.js';
import { translator } from '../../src/i18n/translate.js';

const ZONE = 'America/Sao_Paulo';
const pt = formats('pt-BR', ZONE);
const en = formats('en', ZONE);
/** Spaces that do not break a line, as the library writes them. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

t.test('a moment is written on the day and at the time that the company’s clock shows', async (t) => {
  const rows: [moment: string, zone: string, written: string, fact: string][] = [
    ['2026-07-10T13:00:00Z', 'America/Sao_Paulo', '10/07/2026 10:00', 'three hours behind'],
    ['2026-07-10T13:00:00Z', 'America/Manaus', '10/07/2026 09:00', 'four'],
    ['2026-07-10T13:00:00Z', 'America/Noronha', '10/07/2026 11:00', 'two'],
    ['2026-07-11T02:59:59Z', 'America/Sao_Paulo', '10/07/2026 23:59', 'the last minute of the day'],
    ['2026-07-11T03:00:00Z', 'America/Sao_Paulo', '11/07/2026 00:00', 'midnight is 00:00, never 24:00'],
    ['2026-07-11T03:00:00Z', 'America/Manaus', '10/07/2026 23:00', 'and is still yesterday farther west'],
    ['2018-11-04T02:59:00Z', 'America/Sao_Paulo', '03/11/2018 23:59', 'before summer time begins'],
    ['2018-11-04T03:00:00Z', 'America/Sao_Paulo', '04/11/2018 01:00', 'at its beginning midnight is skipped'],
    ['2027-01-01T02:00:00Z', 'America/Sao_Paulo', '31/12/2026 23:00', 'the old year'],
  ];
  for (const [moment, zone, written, fact] of rows) {
    const { instant, time } = formats('pt-BR', zone);
    t.equal(instant(Date.parse(moment)), written, `${moment} in ${zone}: ${fact}`);
    t.equal(time(Date.parse(moment)), written.slice(11));
  }
  t.equal(en.instant(Date.parse('2026-07-11T02:59:59Z')), 'Jul 10, 2026 23:59');
});

t.test('a civil date is the same day in every zone', async (t) => {
  for (const zone of ['Pacific/Kiritimati', 'America/Sao_Paulo', 'Pacific/Pago_Pago', 'UTC']) {
    t.equal(formats('pt-BR', zone).date('2026-01-01'), '01/01/2026', zone);
    t.equal(formats('pt-BR', zone).weekday('2026-07-12'), 'domingo', zone);
    t.equal(formats('en', zone).date('2026-12-31'), 'Dec 31, 2026', zone);
  }
});

t.test('what is not known is a dash; nothing and zero are not the same', async (t) => {
  for (const { date, instant, time, money, number, score } of [pt, en]) {
    for (const written of [date(null), instant(undefined), time(null), money(null), number(undefined)])
      t.equal(written, '—');
    t.equal(score(null, null), '—');
    t.equal(score(0, 0), '—', 'nothing was graded');
  }
  t.equal(plain(pt.money(0)), 'R$ 0,00');
  t.equal(pt.number(0), '0');
  t.equal(pt.score(0, 3), '0,0');
});

t.test('money, numbers and scores are written the language’s way, with the minus of print', async (t) => {
  t.equal(plain(pt.money(123_456)), 'R$ 1.234,56');
  t.equal(plain(pt.money(-5)), '−R$ 0,05');
  t.equal(plain(en.money(123_456)), 'R$1,234.56');
  t.equal(pt.number(-1_234_567), '−1.234.567');
  t.equal(en.number(1234), '1,234');
  const scores: [sum: number, count: number, written: string][] = [
    [100, 3, '33,3'],
    [200, 3, '66,7'],
    [1, 20, '0,1'],
    [-1, 20, '0,0'],
    [-3, 20, '−0,1'],
    [-100, 1, '−100,0'],
  ];
  for (const [sum, count, written] of scores) t.equal(pt.score(sum, count), written, `${sum} of ${count}, half up`);
});

t.test('an amount that was written is read back to the centavo', async () => {
  fc.assert(
    fc.property(fc.integer({ min: -(10 ** 13), max: 10 ** 13 }), (cents) => {
      const digits = pt.money(cents).replace(/\D/g, '');
      return Number(digits) === Math.abs(cents) && pt.money(cents).startsWith('−') === cents < 0;
    }),
  );
});

t.test('a text agrees with its count, in both languages', async (t) => {
  const say = (locale: 'pt-BR' | 'en', count: number) => translator(locale)('bulk.chosen', { count });
  t.equal(say('pt-BR', 1), '1 pesquisa escolhida');
  t.equal(say('pt-BR', 2), '2 pesquisas escolhidas');
  // A million is a form of its own in Portuguese, which no text writes.
  t.equal(say('pt-BR', 1_000_000), '1.000.000 pesquisas escolhidas');
  t.match(say('en', 1), /^1 survey /);
  for (const count of [0, 2, 1_000_000]) t.match(say('en', count), /^[\d,]+ surveys /, String(count));
});

t.test('a text that does not exist is a bug that shows', async (t) => {
  t.throws(() => translator('pt-BR')('bulk.nothing' as 'bulk.chosen'), /no text for bulk\.nothing in pt-BR/);
});
