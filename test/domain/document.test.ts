import fc from 'fast-check';
import t from 'tap';
import { formatDocument, parseDocument } from '../../src/domain/document.js';

t.test('a CPF or CNPJ is read with or without punctuation', async (t) => {
  const rows: [string, string][] = [
    ['529.982.247-25', '52998224725'],
    ['52998224725', '52998224725'],
    [' 111 444 777 35 ', '11144477735'],
    ['11.222.333/0001-81', '11222333000181'],
    ['11222333000181', '11222333000181'],
    ['12.ABC.345/01DE-35', '12ABC34501DE35'],
    ['12abc34501de35', '12ABC34501DE35'],
  ];
  for (const [text, expected] of rows) t.equal(parseDocument(text), expected, text);
});

t.test('a remainder of 0 or 1 gives the check digit 0, one of 2 gives 9', async (t) => {
  for (const document of ['88752316300', '07645665980', '56834567119']) t.equal(parseDocument(document), document);
  for (const document of ['5LOWFBFUH5ZJ90', 'IRSAEJG252TH70', 'KISQ0GBYTZNP09'])
    t.equal(parseDocument(document), document);
});

t.test('what is no tax number is refused', async (t) => {
  const wrongChecks = ['529.982.247-24', '529.982.247-15', '11.222.333/0001-80', '12.ABC.345/01DE-36'];
  const wrongForm = ['', '5299822472', '529982247250', '12ABC34501DEA5', '529_982_247_25', '529982247２5', 'abc'];
  const neverIssued = ['000.000.000-00', '11111111111', '99999999999999', '00.000.000/0000-00'];
  for (const text of [...wrongChecks, ...wrongForm, ...neverIssued]) t.equal(parseDocument(text), null, text);
});

t.test('a tax number is printed with its punctuation, anything else as it is', async (t) => {
  t.equal(formatDocument('52998224725'), '529.982.247-25');
  t.equal(formatDocument('12ABC34501DE35'), '12.ABC.345/01DE-35');
  t.equal(formatDocument('123'), '123');
});

t.test('what was read is read again from its printed form', async () => {
  const cpf = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 9, maxLength: 9 });
  const cnpj = fc.string({ unit: fc.constantFrom(...'0123456789ABXYZ'), minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(fc.oneof(cpf, cnpj), (base) => {
      const valid = checkDigitPairs().filter((pair) => parseDocument(base + pair) !== null);
      // Only one character repeated has none.
      if (valid.length !== 1) return new Set(base).size === 1;
      const document = base + valid[0];
      return parseDocument(formatDocument(document)) === document;
    }),
    { numRuns: 50 },
  );
});

t.test('one wrong digit never goes unseen', async () => {
  const slips = fc.record({ at: fc.nat(10), digit: fc.nat(9) });
  fc.assert(
    fc.property(slips, ({ at, digit }) => {
      const cpf = '52998224725';
      const slipped = cpf.slice(0, at) + digit + cpf.slice(at + 1);
      return slipped === cpf || parseDocument(slipped) === null;
    }),
  );
});

function checkDigitPairs(): string[] {
  return Array.from({ length: 100 }, (_, pair) => String(pair).padStart(2, '0'));
}
