import fc from 'fast-check';
import t from 'tap';
import { cleanLine, cleanText, nameKey, searchText } from '../../src/domain/text.js';

/** Text of all planes of Unicode, broken surrogates, controls and marks among it. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r', '\u0000', '\u200B', '\uD800', '\u0301', 'İ', 'ç', 'A') }),
);

t.test('a line is trimmed, on one line, and without what cannot be seen', async (t) => {
  const rows: [string, string][] = [
    ['  Ana   Souza ', 'Ana Souza'],
    ['Ana\r\nSouza', 'Ana Souza'],
    ['Ana\tSouza', 'Ana Souza'],
    ['Ana\u00A0\u00A0Souza', 'Ana Souza'],
    ['Ana\u2028Souza', 'Ana Souza'],
    ['A\u0000n\u0007a', 'Ana'],
    ['A\u200Bna\u202E', 'Ana'],
    ['A\u00ADna', 'Ana'],
    ['Ana\uD800', 'Ana'],
    ['Jose\u0301', 'José'],
    ['Satisfeito 👩‍💻', 'Satisfeito 👩‍💻'],
    [' \n ', ''],
  ];
  for (const [typed, expected] of rows) t.equal(cleanLine(typed), expected, inAscii(typed));
});

t.test('text keeps its lines and its indentation, and loses the white space at their ends', async (t) => {
  const rows: [string, string][] = [
    ['Bom dia,\r\naqui é o provedor.\r\n', 'Bom dia,\naqui é o provedor.'],
    ['um\rdois', 'um\ndois'],
    ['um  \n\n\n\tdois \t\n  três', 'um\n\n\n\tdois\n  três'],
    ['\n\n um \n\n', 'um'],
    ['u\u0000m', 'um'],
  ];
  for (const [typed, expected] of rows) t.equal(cleanText(typed), expected, inAscii(typed));
});

t.test('names are equal without regard to case, accents and white space', async (t) => {
  t.equal(nameKey(' JOSÉ   da  Conceição '), 'jose da conceicao');
  t.equal(nameKey('Jose\u0301'), nameKey('JOSÉ'));
  t.equal(nameKey('Fibra 500 Mega'), nameKey('FIBRA 500 MEGA'));
  t.equal(nameKey('AÇÚCAR'), 'acucar');
  t.not(nameKey('Fibra 500'), nameKey('Fibra 50 0'));
  t.equal(nameKey(' \u0301 '), '', 'a mark alone is nothing');
});

t.test('cleaning twice is cleaning once', async () => {
  for (const clean of [cleanLine, cleanText, nameKey])
    fc.assert(
      fc.property(anyText, (text) => clean(clean(text)) === clean(text)),
      { numRuns: 2000 },
    );
});

t.test('what is stored holds no control character and no broken surrogate', async () => {
  fc.assert(fc.property(anyText, (text) => !/\p{Cc}|\p{Cs}/u.test(cleanLine(text) + nameKey(text))));
  fc.assert(fc.property(anyText, (text) => !/(?![\t\n])\p{Cc}|\p{Cs}/u.test(cleanText(text))));
});

t.test('a key does not depend on the case of what was typed', async () => {
  const letters = fc.string({ unit: fc.constantFrom(...'aàáâãbcçdeéêiíoóôõuúü 09') });
  fc.assert(fc.property(letters, (text) => nameKey(text.toUpperCase()) === nameKey(text)));
});

t.test('a search text joins the keys of what is known', async (t) => {
  t.equal(searchText(['José', null, '', '52998224725', undefined, ' São  Paulo ']), 'jose 52998224725 sao paulo');
  t.equal(searchText([null, undefined]), '');
});

/** A title that a report can print. */
function inAscii(text: string): string {
  return text.replace(/[^ -~]/g, (unit) => `<${unit.charCodeAt(0).toString(16)}>`);
}
