import t from 'tap';
import { FieldChecks } from '../../src/domain/field-checks.js';
import { fillTemplate, firstName, readTemplate } from '../../src/domain/message-template.js';

const VALUES = {
  cliente: 'Maria [produto] Souza',
  nome: 'Maria',
  produto: 'Fibra 500',
  operador: 'Bruno',
  empresa: 'Provedor',
};

t.test('each word in brackets is replaced, once, by what it stands for', async (t) => {
  const filled = (template: string) => fillTemplate(template, VALUES);
  t.equal(
    filled('Olá, [nome]! Aqui é [operador], da [empresa]. [produto]?'),
    'Olá, Maria! Aqui é Bruno, da Provedor. Fibra 500?',
  );
  t.equal(filled('[nome] [nome]'), 'Maria Maria');
  t.equal(filled('[cliente]'), 'Maria [produto] Souza', 'what a name holds is no template');
  t.equal(filled('[Nome] [ nome ] [] 100% $& :-[)'), '[Nome] [ nome ] [] 100% $& :-[)');
  t.equal(filled(''), '');
});

t.test('a word that stands for nothing is refused, as is a text too long to send', async (t) => {
  const faults = (text: string) => {
    const checks = new FieldChecks();
    readTemplate(checks, 'whatsAppText', text);
    return checks.errors.map(({ message, params }) => [message, params?.word ?? params?.max]);
  };
  t.same(faults('Olá, [nome], [produto] :-['), []);
  t.same(faults(''), []);
  t.same(faults('Olá, [name]!'), [['unknownPlaceholder', '[name]']]);
  t.same(faults('[]'), [['unknownPlaceholder', '[]']]);
  t.same(faults('a'.repeat(1000)), []);
  t.same(faults('a'.repeat(1001)), [['tooLong', 1000]]);
});

t.test('a customer is addressed by his first name', async (t) => {
  t.equal(firstName('  Maria da Silva '), 'Maria');
  t.equal(firstName('Madonna'), 'Madonna');
});
