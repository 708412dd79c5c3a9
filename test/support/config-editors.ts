import { saveHoliday } from '../../src/actions/save-holiday.js';
import { addDays } from '../../src/domain/civil-date.js';
import type { TestApp } from './app.js';
import { accepted, addProduct, addProfile, addQuestion, addRule, adminContext } from './configuration.js';
import { fixtures } from './fixtures.js';

/** Adds a record and returns its id. */
export type Make = (world: TestApp) => Promise<number>;

const TWO_LINES = 'Linha um\nLinha dois';

let made = 0;
const original = () => `Original ${++made}`;
/** A record of each kind, under a name of its own; notes and scripts have two lines. */
export const records = {
  question: ({ db }: TestApp) => addQuestion(adminContext(db), { text: original(), script: TWO_LINES }),
  rule: async (world: TestApp) => {
    const questions = [await records.question(world)];
    return addRule(adminContext(world.db), { name: original(), questions, sellerRuns: true, note: TWO_LINES });
  },
  profile: ({ db }: TestApp) => addProfile(adminContext(db), { name: original(), note: TWO_LINES }),
  product: ({ db }: TestApp) => addProduct(adminContext(db), { name: original(), code: null }),
  user: async ({ ids }: TestApp) => ids.bruno,
  holiday: async ({ db }: TestApp) =>
    accepted(await saveHoliday(adminContext(db), null, { on: addDays('2026-07-14', ++made), name: original() })),
  sale: async (world: TestApp) => (await fixtures(world.db)).sale({ productId: await records.product(world) }),
  alone: async () => 1,
};

/**
 * Every form that changes what is configured: the field by which two editors differ, and what each types there; `page`:
 * where the form is, when it is not where it is posted.
 */
export const EDITORS: readonly { url: string; page?: string; make: Make; field: string; hers: string; his: string }[] =
  [
    { url: '/config/questions/:id', make: records.question, field: 'text', hers: 'Texto dela', his: 'Texto dele' },
    { url: '/config/rules/:id', make: records.rule, field: 'name', hers: 'Regra dela', his: 'Regra dele' },
    { url: '/config/profiles/:id', make: records.profile, field: 'name', hers: 'Perfil dela', his: 'Perfil dele' },
    { url: '/config/products/:id', make: records.product, field: 'name', hers: 'Produto dela', his: 'Produto dele' },
    { url: '/config/operators/:id', make: records.user, field: 'name', hers: 'Nome dela', his: 'Nome dele' },
    { url: '/config/calendar/:id', make: records.holiday, field: 'name', hers: 'Feriado dela', his: 'Feriado dele' },
    { url: '/config/company', make: records.alone, field: 'companyName', hers: 'Fibra dela', his: 'Fibra dele' },
    { url: '/config/commission', make: records.alone, field: 'k', hers: '0,30', his: '0,45' },
    { url: '/config/follow-ups', make: records.alone, field: 'doubt', hers: '4', his: '9' },
    { url: '/config/calling', make: records.alone, field: 'from', hers: '07:30', his: '09:15' },
    // It changes what is planned, as the configuration does.
    {
      url: '/sales/:id',
      page: '/sales/:id/edit',
      make: records.sale,
      field: 'closedOn',
      hers: '2026-07-02',
      his: '2026-07-03',
    },
  ];
