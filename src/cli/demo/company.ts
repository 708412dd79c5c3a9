import type { QuestionEntry } from '../../actions/configuration-entries.js';
import type { Configuration } from '../../actions/import-configuration.js';
import type { Role } from '../../domain/permissions.js';
import type { Weighted } from './random.js';

export const COMPANY_NAME = 'Serra Fibra';

/** The password of everybody in the demonstration. */
export const DEMO_PASSWORD = 'posvenda-demo';

/** Who works there and signs in. */
export const PEOPLE: readonly { name: string; login: string; role: Role }[] = [
  { name: 'Davi Nogueira', login: 'davi', role: 'admin' },
  { name: 'Ana Beatriz Rezende', login: 'ana', role: 'manager' },
  { name: 'Bruno Carvalho', login: 'bruno', role: 'operator' },
  { name: 'Carla Mendes', login: 'carla', role: 'operator' },
  { name: 'Diego Faria', login: 'diego', role: 'operator' },
];

/** Sellers without access, as an import makes them; the share of the sales, and how pleased their customers are. */
export const SELLERS: readonly { name: string; externalId: string; share: number; mood: number }[] = [
  { name: 'Fernanda Lopes', externalId: 'V01', share: 5, mood: 0.06 },
  { name: 'Gustavo Pires', externalId: 'V02', share: 4, mood: 0 },
  { name: 'Heloísa Braga', externalId: 'V03', share: 4, mood: 0.03 },
  { name: 'Ígor Sampaio', externalId: 'V04', share: 3, mood: -0.1 },
  { name: 'Juliana Prado', externalId: 'V05', share: 2, mood: 0.04 },
];

/** Diego sells in the shop, besides. */
export const SELLING_OPERATOR = { login: 'diego', share: 1.5, mood: 0.02 };

/** What is sold, with the usual monthly value in centavos, and its share of the sales. */
export const CATALOGUE: Weighted<{ name: string; cents: number }> = [
  [{ name: 'Fibra 300 Mega', cents: 8_990 }, 22],
  [{ name: 'Fibra 500 Mega', cents: 10_990 }, 34],
  [{ name: 'Fibra 1 Giga', cents: 14_990 }, 16],
  [{ name: 'Combo Fibra 500 + TV', cents: 16_990 }, 14],
  [{ name: 'Fibra Empresa 700 Mega', cents: 24_990 }, 8],
  [{ name: 'Telefone Fixo', cents: 3_990 }, 6],
];

const FIVE: QuestionEntry['grades'] = [
  { label: '1', weight: -100, signal: 'complaint' },
  { label: '2', weight: -50, signal: 'complaint' },
  { label: '3', weight: 0 },
  { label: '4', weight: 50 },
  { label: '5', weight: 100 },
];

const YES_NO: QuestionEntry['grades'] = [
  { label: 'Sim', weight: 100 },
  { label: 'Não', weight: -100 },
];

const TEN: QuestionEntry['grades'] = Array.from({ length: 11 }, (_, grade) => ({
  label: String(grade),
  weight: grade * 20 - 100,
  ...(grade <= 4 && { signal: 'complaint' }),
}));

export const QUESTIONS = {
  installation: 'Como você avalia a instalação?',
  punctual: 'O técnico chegou no horário combinado?',
  speed: 'A velocidade está de acordo com o plano contratado?',
  nps: 'De 0 a 10, quanto você recomendaria a Serra Fibra a um amigo?',
  stability: 'Como você avalia a estabilidade da conexão?',
  service: 'Como você avalia o nosso atendimento?',
  renewal: 'O que você pretende fazer com o seu plano?',
} as const;

export const DEMO_CONFIGURATION: Configuration = {
  questions: [
    { text: QUESTIONS.installation, kind: 'csat', grades: FIVE, commentRequiredUpTo: 2, script: greeting() },
    { text: QUESTIONS.punctual, grades: YES_NO, notApplicable: true },
    { text: QUESTIONS.speed, grades: YES_NO },
    {
      text: QUESTIONS.nps,
      kind: 'nps',
      grades: TEN,
      script: 'Leia a escala: 0 é “de jeito nenhum”, 10 é “com certeza”.',
    },
    { text: QUESTIONS.stability, kind: 'csat', grades: FIVE, commentRequiredUpTo: 2 },
    { text: QUESTIONS.service, kind: 'csat', grades: FIVE, notApplicable: true },
    {
      text: QUESTIONS.renewal,
      script: 'Conte das condições para clientes com mais de um ano.',
      grades: [
        { label: 'Quero um plano melhor', weight: 100, signal: 'opportunity' },
        { label: 'Continuar como está', weight: 60 },
        { label: 'Ainda não sei', weight: -20, signal: 'doubt' },
        { label: 'Pretendo cancelar', weight: -100, signal: 'complaint' },
      ],
    },
  ],
  rules: [
    rule('Instalação', 7, 5, ['installation', 'punctual', 'speed'], ['bruno', 'carla']),
    rule('Satisfação 30 dias', 30, 10, ['nps', 'stability', 'service'], ['carla', 'diego']),
    rule('Renovação', 330, 20, ['renewal', 'nps'], ['ana', 'bruno', 'diego']),
    {
      ...rule('Acompanhamento de empresas', 15, 7, ['stability', 'service'], ['diego']),
      note: 'O próprio vendedor liga, se tiver acesso.',
      sellerRuns: true,
    },
  ],
  profiles: [
    { name: 'Residencial', note: 'Planos de fibra e combos', rules: ['Instalação', 'Satisfação 30 dias', 'Renovação'] },
    { name: 'Empresas', note: '', rules: ['Instalação', 'Acompanhamento de empresas', 'Renovação'] },
  ],
  products: [
    { code: 'F300', name: 'Fibra 300 Mega', profile: 'Residencial', commission: { amount: '30,00' } },
    { code: 'F500', name: 'Fibra 500 Mega', profile: 'Residencial', commission: { amount: '40,00' } },
    { code: 'F1G', name: 'Fibra 1 Giga', profile: 'Residencial', commission: { amount: '60,00' } },
    { code: 'CTV', name: 'Combo Fibra 500 + TV', profile: 'Residencial', commission: { percent: '45' } },
    { code: 'E700', name: 'Fibra Empresa 700 Mega', profile: 'Empresas', commission: { percent: '50' } },
    { code: 'TEL', name: 'Telefone Fixo', profile: null, commission: null },
  ],
  policies: [],
};

function rule(
  name: string,
  startDays: number,
  expiryDays: number,
  questions: readonly (keyof typeof QUESTIONS)[],
  operators: readonly string[],
) {
  return { name, startDays, expiryDays, questions: questions.map((key) => QUESTIONS[key]), operators };
}

function greeting(): string {
  return `Bom dia! Aqui é da ${COMPANY_NAME}. A instalação foi feita há uma semana: tem dois minutos para nos contar como foi?`;
}
