import fc from 'fast-check';
import t from 'tap';
import { addDays } from '../../../src/domain/civil-date.js';
import type { DayRange } from '../../../src/domain/period.js';
import { testApp } from '../../support/app.js';
import type { Page } from '../../support/browser.js';
import { onBothEngines } from '../../support/engines.js';
import { addFollowUp, type FollowUpSpec } from '../../support/follow-ups.js';
import { resultWorld } from '../../support/result-world.js';

const JUNE = { from: '2026-06-01', to: '2026-06-30' };
const JULY = { from: '2026-07-01', to: '2026-07-31' };

interface Drawn {
  readonly kind: string;
  readonly owner: 'ana' | 'bruno';
  readonly opened_on: string;
  /** Days from opening to the end. */
  readonly took: number;
  readonly ended: null | 'well' | 'badly';
  readonly won_cents: number;
}

await onBothEngines(t, async (t, engine) => {
  const app = await testApp(t, engine);
  const world = await resultWorld(app.db, { surveys: 4 });
  const drawn = fc.sample(
    fc.record<Drawn>({
      kind: fc.constantFrom('complaint', 'doubt', 'improvement', 'opportunity', 'opportunity'),
      owner: fc.constantFrom('ana', 'bruno'),
      opened_on: fc.constantFrom('2026-05-30', '2026-06-01', '2026-06-20', '2026-06-30', '2026-07-01', '2026-07-31'),
      took: fc.constantFrom(0, 1, 5, 31),
      ended: fc.constantFrom(null, 'well', 'well', 'badly'),
      won_cents: fc.integer({ min: 1, max: 50_000 }),
    }),
    { numRuns: 80, seed: 5 },
  );
  for (const [index, one] of drawn.entries()) {
    const { id: owner_id } = world[one.owner];
    await addFollowUp(app.db, world, world.ids[index % 4] ?? 0, { ...specOf(one), owner_id });
  }

  await t.test(
    'every number of follow-ups opens a list that counts as many, by the day that it is about',
    async (t) => {
      for (const who of ['ana', 'bruno'] as const) {
        const browser = await app.browser(who);
        for (const period of [JUNE, JULY])
          for (const filter of [
            '',
            `&product=${world.productId}`,
            '&city=teresopolis',
            '&city=NONE',
            `&rule=${world.ruleId}`,
            `&rule=${world.otherRuleId}&profile=${world.profileId}`,
          ]) {
            const page = await browser.get(`/results?from=${period.from}&to=${period.to}${filter}`);
            const links = countedLinks(page);
            if (filter === '') t.ok(links.length > 5, `${who} ${period.from}: ${links.length}`);
            for (const { href, count } of links) {
              const [, listed] = /([\d.]+) acompanhamentos?\b/.exec((await browser.get(href)).text) ?? [];
              t.equal(Number(listed), count, href);
            }
          }
      }
    },
  );

  await t.test('what was won is of the period in which it was won, now and before', async (t) => {
    const page = await (await app.browser('ana')).get(`/results?from=${JULY.from}&to=${JULY.to}`);
    const won = ({ from, to }: DayRange) => drawn.filter((one) => isWon(one) && endOf(one) >= from && endOf(one) <= to);
    const late = won(JULY).filter(({ opened_on }) => opened_on < JULY.from);
    t.ok(late.length > 0, 'some were opened before');
    const text = page.text.replace(/\s/g, ' ');
    t.ok(
      text.includes(`${won(JULY).length} oportunidades ganhas: ${money(won(JULY))} antes: ${money(won(JUNE))}`),
      text,
    );
  });
});

function specOf({ kind, opened_on, ended, won_cents, took }: Drawn): FollowUpSpec {
  const [well, badly] = kind === 'opportunity' ? (['won', 'lost'] as const) : (['resolved', 'discarded'] as const);
  const ending = ended === null ? null : ended === 'well' ? well : badly;
  return { kind, opened_on, due_on: opened_on, ending, ended_on: addDays(opened_on, took), won_cents };
}

function isWon({ kind, ended }: Drawn): boolean {
  return kind === 'opportunity' && ended === 'well';
}

function money(won: readonly Drawn[]): string {
  const cents = won.reduce((sum, { won_cents }) => sum + won_cents, 0);
  const reais = new Intl.NumberFormat('pt-BR', { style: 'currency', currency: 'BRL' }).format(cents / 100);
  return reais.replace(/\s/g, ' ');
}

function endOf({ opened_on, took }: Drawn): string {
  return addDays(opened_on, took);
}

/** The links of the table of follow-ups and of what was won, with the number that each says. */
function countedLinks({ body }: Page): { href: string; count: number }[] {
  return [...body.matchAll(/<a href="(\/follow-ups\?of[^"]+)">([\d.]+)/g)].map(([, href = '', count = '']) => ({
    href: href.replaceAll('&amp;', '&'),
    count: Number(count.replace('.', '')),
  }));
}
