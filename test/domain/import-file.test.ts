import t from 'tap';
import { faultOfFile, hasStrangeLetters } from '../../src/domain/import-file.js';
import { decodeText } from '../../src/domain/import-text.js';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);
const TEXT = 'cliente;cidade\r\nJoão Conceição;São Paulo\r\n';

t.test('text in any of the known encodings is no fault', async (t) => {
  t.equal(faultOfFile(bytes(TEXT)), null);
  t.equal(faultOfFile(bytes(TEXT, 'latin1')), null);
  t.equal(faultOfFile(Buffer.concat([bytes('fffe', 'hex'), bytes(TEXT, 'utf16le')])), null);
  t.equal(faultOfFile(Buffer.concat([bytes('feff', 'hex'), bytes(TEXT, 'utf16le').swap16()])), null);
  t.equal(faultOfFile(bytes(`${TEXT}\u001a`)), null, 'DOS ends its files so');
});

t.test('what is no text is told from it', async (t) => {
  t.equal(faultOfFile(bytes('')), 'empty');
  t.equal(faultOfFile(bytes('504b03040a', 'hex')), 'spreadsheet');
  t.equal(faultOfFile(bytes('d0cf11e0a1', 'hex')), 'spreadsheet');
  t.equal(faultOfFile(bytes('a\u0000b;c;d;e;f;g;h')), 'binary');
  t.equal(faultOfFile(bytes('\u0001\u0002\u0003;abc')), 'binary');
  t.equal(faultOfFile(bytes(TEXT, 'utf16le')), 'encoding');
});

t.test('a stray control character among a hundred letters is forgiven', async (t) => {
  t.equal(faultOfFile(bytes(`${'a'.repeat(99)}\u0001`)), null);
  t.equal(faultOfFile(bytes(`${'a'.repeat(98)}\u0001\u0001`)), 'binary');
});

t.test('letters of code page 850 are strange in Windows-1252', async (t) => {
  const strange = (hex: string) => hasStrangeLetters(decodeText(bytes(hex, 'hex')));
  t.equal(strange('4a6fc66f'), true, 'João');
  t.equal(strange('696e7374616c6187c66f'), true, 'instalação');
  t.equal(strange('6d8161'), true, 'a byte that means nothing');
  t.equal(hasStrangeLetters(decodeText(bytes('João, Ænima, R€ 5, “aspas”, 20‰', 'utf8'))), false);
  t.equal(hasStrangeLetters(decodeText(bytes('João à Conceição çãõ', 'latin1'))), false);
});
