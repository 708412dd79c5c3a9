import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { Configuration } from '../../src/actions/import-configuration.js';
import { importConfiguration } from '../../src/actions/import-configuration.js';
import { configurationOf } from '../../src/cli/config-export.js';
import { parseConfigurationFile } from '../../src/cli/config-file.js';
import { cleanText, nameKey } from '../../src/domain/text.js';
import { dumpConfiguration } from '../../src/store/configuration-dump.js';
import type { Database } from '../../src/store/connection.js';
import { acting, done } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { type Fixtures, fixtures } from '../support/fixtures.js';
import { undone } from '../support/undone.js';

/** Words as people type and paste them: accents, quotes, several lines, what looks like markup or like a formula. */
const words = fc.constantFrom(
  'Ação',
  'à vista',
  '"aspas"',
  "d'água",
  'a\nb',
  '=1+1',
  '<b>',
  '🙂',
  '50 %',
  'ß',
  '\\n',
  '',
);
const sizes = { maxLength: 3 };
const texts = fc.array(words, sizes).map((parts) => parts.join(' '));

/** As many records as were drawn, each under a name of its own. */
function named<T>(kind: string, records: fc.Arbitrary<T>, max = 4): fc.Arbitrary<(T & { name: string })[]> {
  const line = words.map((word) => word.replace('\n', ' '));
  return fc
    .array(fc.tuple(line, records), { maxLength: max })
    .map((list) => list.map(([word, record], index) => ({ ...record, name: `${kind} ${index + 1} ${word}`.trim() })));
}

const signal = fc.constantFrom(null, 'complaint', 'doubt', 'improvement', 'opportunity');
const weight = fc.integer({ min: -100, max: 100 });
const scales = fc.oneof(
  fc.constantFrom({ kind: 'nps', from: 0, to: 10 }, { kind: 'csat', from: 1, to: 5 }),
  fc.integer({ min: 2, max: 11 }).map((to) => ({ kind: null, from: 1, to })),
);
const questions = named(
  'Pergunta',
  scales.chain(({ kind, from, to }) => {
    const count = to - from + 1;
    return fc.record({
      script: texts,
      kind: fc.constant(kind),
      notApplicable: fc.boolean(),
      commentRequiredUpTo: fc.option(fc.integer({ min: 1, max: count })),
      grades: fc
        .array(fc.record({ weight, signal }), { minLength: count, maxLength: count })
        .map((grades) => grades.map((grade, index) => ({ label: String(from + index), ...grade }))),
      active: fc.boolean(),
    });
  }),
);
const days = fc.oneof(fc.constantFrom(0, 3650), fc.nat(400));
const rules = (asked: readonly string[]) =>
  named(
    'Regra',
    fc
      .record({
        startDays: days,
        expiryDays: days,
        businessDays: fc.boolean(),
        note: texts,
        whatsAppText: fc.constantFrom('', 'Oi, [nome]!'),
        questions: fc.shuffledSubarray([...asked]),
        operators: fc.shuffledSubarray(['bruno', 'carla']),
        sellerRuns: fc.boolean(),
        active: fc.boolean(),
      })
      // One that nobody could run or that asks nothing is not active.
      .map((rule) => ({
        ...rule,
        active: rule.active && rule.questions.length > 0 && (rule.sellerRuns || rule.operators.length > 0),
      })),
  );
const profiles = (known: readonly string[]) =>
  named('Perfil', fc.record({ note: texts, rules: fc.shuffledSubarray([...known]), active: fc.boolean() }));

const hundredths = (max: number) =>
  fc.integer({ min: 0, max }).map((value) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`);
const base = fc.oneof(
  hundredths(10 ** 9).map((amount) => ({ amount })),
  hundredths(10_000).map((percent) => ({ percent })),
);
/** The first holds from always; later ones may say the same again, or that there is none from then on. */
const bases = fc.option(
  fc.tuple(
    base,
    fc.uniqueArray(
      fc.record({ from: fc.constantFrom('2026-01-01', '2026-07-11', '2028-02-29'), base: fc.option(base) }),
      {
        selector: ({ from }) => from,
      },
    ),
  ),
);
const products = (known: readonly string[]) =>
  named(
    'Produto',
    fc.record({
      coded: fc.boolean(),
      profile: fc.constantFrom(null, ...known),
      commissions: bases.map((history) => (history === null ? [] : [{ from: null, base: history[0] }, ...history[1]])),
      active: fc.boolean(),
    }),
  ).map((list) => list.map(({ coded, ...product }, index) => ({ ...product, code: coded ? `P-${index}` : null })));
const policies = fc.uniqueArray(
  fc.record({
    fromMonth: fc.constantFrom('2025-12', '2026-07', '2027-03'),
    k: fc.integer({ min: 0, max: 10_000 }).map((k) => (k / 10_000).toFixed(4)),
    bonusOnly: fc.boolean(),
    ownSurvey: fc.constantFrom('allow', 'leave-out', 'block'),
  }),
  { selector: ({ fromMonth }) => fromMonth },
);

/** Configurations in which every record may name those before it, active or not. */
const configurations: fc.Arbitrary<Configuration> = questions.chain((questions) =>
  rules(questions.map(({ name }) => name)).chain((rules) =>
    profiles(rules.map(({ name }) => name)).chain((profiles) =>
      fc.record({
        questions: fc.constant(questions.map(({ name, ...question }) => ({ ...question, text: name }))),
        rules: fc.constant(rules),
        profiles: fc.constant(profiles),
        products: products(profiles.map(({ name }) => name)),
        policies,
      }),
    ),
  ),
);

/** As an export orders and writes it: records by name, bases and policies by day, k without zeros at its end. */
function inOrder({ questions, rules, profiles, products, policies }: Configuration): Configuration {
  const by = <T>(list: readonly T[], key: (one: T) => string) =>
    [...list].sort((a, b) => (nameKey(key(a)) < nameKey(key(b)) ? -1 : 1));
  return {
    questions: by(questions, ({ text }) => text).map((question) => ({
      ...question,
      script: cleanText(question.script ?? ''),
      grades: (question.grades ?? []).map(({ signal, ...grade }) => ({ ...grade, ...(signal && { signal }) })),
    })),
    rules: by(rules, ({ name }) => name).map((rule) => ({
      ...rule,
      note: cleanText(rule.note ?? ''),
      operators: [...(rule.operators ?? [])].sort(),
    })),
    profiles: by(profiles, ({ name }) => name).map((profile) => ({ ...profile, note: cleanText(profile.note ?? '') })),
    products: by(products, ({ name }) => name).map((product) => ({
      ...product,
      commissions: by(product.commissions ?? [], ({ from }) => from ?? ''),
    })),
    policies: by(policies, ({ fromMonth }) => fromMonth).map((policy) => ({
      ...policy,
      k: policy.k.replace(/0{1,2}$/, ''),
    })),
  };
}

const bringIn = async (db: Database, { davi }: Fixtures['people'], text: string) =>
  done(await importConfiguration(acting(db, davi), parseConfigurationFile(text)));
const exported = async (db: Database) => JSON.stringify(configurationOf(await dumpConfiguration(db.read)));

t.test('what an export holds is what an import makes of it, whatever was configured', async (t) => {
  await onBothEngines(t, async (t, { dialect, freshDatabase }) => {
    const db = await freshDatabase(t);
    const { people } = await fixtures(db);
    await fc.assert(
      fc.asyncProperty(configurations, async (configuration) => {
        const [first, counts] = await undone(db, async (world) => {
          await bringIn(world, people, JSON.stringify(configuration));
          const file = await exported(world);
          return [file, await bringIn(world, people, file)] as const;
        });
        const second = await undone(db, async (world) => {
          await bringIn(world, people, first);
          return exported(world);
        });
        equal(second, first, 'an empty database that takes the file gives it again');
        for (const [section, { created, changed }] of Object.entries(counts))
          equal(created + changed, 0, `where it came from, it changes nothing: ${section}`);
        deepEqual(
          JSON.parse(first),
          JSON.parse(JSON.stringify(inOrder(configuration))),
          'nothing is left out or altered but the order',
        );
      }),
      { numRuns: dialect === 'sqlite' ? 25 : 5 },
    );
  });
});
