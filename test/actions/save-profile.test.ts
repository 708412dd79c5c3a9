import t from 'tap';
import { saveProfile } from '../../src/actions/save-profile.js';
import { NotFoundError } from '../../src/store/not-found.js';
import { findProfileByName, getProfile } from '../../src/store/profiles.js';
import { addProfile, addRule, adminContext, aProfile } from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

t.test('saving a profile', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    t.test('rules keep the order given; inactive ones are taken too', async (t) => {
      const db = await engine.freshDatabase(t);
      const context = adminContext(db);
      const rules = [await addRule(context, { name: 'Z' }, false), await addRule(context, { name: 'A' }, false)];
      const id = await addProfile(context, { rules, note: 'Para fibra' });
      matchLists(t, await getProfile(db.read, id), {
        name: 'Fibra',
        note: 'Para fibra',
        rules,
        active: true,
        version: 1,
      });
      const reversed = [...rules].reverse();
      t.ok((await saveProfile(context, { id, version: 1 }, aProfile({ rules: reversed }))).ok);
      t.same((await getProfile(db.read, id)).rules, reversed);
      t.equal((await findProfileByName(db.read, 'fibra'))?.id, id);
      const last = await db.read('audit').orderBy('id', 'desc').first();
      t.same(JSON.parse(last.changes), { note: ['Para fibra', ''], rules: [rules, reversed] });
    });

    t.test('a duplicate name, an unknown rule and a stale editor are refused', async (t) => {
      const db = await engine.freshDatabase(t);
      const context = adminContext(db);
      const id = await addProfile(context);
      t.same(await saveProfile(context, null, aProfile({ name: ' FIBRA ' })), {
        ok: false,
        refusal: { kind: 'invalid', errors: [{ field: 'name', message: 'taken' }] },
      });
      t.same(await saveProfile(context, null, aProfile({ name: 'B', rules: [77] })), {
        ok: false,
        refusal: { kind: 'invalid', errors: [{ field: 'rules', message: 'unknownValue' }] },
      });
      t.same(await saveProfile(context, { id, version: 2 }, aProfile({ name: 'C' })), {
        ok: false,
        refusal: { kind: 'stale' },
      });
      t.equal((await db.read('profiles')).length, 1);
      await t.rejects(saveProfile(context, { id: 999, version: 1 }, aProfile()), NotFoundError);
    });
  });
});
