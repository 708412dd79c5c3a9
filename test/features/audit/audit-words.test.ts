import t from 'tap';
import { isWord } from '../../../src/features/audit-words.js';
import { translator } from '../../../src/i18n/translate.js';
import { testApp } from '../../support/app.js';
import { sqlite } from '../../support/engines.js';
import { furnish } from '../../support/furnished.js';

const READERS = (['pt-BR', 'en'] as const).map((locale) => ({ locale, t: translator(locale) }));

t.test('everything that is written into the audit has a word in both languages', async (t) => {
  const world = await testApp(t, sqlite);
  await furnish(world);
  const rows: { action: string; entity: string; changes: string }[] = await world.db
    .read('audit')
    .select('action', 'entity', 'changes');
  const used = new Set(
    rows.flatMap(({ action, entity, changes }) => [
      `action ${action}`,
      `entity ${entity}`,
      ...Object.keys(JSON.parse(changes)).map((field) => `field ${field}`),
    ]),
  );
  t.ok(used.size > 40, 'there is something to look at');
  for (const reader of READERS)
    t.same(
      [...used].filter((name) => {
        const [kind = '', raw = ''] = name.split(' ');
        return !isWord(reader, kind as 'action' | 'entity' | 'field', raw);
      }),
      [],
      reader.locale,
    );
});
