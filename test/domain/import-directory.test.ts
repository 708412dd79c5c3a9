import t from 'tap';
import { Directory } from '../../src/domain/import-directory.js';

const FIBRA = { id: 1, name: 'Fibra 500', code: 'F500', active: true };
const RADIO = { id: 2, name: 'Rádio', code: null, active: true };

t.test('products match by code, then by name, without regard to case and accents', async (t) => {
  const products = new Directory([FIBRA, RADIO], true);
  t.equal(products.find({ name: 'Outro nome', code: 'f500' }), 1);
  t.equal(products.find({ name: 'RADIO', code: null }), 2);
  t.equal(products.find({ name: 'fibra  500', code: 'F501' }), 1, 'a name is one product, whatever the code');
  t.equal(products.find({ name: 'Fibra 600', code: 'F600' }), null);
  t.equal(products.find({ name: 'Rádio', code: 'F500' }), 1, 'the code wins');
});

t.test('one matched by name alone learns its code, once', async (t) => {
  const products = new Directory([FIBRA, RADIO], true);
  t.equal(products.place({ name: 'radio', code: 'R1' }), 2);
  t.equal(products.place({ name: 'radio', code: 'R2' }), 2);
  t.equal(products.place({ name: 'Qualquer', code: 'r1' }), 2);
  t.same([...products.learned], [[2, 'R1']]);
  t.equal(products.place({ name: 'Fibra 500', code: 'F501' }), 1);
  t.equal(products.learned.size, 1, 'a code that is there stays');
});

t.test('sellers of one name and other ids are other people', async (t) => {
  const sellers = new Directory([{ id: 1, name: 'João', code: 'V1', active: true }], false);
  t.equal(sellers.find({ name: 'joao', code: null }), 1);
  t.equal(sellers.place({ name: 'João', code: 'V2' }), -1);
  t.equal(sellers.place({ name: 'João', code: 'V2' }), -1);
  t.equal(sellers.place({ name: 'João', code: 'V1' }), 1);
  t.same(sellers.added, [{ name: 'João', code: 'V2' }]);
});

t.test('the active come before the deactivated, and the oldest first', async (t) => {
  const sellers = new Directory(
    [
      { id: 3, name: 'João', code: null, active: true },
      { id: 1, name: 'João', code: null, active: false },
      { id: 2, name: 'João', code: null, active: true },
    ],
    false,
  );
  t.equal(sellers.find({ name: 'João', code: null }), 2);
});

t.test('what is added is numbered backwards, and is found and taught again', async (t) => {
  const products = new Directory([], true);
  t.same([products.place({ name: 'A', code: null }), products.place({ name: 'B', code: 'B' })], [-1, -2]);
  t.equal(products.place({ name: 'a', code: 'X' }), -1);
  t.same(products.added, [
    { name: 'A', code: 'X' },
    { name: 'B', code: 'B' },
  ]);
  t.equal(products.learned.size, 0);
});

t.test('of two with one code the first has it', async (t) => {
  const products = new Directory(
    [
      { id: 2, name: 'Fibra B', code: 'f5', active: true },
      { id: 1, name: 'Fibra A', code: 'F5', active: true },
    ],
    true,
  );
  t.equal(products.find({ name: 'Outra', code: 'F5' }), 1);
});

t.test("a seller known by his name alone is the one whom the file names, and learns the ERP's id", async (t) => {
  const sellers = new Directory([{ id: 1, name: 'João', code: null, active: true }], false);
  t.equal(sellers.place({ name: 'joão', code: null }), 1);
  t.equal(sellers.learned.size, 0);
  t.equal(sellers.place({ name: 'João', code: 'V1' }), 1);
  t.same([...sellers.learned], [[1, 'V1']]);
  t.same([sellers.place({ name: 'João', code: 'V2' }), sellers.place({ name: 'Outro', code: 'v1' })], [-1, 1]);
});
