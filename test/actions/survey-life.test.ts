import fc from 'fast-check';
import t, { type Test } from 'tap';
import { onBothEngines } from '../support/engines.js';
import { Life } from '../support/life/model.js';
import { company, Product } from '../support/life/product.js';
import { readStates, stateOf } from '../support/life/state.js';
import { FULL_LIFE, lives, type Step } from '../support/life/steps.js';
import { NOW } from '../support/survey-world.js';

/** At most so many lives, in at most so much time; the first is the one in which everything happens. */
const BOUNDS = { numRuns: 40, interruptAfterTimeLimit: 12_000, examples: [[[...FULL_LIFE]]] as [Step[]][] };
const DONE = [
  'claim',
  'draft',
  'attempt',
  'extend',
  'close',
  'reopen',
  'annul',
  'cancel',
  'restore',
  'reassign',
  'release',
];

await onBothEngines(t, async (t, engine) => {
  await t.test('whatever happens to surveys, they become what SPEC 4 and 5 say', async (t) => {
    const shared = await company(await engine.freshDatabase(t));
    // Another one each time; a failure names it with the shortest life that fails.
    const seed = Number(process.env.POSVENDA_TEST_SEED ?? Date.now() % 2 ** 31);
    const happened = new Map<string, number>();
    const property = fc.asyncProperty(lives, async (steps) => {
      await shared.db.transaction((trx) => trx('claims').delete());
      const [life, product] = [new Life(NOW), new Product(shared)];
      for (const [index, step] of steps.entries()) {
        const where = `step ${index}, ${JSON.stringify(step)}`;
        const before = statusBefore(life, step);
        const answer = await product.step(step, life.now);
        equal(answer, life.step(step), where);
        count(happened, `${step.kind} ${answer}`);
        if (step.kind === 'finish' && answer.startsWith('execution')) count(happened, `finished ${before}`);
        const { states, faults } = await readStates(shared, product.surveys, life);
        equal(faults, [], where);
        const expected = life.surveys.map((survey) => stateOf(life, survey));
        equal(states, expected, where);
      }
    });
    const details = await fc.check(property, { ...BOUNDS, seed });
    t.comment(`POSVENDA_TEST_SEED=${seed}, ${details.numRuns} lives`);
    t.equal(details.failed ? fc.defaultReportMessage(details) : 'as specified', 'as specified');
    everythingHappened(t, happened);
  });
});

function everythingHappened(t: Test, happened: ReadonlyMap<string, number>): void {
  t.comment([...happened].map(([what, times]) => `${what}: ${times}`).join(', '));
  for (const kind of DONE) t.ok(happened.get(`${kind} done`), `${kind} was done`);
  t.ok(happened.get('finish execution 1'), 'one was finished twice');
  t.ok(happened.get('finished inconsistent'), 'one was finished past its expiry by who had it');
}

function statusBefore(life: Life, step: Step): string {
  return 'survey' in step ? life.statusOf(life.surveyAt(step.survey)) : '';
}

function count(happened: Map<string, number>, what: string): void {
  happened.set(what, (happened.get(what) ?? 0) + 1);
}

/** Not tap's: a life that fails is made shorter before it is told. */
function equal(actual: unknown, expected: unknown, where: string): void {
  const [is, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== wanted) throw new Error(`${where}: ${is} instead of ${wanted}`);
}
