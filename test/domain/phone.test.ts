import fc from 'fast-check';
import t from 'tap';
import { formatPhone, normalizePhone } from '../../src/domain/phone.js';

t.test('a Brazilian number is read in all the ways in which it is written', async (t) => {
  const rows: [string, string][] = [
    ['(11) 98765-4321', '+5511987654321'],
    ['11987654321', '+5511987654321'],
    ['+55 11 98765-4321', '+5511987654321'],
    ['5511987654321', '+5511987654321'],
    ['011 98765.4321', '+5511987654321'],
    ['(92) 3232-1234', '+559232321234'],
    ['+559232321234', '+559232321234'],
    ['55 99123-4567', '+5555991234567'],
    ['+55 (55) 3221-1234', '+555532211234'],
    ['0 15 11 98765-4321', '+5511987654321'],
    ['0800 123 4567', '+558001234567'],
  ];
  for (const [text, expected] of rows) t.equal(normalizePhone(text), expected, text);
});

t.test('what is no Brazilian number with its area code is refused', async (t) => {
  const incomplete = ['', '98765-4321', '3232-1234', '190', '+55'];
  const impossible = ['(10) 98765-4321', '(01) 98765-4321', '11 88765-4321', '11 1234-5678', '119876543210'];
  const unreadable = ['não tem', '11 98765-4321 ramal 2', '(11) 98765-4321 / 3232-1234', '9'.repeat(200)];
  for (const text of [...incomplete, ...impossible, ...unreadable]) t.equal(normalizePhone(text), null, text);
});

t.test('a number of another country is read with its country code', async (t) => {
  t.equal(normalizePhone('+595 981 123456'), '+595981123456', 'customers at the border have them');
  t.equal(normalizePhone('+351 912 345 678'), '+351912345678');
  t.equal(normalizePhone('+595 98'), null);
});

t.test('a number is printed as people write it, anything else as it is', async (t) => {
  t.equal(formatPhone('+5511987654321'), '(11) 98765-4321');
  t.equal(formatPhone('+559232321234'), '(92) 3232-1234');
  t.equal(formatPhone('+558001234567'), '0800 123 4567');
  t.equal(formatPhone('+595981123456'), '+595 981 123456');
  t.equal(formatPhone('não tem'), 'não tem');
});

t.test('what was read is read again, from itself and from its printed form', async () => {
  const numbers = fc.stringMatching(/^(1[1-9]|21|51|8[1-9]|9[1-9])(9[6-9][0-9]{7}|3[2-5][0-9]{6})$/);
  fc.assert(
    fc.property(numbers, (national) => {
      const phone = normalizePhone(national) ?? '';
      return (
        phone === `+55${national}` && normalizePhone(phone) === phone && normalizePhone(formatPhone(phone)) === phone
      );
    }),
  );
});
