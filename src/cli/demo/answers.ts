import type { PostedAnswer, SurveyForm } from '../../domain/survey-form.js';
import type { SurveyQuestion } from '../../store/survey-questions.js';
import { QUESTIONS } from './company.js';
import type { Random } from './random.js';

type Comments = Readonly<Record<'bad' | 'fair' | 'good', readonly [string, ...string[]]>>;

const GENERAL: Comments = {
  bad: ['Não está satisfeito com o serviço.', 'Disse que esperava mais pelo preço que paga.'],
  fair: ['Atende, mas nada de especial.', 'Está bom, só falta melhorar o aplicativo.'],
  good: ['Muito satisfeito.', 'Já indicou para o vizinho.', 'Melhor internet que já teve na rua.'],
};

const COMMENTS: Readonly<Record<string, Comments>> = {
  [QUESTIONS.installation]: {
    bad: [
      'O técnico deixou o cabo aparente na sala.',
      'Precisou remarcar duas vezes.',
      'Instalou o roteador longe de onde pediu; o sinal não chega no quarto.',
      'Furou a parede e não limpou.',
    ],
    fair: ['Demorou, mas ficou bom.', 'Instalação correta, faltou explicar o aplicativo.'],
    good: [
      'Equipe educada e caprichosa.',
      'Instalaram no mesmo dia.',
      'Deixaram tudo limpo.',
      'O técnico explicou tudo.',
    ],
  },
  [QUESTIONS.stability]: {
    bad: [
      'Cai toda noite depois das 20h.',
      'Quando chove fica sem internet.',
      'O vídeo trava no trabalho em casa; já abriu dois chamados.',
    ],
    fair: ['Oscila um pouco no fim de semana.', 'Caiu uma vez no mês.'],
    good: ['Não caiu nenhuma vez.', 'Trabalha em casa e nunca teve problema.'],
  },
  [QUESTIONS.service]: {
    bad: ['Ficou quarenta minutos esperando no telefone.', 'Ninguém retornou a ligação.'],
    fair: ['Resolveram, mas só na segunda ligação.'],
    good: ['Atendimento rápido pelo WhatsApp.', 'A atendente foi muito atenciosa.'],
  },
  [QUESTIONS.speed]: {
    bad: ['No teste deu metade do contratado.', 'No Wi-Fi não passa de 100 mega.'],
    fair: ['No cabo chega, no Wi-Fi não.'],
    good: ['Deu até mais que o contratado.'],
  },
  [QUESTIONS.renewal]: {
    bad: ['Recebeu proposta mais barata do concorrente.', 'Vai mudar de cidade.'],
    fair: ['Quer saber o preço do plano de 1 giga antes de decidir.', 'Vai conversar com o marido.'],
    good: ['Quer passar para 1 giga.', 'Quer incluir a TV.', 'Continua, está contente.'],
  },
};

const NOTES = [
  'Prefere ser chamado à tarde.',
  'Pediu a segunda via do boleto.',
  'Falou com a esposa do titular.',
] as const;

/** How somebody answers who is pleased to the degree `mood`, from 0 to 1. */
export function someAnswers(random: Random, questions: readonly SurveyQuestion[], mood: number): SurveyForm {
  const answers = questions.map(
    (question, index) => [String(question.versionId), someAnswer(random, question, mood, index === 0)] as const,
  );
  return { answers: Object.fromEntries(answers), note: random.chance(0.06) ? random.pick(NOTES) : '', confirmed: '1' };
}

/** The first question always gets a grade: a survey without any would have been an attempt only. */
function someAnswer(random: Random, question: SurveyQuestion, mood: number, first: boolean): PostedAnswer {
  if (!first && question.notApplicable && random.chance(0.08)) return { answer: 'na' };
  if (!first && random.chance(0.03)) return { answer: 'none' };
  const felt = mood + (random.next() + random.next() - 1) * 0.35;
  const position = positionFor(question, felt);
  return { answer: String(position), comment: someComment(random, question, position) };
}

/** The grade that fits, whichever end of the scale is the good one. */
function positionFor({ grades }: SurveyQuestion, felt: number): number {
  const order = grades.map((_, index) => index).sort((a, b) => weightAt(a) - weightAt(b));
  const step = Math.min(order.length - 1, Math.max(0, Math.floor(felt * order.length)));
  return (order[step] ?? 0) + 1;

  function weightAt(index: number): number {
    return grades[index]?.weight ?? 0;
  }
}

function someComment(random: Random, question: SurveyQuestion, position: number): string {
  const weight = question.grades[position - 1]?.weight ?? 0;
  const limit = question.grades[(question.commentRequiredUpTo ?? 0) - 1]?.weight;
  const required = limit !== undefined && weight <= limit;
  if (!required && !random.chance(weight < 0 ? 0.6 : 0.15)) return '';
  const comments = COMMENTS[question.text] ?? GENERAL;
  return random.pick(comments[weight < 0 ? 'bad' : weight < 60 ? 'fair' : 'good']);
}
