import t from 'tap';
import { nextStep, type SetUpFacts, type Step, stepAfter, stepsDone } from '../../src/domain/first-steps.js';

const NONE = { questions: 0, rules: 0, profiles: 0, products: 0, operators: 0, staff: 0 };
const NOTHING: SetUpFacts = { ...NONE, hasSales: false };
const ONE = { questions: 1, rules: 1, profiles: 1, products: 1, operators: 1, staff: 1 };
const READY: SetUpFacts = { ...ONE, hasSales: true };

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

t.test('the guide goes on to what is missing, and asks an administrator who is alone for operators', async (t) => {
  const cases: [after: Step, lacking: Partial<SetUpFacts>, next: Step | null][] = [
    ['question', { rules: 0, hasSales: false }, 'rule'],
    ['rule', { rules: 0, profiles: 0 }, null],
    ['rule', { products: 0 }, 'product'],
    ['profile', { products: 0 }, 'product'],
    ['profile', { questions: 0, products: 0 }, null],
    ['product', { hasSales: false }, 'sales'],
    ['product', { hasSales: false, staff: 0 }, 'operators'],
    ['product', { hasSales: false, operators: 0 }, 'operators'],
    ['operators', { hasSales: false, staff: 0 }, 'sales'],
    ['operators', {}, null],
    ['product', {}, null],
  ];
  for (const [after, lacking, next] of cases)
    t.equal(stepAfter({ ...READY, ...lacking }, after), next, `${after} ${JSON.stringify(lacking)}`);
});

t.test('each step is done by what it makes, whatever else is there', async (t) => {
  t.same(Object.values(stepsDone(NOTHING)), Array(6).fill(false));
  t.same(Object.values(stepsDone(READY)), Array(6).fill(true));
  t.match(stepsDone({ ...NOTHING, products: 2 }), { product: true, profile: false });
});
