import { moved } from '../../domain/list-order.js';

/** The rule editor as typed; ids as they are posted. */
export interface TypedRule {
  name: string;
  startDays: string;
  expiryDays: string;
  businessDays: string;
  note: string;
  whatsAppText: string;
  questions: string[];
  operators: string[];
  sellerRuns: string;
  /** The question chosen in the drop-down, and those marked in the grid. */
  addQuestion: string;
  selectedQuestions: string[];
}

/** What a button of the question selector does, for browsers without JavaScript. An unknown step changes nothing. */
export function ruleStep(typed: TypedRule, step: string): TypedRule {
  const [verb, id = ''] = step.split(':');
  switch (verb) {
    case 'add-question':
      return add(typed);
    case 'remove-questions': {
      const questions = typed.questions.filter((one) => !typed.selectedQuestions.includes(one));
      return { ...typed, questions, selectedQuestions: [] };
    }
    case 'move-up':
      return { ...typed, questions: moved(typed.questions, id, -1) };
    case 'move-down':
      return { ...typed, questions: moved(typed.questions, id, 1) };
  }
  return typed;
}

function add(typed: TypedRule): TypedRule {
  const { questions, addQuestion } = typed;
  const isNew = addQuestion !== '' && !questions.includes(addQuestion);
  return { ...typed, addQuestion: '', questions: isNew ? [...questions, addQuestion] : questions };
}
