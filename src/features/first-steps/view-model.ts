import { nextStep, type SetUpFacts, STEPS, type Step, stepsDone } from '../../domain/first-steps.js';
import type { Translate } from '../../i18n/translate.js';

interface Link {
  readonly label: string;
  readonly href: string;
}

/** The steps with the state of each, and how far set-up has come. */
export function stepViews(facts: SetUpFacts, unprofiled: number, t: Translate) {
  const done = stepsDone(facts);
  const next = nextStep(facts);
  const steps = STEPS.map((step) => ({
    name: t(`firstSteps.${step}`),
    text: t(`firstSteps.${step}Text`),
    state: done[step] ? 'done' : step === next ? 'next' : 'later',
    stateText: t(done[step] ? 'firstSteps.stepDone' : step === next ? 'firstSteps.stepNext' : 'firstSteps.stepLater'),
    found: foundText(step, facts, t),
    links: linksOf(step, unprofiled, t),
  }));
  const count = steps.filter((step) => step.state === 'done').length;
  return {
    steps,
    progress: {
      done: count,
      total: STEPS.length,
      text: t('firstSteps.progress', { done: count, total: STEPS.length }),
    },
    /** While nothing asks anything yet, the ready-made set is the quickest way. */
    offersStarter: facts.rules === 0,
  };
}

/** Where a step is done, in the guide; `from` is the record that the new one begins with. */
export function editorOf(step: Step, unprofiled: number, from: number | null = null): string {
  const guided = from === null ? 'guide=1' : `guide=1&from=${from}`;
  switch (step) {
    case 'question':
      return `/config/questions/new?${guided}`;
    case 'rule':
      return `/config/rules/new?${guided}`;
    case 'profile':
      return `/config/profiles/new?${guided}`;
    case 'product':
      // Products that an import made wait for their profile already.
      return unprofiled > 0
        ? `/config/products/profile?guide=1${from === null ? '' : `&profile=${from}`}`
        : `/config/products/new?${guided}`;
    case 'operators':
      return '/config/operators/new?guide=1';
    case 'sales':
      return '/config/first-steps';
  }
}

function linksOf(step: Step, unprofiled: number, t: Translate): Link[] {
  const editor = (label: string) => ({ label, href: editorOf(step, unprofiled) });
  const panel = (href: string) => ({ label: t('firstSteps.seeAll'), href });
  switch (step) {
    case 'question':
      return [editor(t('firstSteps.newQuestion')), panel('/config/questions')];
    case 'rule':
      return [editor(t('firstSteps.newRule')), panel('/config/rules')];
    case 'profile':
      return [editor(t('firstSteps.newProfile')), panel('/config/profiles')];
    case 'product':
      return [
        editor(t(unprofiled > 0 ? 'firstSteps.giveProfile' : 'firstSteps.newProduct')),
        panel('/config/products'),
      ];
    case 'operators':
      return [editor(t('firstSteps.newOperator')), panel('/config/operators')];
    case 'sales':
      return [
        { label: t('firstSteps.importSales'), href: '/sales/import' },
        { label: t('firstSteps.newSale'), href: '/sales/new' },
      ];
  }
}

function foundText(step: Step, facts: SetUpFacts, t: Translate): string {
  switch (step) {
    case 'question':
      return t('firstSteps.questionCount', { count: facts.questions });
    case 'rule':
      return t('firstSteps.ruleCount', { count: facts.rules });
    case 'profile':
      return t('firstSteps.profileCount', { count: facts.profiles });
    case 'product':
      return t('firstSteps.productCount', { count: facts.products });
    case 'operators':
      return t('firstSteps.operatorsCount', { count: facts.operators });
    case 'sales':
      return t(facts.hasSales ? 'firstSteps.salesSome' : 'firstSteps.salesNone');
  }
}
