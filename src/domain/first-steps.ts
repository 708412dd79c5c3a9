/** What has to be there before the first survey can be made, in the order of *Primeiros passos*. */
export const STEPS = ['question', 'rule', 'profile', 'product', 'operators', 'sales'] as const;

export type Step = (typeof STEPS)[number];

/** What is there: only what works, so that a rule without questions or a product without rules is none. */
export interface SetUpFacts {
  /** Active ones. */
  readonly questions: number;
  /** Active ones with a question and somebody to ask it. */
  readonly rules: number;
  /** Active ones with an active rule. */
  readonly profiles: number;
  /** Active ones whose profile plans surveys. */
  readonly products: number;
  /** Who can sign in and is responsible for an active rule, as its operator or as a seller. */
  readonly operators: number;
  /** Who can sign in and is no administrator. */
  readonly staff: number;
  readonly hasSales: boolean;
}

/** Whether each step is done: derived on each request, never stored. */
export function stepsDone(facts: SetUpFacts): Readonly<Record<Step, boolean>> {
  return {
    question: facts.questions > 0,
    rule: facts.rules > 0,
    profile: facts.profiles > 0,
    product: facts.products > 0,
    operators: facts.operators > 0,
    sales: facts.hasSales,
  };
}

/** The first step that is not done; null once set-up is complete. */
export function nextStep(facts: SetUpFacts): Step | null {
  const done = stepsDone(facts);
  return STEPS.find((step) => !done[step]) ?? null;
}

/**
 * Where the guide goes on once a step was saved: the next one that is not done; null where one before it still is not.
 * Operators are asked for as well while the administrator, who runs the rules until then, is alone.
 */
export function stepAfter(facts: SetUpFacts, after: Step): Step | null {
  const done = stepsDone(facts);
  const place = STEPS.indexOf(after);
  if (STEPS.slice(0, place + 1).some((step) => !done[step])) return null;
  const isOpen = (step: Step) => !done[step] || (step === 'operators' && facts.staff === 0);
  return STEPS.slice(place + 1).find(isOpen) ?? null;
}
