import fc from 'fast-check';
import t from 'tap';
import { MAX_CENTS, parseMoney, parsePercentage, percentageOf } from '../../src/domain/money.js';

t.test('amounts are read as Brazilians and as machines write them', async (t) => {
  const rows: [string, number][] = [
    ['1.234,56', 123456],
    ['1234,56', 123456],
    ['1234.56', 123456],
    ['1,234.56', 123456],
    ['1.234', 123400],
    ['1.234.567', 123456700],
    ['1234', 123400],
    ['29,9', 2990],
    ['29.9', 2990],
    ['0,05', 5],
    ['0.05', 5],
    ['0', 0],
    ['0123,45', 12345],
    ['R$ 1.234,56', 123456],
    ['r$1234', 123400],
    [' R$\u00A099,90 ', 9990],
    ['10.000.000.000,00', MAX_CENTS],
  ];
  for (const [text, cents] of rows) t.equal(parseMoney(text), cents, text);
});

t.test('what is no amount, or not surely one, is refused', async (t) => {
  const doubtful = ['1,234', '0.123', '01.234', '1.23.456', '12.34,56', '1.234,567', '1,234,567', '1.2345', '1 234,56'];
  const signed = ['-1', '−1', '+1', '(1,00)'];
  const others = ['', ' ', 'R$', 'abc', '1e3', '0x10', ',50', '.50', '1,', '1.', 'US$ 1', '٣', 'NaN'];
  const tooMuch = ['10.000.000.000,01', '99999999999999999999'];
  for (const text of [...doubtful, ...signed, ...others, ...tooMuch]) t.equal(parseMoney(text), null, text);
});

t.test('every amount is read back from all the ways in which it is printed', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: MAX_CENTS }), (cents) => {
      const reais = Math.floor(cents / 100);
      const centavos = String(cents % 100).padStart(2, '0');
      const brazilian = new Intl.NumberFormat('pt-BR', { style: 'currency', currency: 'BRL' }).format(cents / 100);
      const american = new Intl.NumberFormat('en', { minimumFractionDigits: 2 }).format(cents / 100);
      return [brazilian, american, `${reais},${centavos}`, `${reais}.${centavos}`].every(
        (printed) => parseMoney(printed) === cents,
      );
    }),
  );
});

t.test('a percentage is read with a comma or a dot, with or without its sign', async (t) => {
  const rows: [string, number | null][] = [
    ['12,5', 1250],
    ['12.5', 1250],
    ['12,5%', 1250],
    [' 12,50 % ', 1250],
    ['100', 10000],
    ['0,01', 1],
    ['0', 0],
    ['999,99', 99999],
    ['0,001', null],
    ['1000', null],
    ['-1', null],
    ['', null],
    ['%', null],
  ];
  for (const [text, basisPoints] of rows) t.equal(parsePercentage(text), basisPoints, JSON.stringify(text));
});

t.test('a percentage of an amount is rounded half up to the centavo', async (t) => {
  const rows: [number, number, number][] = [
    [10_000, 1250, 1250],
    [101, 5000, 51],
    [1, 5000, 1],
    [1, 4999, 0],
    [99_999, 10_000, 99_999],
    [99_999, 0, 0],
    [333, 3333, 111],
    [-101, 5000, -50],
    [MAX_CENTS, 9999, 999_900_000_000],
  ];
  for (const [cents, rate, expected] of rows) t.equal(percentageOf(cents, rate), expected, `${rate} of ${cents}`);
});

t.test('a share is never more than the whole, and shares of the two parts miss it by a centavo at most', async () => {
  fc.assert(
    fc.property(fc.nat(MAX_CENTS), fc.nat(10_000), (cents, rate) => {
      const share = percentageOf(cents, rate);
      const sum = share + percentageOf(cents, 10_000 - rate);
      return share >= 0 && share <= cents && (sum === cents || sum === cents + 1);
    }),
  );
});
