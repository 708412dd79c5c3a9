import fc from 'fast-check';
import t from 'tap';
import { decodePageKey, encodePageKey } from '../../src/web/page-key.js';

const anything = () => true;

t.test('a key comes back from the URL as it went', async (t) => {
  const keys = fc.record({
    value: fc.oneof(fc.string({ maxLength: 100 }), fc.integer()),
    id: fc.integer({ min: 1, max: 2_147_483_647 }),
  });
  fc.assert(
    fc.property(keys, (key) => {
      const encoded = encodePageKey(key);
      const decoded = decodePageKey('before', encoded, anything);
      return /^[\w-]+$/.test(encoded) && decoded?.value === key.value && decoded.id === key.id;
    }),
  );
  t.pass();
});

t.test('what is no key is null and never throws', async (t) => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  for (const broken of [
    '',
    'x',
    '%',
    encode('text'),
    encode(null),
    encode({ value: 'a', id: 1 }),
    encode(['a']),
    encode(['a', 0]),
    encode(['a', 1.5]),
    encode(['a', 2_147_483_648]),
    encode(['a', '1']),
    encode(['a', 1, 2]),
    encode(['a'.repeat(5000), 1]),
  ])
    t.equal(decodePageKey('after', broken, anything), null, broken.slice(0, 20));
  t.equal(
    decodePageKey('after', encode([1, 1]), (value) => typeof value === 'string'),
    null,
    'a value of another list',
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      decodePageKey('after', text, anything);
    }),
  );
});
