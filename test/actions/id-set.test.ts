import fc from 'fast-check';
import t from 'tap';
import { IdSet } from '../../src/actions/id-set.js';

t.test('a set of ids knows each once, as a Set does', async () => {
  // Few ones in a row, that meet again, and the borders of bytes and pages.
  const id = fc.oneof(fc.nat(20), fc.nat(3_000_000), fc.constantFrom(65_535, 65_536, 131_071, 131_072, 2 ** 40));
  fc.assert(
    fc.property(fc.array(id, { maxLength: 60 }), (ids) => {
      const [set, model] = [new IdSet(), new Set<number>()];
      return ids.every((one) => {
        const fresh = !model.has(one);
        model.add(one);
        return set.add(one) === fresh;
      });
    }),
  );
});
