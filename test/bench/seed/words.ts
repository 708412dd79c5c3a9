import { nameKey } from '../../../src/domain/text.js';

/** A word in one of the 100 places of its list; who stands in several is so many times as frequent. */
export interface Word {
  readonly i: number;
  readonly word: string;
  readonly key: string;
}

const FIRST =
  'Maria*5 José*4 Ana*4 João*3 Antônio*3 Francisco*3 Carlos*2 Paulo*2 Pedro*2 Lucas*2 Luiz Marcos Luís Gabriel Rafael Daniel Marcelo Bruno Eduardo Felipe Raimundo Rodrigo Manoel Mateus André Fernando Fábio Leonardo Gustavo Guilherme Leandro Tiago Anderson Ricardo Márcio Jorge Sebastião Alexandre Roberto Edson Diego Vítor Sérgio Cláudio Francisca Antônia Adriana Juliana Márcia Fernanda Patrícia Aline Sandra Camila Amanda Bruna Jéssica Letícia Júlia Luciana Vanessa Mariana Gabriela Vera Vitória Larissa Cláudia Beatriz Rita Luana Sônia Renata Eliane Josefa Simone Natália Cristiane Carla Débora Rosângela Jaqueline Rosa Daniela Aparecida Marlene Terezinha';
const LAST =
  'Silva*9 Santos*8 Oliveira*6 Souza*5 Rodrigues*4 Ferreira*4 Alves*4 Pereira*4 Lima*3 Gomes*3 Costa*3 Ribeiro*3 Martins*2 Carvalho*2 Almeida*2 Lopes*2 Soares*2 Fernandes Vieira Barbosa Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado Mendes Freitas Cardoso Ramos Gonçalves Santana Teixeira Araújo Pinto Melo Batista Moura Correia Azevedo Castro Campos Cavalcanti Monteiro Barros Pires Miranda Duarte Borges';
const CITIES =
  'Campo Grande/MS*20|Dourados/MS*11|Três Lagoas/MS*8|Corumbá/MS*6|Ponta Porã/MS*5|Naviraí/MS*4|Nova Andradina/MS*4|Aquidauana/MS*3|Sidrolândia/MS*3|Paranaíba/MS*3|Maracaju/MS*2|Amambai/MS*2|Coxim/MS*2|Rio Brilhante/MS*2|Caarapó/MS|Ivinhema/MS|Jardim/MS|Bonito/MS|Miranda/MS|Anastácio/MS|Bela Vista/MS|Chapadão do Sul/MS|Costa Rica/MS|Cassilândia/MS|Ribas do Rio Pardo/MS|Água Clara/MS|Bataguassu/MS|Mundo Novo/MS|Itaporã/MS|São Gabriel do Oeste/MS|Ladário/MS|Terenos/MS|Nioaque/MS|Porto Murtinho/MS|Iguatemi/MS|Itaquiraí/MS|Sonora/MS|Presidente Epitácio/SP|Ilha Solteira/SP|Guaíra/PR';

/** Who is looked for as *common*, *rare* and *absent*: one in twenty, so many in all, nobody. */
export const COMMON = 'maria';
export const RARE = { word: 'Quixabeira', customers: 20 } as const;
export const ABSENT = 'xerxes';

export const FIRST_NAMES = placed(FIRST.split(' '));
export const LAST_NAMES = placed(LAST.split(' '));

/** Forty cities, the first with a fifth of the customers; `state` besides the name. */
export const CITY_NAMES = placed(CITIES.split('|')).map(({ i, word }) => {
  const [name = '', state = ''] = word.split('/');
  return { i, word: name, key: nameKey(name), state };
});

function placed(list: readonly string[]): Word[] {
  const words = list.flatMap((entry) => {
    const [word = '', times = '1'] = entry.split('*');
    return Array.from({ length: Number(times) }, () => ({ word, key: nameKey(word) }));
  });
  // Whatever the length of the list, all of its 100 places are taken.
  return Array.from({ length: 100 }, (_, i) => ({ i, ...at(words, i) }));
}

function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}
