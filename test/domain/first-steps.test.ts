import t from 'tap';
import { nextStep, type SetUpFacts, stepsDone } from '../../src/domain/first-steps.js';

const NOTHING: SetUpFacts = { questions: 0, rules: 0, profiles: 0, products: 0, operators: 0, hasSales: false };
const READY: SetUpFacts = { questions: 1, rules: 1, profiles: 1, products: 1, operators: 1, hasSales: true };

t.test('the next step is the first that is not done', async (t) => {
  const cases: [Partial<SetUpFacts>, ReturnType<typeof nextStep>][] = [
    [{}, null],
    [{ questions: 0 }, 'question'],
    [{ rules: 0 }, 'rule'],
    [{ profiles: 0 }, 'profile'],
    [{ products: 0 }, 'product'],
    [{ operators: 0 }, 'operators'],
    [{ hasSales: false }, 'sales'],
    [{ rules: 0, hasSales: false }, 'rule'],
  ];
  for (const [lacking, step] of cases) t.equal(nextStep({ ...READY, ...lacking }), step, JSON.stringify(lacking));
  t.equal(nextStep(NOTHING), 'question');
});

t.test('each step is done by what it makes, whatever else is there', async (t) => {
  t.same(Object.values(stepsDone(NOTHING)), Array(6).fill(false));
  t.same(Object.values(stepsDone(READY)), Array(6).fill(true));
  t.match(stepsDone({ ...NOTHING, products: 2 }), { product: true, profile: false });
});
