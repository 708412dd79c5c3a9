import type { Random, Weighted } from './random.js';

const FIRST_NAMES = [
  'Adriana',
  'Alessandro',
  'Aline',
  'Antônio',
  'Aparecida',
  'Beatriz',
  'Benedito',
  'Camila',
  'Cláudia',
  'Cristiano',
  'Débora',
  'Edson',
  'Eliane',
  'Fabiana',
  'Francisco',
  'Geraldo',
  'Gislaine',
  'Helena',
  'João',
  'José',
  'Josefa',
  'Larissa',
  'Leandro',
  'Lúcia',
  'Luiz',
  'Márcio',
  'Maria',
  'Marlene',
  'Mateus',
  'Patrícia',
  'Paulo',
  'Rafael',
  'Renata',
  'Roberto',
  'Rosângela',
  'Sebastião',
  'Sílvia',
  'Tatiane',
  'Tiago',
  'Vera',
  'Vinícius',
  'Wagner',
] as const;

const SURNAMES = [
  'Almeida',
  'Alves',
  'Araújo',
  'Barbosa',
  'Batista',
  'Cardoso',
  'Costa',
  'da Silva',
  'de Paula',
  'Dias',
  'dos Santos',
  'Ferreira',
  'Freitas',
  'Gomes',
  'Gonçalves',
  'Junqueira',
  'Lima',
  'Machado',
  'Martins',
  'Moreira',
  'Nascimento',
  'Oliveira',
  'Pereira',
  'Ribeiro',
  'Rocha',
  'Rodrigues',
  'Souza',
  'Teixeira',
  'Vieira',
  'Vilela',
] as const;

const TRADES = [
  'Padaria',
  'Auto Peças',
  'Mercado',
  'Farmácia',
  'Clínica',
  'Oficina',
  'Pousada',
  'Agropecuária',
] as const;

/** One region of one state: one area code. */
const CITIES: Weighted<string> = [
  ['Pouso Alegre', 30],
  ['Itajubá', 22],
  ['Santa Rita do Sapucaí', 18],
  ['Cambuí', 10],
  ['Ouro Fino', 9],
  ['Borda da Mata', 6],
  ['Cachoeira de Minas', 5],
];

/** What a sale's form says of its customer. */
export interface DemoCustomer {
  readonly customer: string;
  readonly phone1: string;
  readonly email: string;
  readonly city: string;
  readonly state: string;
}

/** A customer; one in twelve has given no telephone, and some an e-mail address. */
export function someCustomer(random: Random, business: boolean): DemoCustomer {
  const person = `${random.pick(FIRST_NAMES)} ${random.pick(SURNAMES)} ${random.pick(SURNAMES)}`;
  const customer = business ? `${random.pick(TRADES)} ${random.pick(SURNAMES)} Ltda` : person;
  return {
    customer,
    phone1: random.chance(1 / 12) ? '' : somePhone(random),
    email: random.chance(0.35) ? `${addressOf(customer)}@exemplo.com.br` : '',
    city: random.weighted(CITIES),
    state: 'MG',
  };
}

/** Right in form, but of a range that no operator has given out: nobody is called by mistake. */
function somePhone(random: Random): string {
  return `(35) 90${random.integer(100, 999)}-${String(random.integer(0, 9999)).padStart(4, '0')}`;
}

function addressOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z]+/g, '.');
}
