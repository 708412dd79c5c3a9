import t from 'tap';
import { type ContactForm, readContact, STATES, validatePhones } from '../../src/domain/customer.js';
import { FieldChecks } from '../../src/domain/field-checks.js';
import { accepted, refusals } from './verdict.js';

function refused(form: ContactForm): string[] {
  const checks = new FieldChecks();
  readContact(checks, form);
  return refusals(checks.result(null));
}

t.test('a contact is stored in one form', async (t) => {
  const form = {
    document: '529.982.247-25',
    phone1: '(11) 98765-4321',
    phone2: '',
    phone3: '011 3232-1234',
    email: ' Ana@Example.com ',
    city: ' São  Paulo ',
    state: 'sp',
  };
  t.same(readContact(new FieldChecks(), form), {
    document: '52998224725',
    phone1: '+5511987654321',
    phone2: null,
    phone3: '+551132321234',
    email: 'Ana@Example.com',
    city: 'São Paulo',
    state: 'SP',
  });
});

t.test('nothing of a contact is required', async (t) => {
  const nothing = { document: null, phone1: null, phone2: null, phone3: null, email: null, city: null, state: null };
  t.same(readContact(new FieldChecks(), {}), nothing);
});

t.test('what cannot be read is refused at its field, and then unknown', async (t) => {
  const form = {
    document: '1',
    phone1: '2',
    phone2: '3',
    phone3: '4',
    email: 'ana@',
    city: 'x'.repeat(81),
    state: 'XX',
  };
  t.same(refused(form), [
    'document: invalidDocument',
    'phone1: invalidPhone',
    'phone2: invalidPhone',
    'phone3: invalidPhone',
    'email: invalidEmail',
    'city: tooLong {"max":80}',
    'state: invalidState',
  ]);
  t.equal(readContact(new FieldChecks(), form).phone1, null);
});

t.test('an e-mail has one @ and a domain', async (t) => {
  for (const email of ['a@b.co', 'ana.souza+isp@provedor.com.br', `${'x'.repeat(115)}@b.co`])
    t.same(refused({ email }), [], email);
  for (const email of ['ana', '@b.co', 'a@b', 'a@@b.co', 'a b@c.co', 'Ana <a@b.co>', `${'x'.repeat(116)}@b.co`])
    t.same(refused({ email }), ['email: invalidEmail'], email);
});

t.test('Brazil has 27 units', async (t) => {
  t.equal(new Set(STATES).size, 27);
});

t.test('corrected phones are kept in order, each once and without gaps', async (t) => {
  const [one, other] = ['(11) 98765-4321', '1133334444'];
  const none = { phone1: null, phone2: null, phone3: null };
  t.same(accepted(validatePhones({ phone1: '', phone2: one, phone3: other })), {
    phone1: '+5511987654321',
    phone2: '+551133334444',
    phone3: null,
  });
  t.same(accepted(validatePhones({ phone1: one, phone2: '011 98765-4321' })), { ...none, phone1: '+5511987654321' });
  t.same(accepted(validatePhones({})), none);
  t.same(refusals(validatePhones({ phone1: '123', phone2: one, phone3: 'x' })), [
    'phone1: invalidPhone',
    'phone3: invalidPhone',
  ]);
});
