import fc from 'fast-check';
import t from 'tap';
import type { ActionContext } from '../../src/actions/context.js';
import { savePolicy } from '../../src/actions/save-policy.js';
import { saveProductIn } from '../../src/actions/save-product.js';
import { saveProfileIn } from '../../src/actions/save-profile.js';
import { saveQuestionIn } from '../../src/actions/save-question.js';
import { saveRuleIn } from '../../src/actions/save-rule.js';
import { setActiveIn } from '../../src/actions/set-active.js';
import { lastSaved } from '../../src/domain/commission-policy.js';
import { type Month, monthsBetween } from '../../src/domain/month.js';
import { listAdjustments } from '../../src/store/commission-adjustments.js';
import { listFrozenLines } from '../../src/store/commission-lines.js';
import { listFrozenStatements } from '../../src/store/commission-statements.js';
import { findState } from '../../src/store/configuration.js';
import type { Database } from '../../src/store/connection.js';
import type { Queryable } from '../../src/store/dialect.js';
import { listPolicies, policyOf } from '../../src/store/policies.js';
import { getProduct } from '../../src/store/products.js';
import { getProfile, insertProfile } from '../../src/store/profiles.js';
import { getQuestion } from '../../src/store/questions.js';
import { getRule } from '../../src/store/rules.js';
import type { SaleContent } from '../../src/store/sales.js';
import { type CommissionWorld, commissionWorld } from '../support/commission-world.js';
import { onBothEngines } from '../support/engines.js';

const CLOSED = monthsBetween('2026-03', '2026-05');
/** Edits that are made before the closed months are looked at again. */
const AT_ONCE = 100;
const EDITS = { sqlite: 10_000, postgres: 1_000 };

type Edit =
  | { readonly do: 'base'; readonly which: number; readonly base: Base | null; readonly from: string }
  | { readonly do: 'weights'; readonly which: number; readonly best: number; readonly text: string }
  | { readonly do: 'rule'; readonly which: number; readonly n: number; readonly m: number }
  | { readonly do: 'profile'; readonly which: number; readonly rules: readonly number[]; readonly product: number }
  | { readonly do: 'switch'; readonly kind: Kind; readonly which: number; readonly active: boolean }
  | { readonly do: 'policy'; readonly k: number; readonly bonusOnly: boolean; readonly fromMonth: Month };
type Base =
  | { readonly kind: 'amount'; readonly cents: number }
  | { readonly kind: 'rate'; readonly basisPoints: number };
type Kind = 'question' | 'rule' | 'profile' | 'product';

const two = (number: number) => String(number).padStart(2, '0');
const which = fc.nat(2);
const base = fc.option(
  fc.oneof(
    fc.record({ kind: fc.constant('amount' as const), cents: fc.nat(20_000) }),
    fc.record({ kind: fc.constant('rate' as const), basisPoints: fc.nat(10_000) }),
  ),
);
const month = fc.integer({ min: 1, max: 12 }).map((number) => `2026-${two(number)}`);
const from = fc.tuple(month, fc.integer({ min: 1, max: 28 })).map(([of, day]) => `${of}-${two(day)}`);
const text = fc.string({ minLength: 1, maxLength: 12 }).map((some) => `Como avalia ${some}?`);
const kind = fc.constantFrom<Kind>('question', 'rule', 'profile', 'product');
/** Bases and policies are versions, which every edit of them reads: there are fewer of those. */
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('base' as const), which, base, from }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('weights' as const),
      which,
      best: fc.integer({ min: -100, max: 100 }),
      text,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rule' as const), which, n: fc.nat(60), m: fc.nat(60) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('profile' as const), which, rules: fc.uniqueArray(which), product: which }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('switch' as const), kind, which, active: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('policy' as const),
      k: fc.nat(10_000),
      bonusOnly: fc.boolean(),
      fromMonth: month,
    }),
  },
);

type Ids = Readonly<Record<Kind, readonly number[]>>;

/** Makes the edit as the forms do; gives whether it was saved. */
async function make(trx: Queryable, context: ActionContext, ids: Ids, edit: Exclude<Edit, { do: 'policy' }>) {
  const id = (of: Kind, index: number) => ids[of][index % ids[of].length] ?? 0;
  switch (edit.do) {
    case 'base': {
      const product = await getProduct(trx, id('product', edit.which));
      const content = { name: product.name, code: product.code, profileId: product.profileId };
      return saveProductIn(trx, context, product, { ...content, commission: edit.base, commissionFrom: edit.from });
    }
    case 'weights': {
      const question = await getQuestion(trx, id('question', edit.which));
      const grades = question.grades.map((grade, index) => (index > 0 ? grade : { ...grade, weight: edit.best }));
      return saveQuestionIn(trx, context, question, { ...question, text: `${edit.text} ${question.id}`, grades });
    }
    case 'rule': {
      const rule = await getRule(trx, id('rule', edit.which));
      return saveRuleIn(trx, context, rule, { ...rule, startDays: edit.n, expiryDays: edit.m }, rule.active);
    }
    case 'profile': {
      const profile = await getProfile(trx, id('profile', edit.which));
      const rules = edit.rules.map((index) => id('rule', index));
      return saveProfileIn(trx, context, profile, { ...profile, rules });
    }
    case 'switch': {
      const target = {
        id: id(edit.kind, edit.which),
        version: 0,
        ...(await findState(trx, edit.kind, id(edit.kind, edit.which))),
      };
      return setActiveIn(trx, context, edit.kind, target, edit.active);
    }
  }
}

async function changePolicy(context: ActionContext, { k, bonusOnly, fromMonth }: Extract<Edit, { do: 'policy' }>) {
  const last = lastSaved(await listPolicies(context.db.read))?.id ?? 0;
  const form = {
    k: `0,${String(k).padStart(4, '0')}`,
    bonusOnly: bonusOnly ? 'yes' : '',
    ownSurvey: 'allow',
    fromMonth,
  };
  return savePolicy(context, last, k === 10_000 ? { ...form, k: '1' } : form);
}

const FROZEN = ['commission_months', 'commission_statements', 'commission_lines', 'commission_line_executions'];

/** Every frozen row, what the pages say of the closed months, and the adjustments that they have. */
async function closedMonths({ read }: Database, sellers: readonly number[]): Promise<string> {
  const told: unknown[] = [];
  for (const table of FROZEN) told.push((await read(table).select()).map((row) => JSON.stringify(row)).sort());
  told.push(await listFrozenStatements(read, {}), await listAdjustments(read, null));
  for (const month of CLOSED) {
    told.push(await policyOf(read, month));
    for (const sellerId of sellers)
      for (const kind of ['sale', 'adjustment'] as const)
        told.push(await listFrozenLines(read, { month, sellerId, kind }, { skip: 0, limit: 1000 }));
  }
  return JSON.stringify(told, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** Three closed months of two sellers, with a sale without a base in each, and an execution after they were closed. */
async function closedWorld(db: Database): Promise<CommissionWorld> {
  const world = await commissionWorld(db);
  const sale = async (over: Partial<SaleContent>, scores: readonly number[]) => {
    const id = await world.sale(over);
    for (const [rule, score] of scores.entries()) await world.execute(id, rule, score);
    return id;
  };
  const [productId, another] = world.productIds as [number, number];
  let late = 0;
  for (const month of CLOSED) {
    late = await sale({ closedOn: `${month}-05`, productId }, [60, -20]);
    await sale({ closedOn: `${month}-06`, productId: another, sellerId: world.people.carla.id }, [100, 35, -70]);
    await sale({ closedOn: `${month}-07`, productId, commissionBaseCents: null }, [10]);
  }
  await world.close('2026-05');
  await world.execute(late, 2, 95);
  await db.transaction(async (trx) => {
    for (const name of ['Fibra', 'Rádio']) await insertProfile(trx, { name, note: '', rules: [] }, 0);
  });
  return world;
}

async function idsOf({ read }: Database): Promise<Ids> {
  const of = (table: string): Promise<number[]> => read(table).orderBy('id').pluck('id');
  return {
    question: await of('questions'),
    rule: await of('rules'),
    profile: await of('profiles'),
    product: await of('products'),
  };
}

await onBothEngines(t, async (t, engine) => {
  const edits = EDITS[engine.dialect];
  await t.test(`${edits} edits of the configuration leave closed months as they are`, async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await closedWorld(db);
    const sellers = [world.people.bruno.id, world.people.carla.id];
    const ids = await idsOf(db);
    const before = await closedMonths(db, sellers);
    t.match(before, /"adjustment"/, 'an adjustment, which must not change either');
    let saved = 0;
    const property = fc.asyncProperty(fc.array(edit, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (some) => {
      const context = { ...world.context('2026-06-15'), actor: world.people.davi };
      await db.transaction(async (trx) => {
        for (const one of some) if (one.do !== 'policy') saved += Number((await make(trx, context, ids, one)).ok);
      });
      for (const one of some) if (one.do === 'policy') saved += Number((await changePolicy(context, one)).ok);
      if ((await closedMonths(db, sellers)) !== before) throw new Error('a closed month changed');
    });
    await fc.assert(property, { numRuns: edits / AT_ONCE, endOnFailure: true });
    t.ok(saved > edits / 2, `${saved} were saved`);
  });
});
