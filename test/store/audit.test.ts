import t from 'tap';
import { changesBetween, insertAudit } from '../../src/store/audit.js';
import { AUDIT_PAGE_SIZE, listAudit, listAuditActors } from '../../src/store/audit-list.js';
import { insertPersonas } from '../support/app.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

const ENTRY = { action: 'change', entity: 'rule', entityId: 7 } as const;

t.test('the audit', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('can be added to and nothing else', async (t) => {
      const db = await engine.freshDatabase(t);
      const by = { id: null, origin: 'system' } as const;
      await db.transaction((trx) => insertAudit(trx, by, 1, [{ ...ENTRY, changes: { name: ['a', 'b'] } }]));
      await t.rejects(
        db.transaction((trx) => trx('audit').update({ at: 2 })),
        /append-only/,
      );
      await t.rejects(
        db.transaction((trx) => trx('audit').where({ entity_id: 7 }).delete()),
        /append-only/,
      );
      await t.rejects(
        db.transaction((trx) => trx('audit').delete()),
        /append-only/,
      );
      if (db.dialect === 'postgres')
        await t.rejects(
          db.transaction((trx) => trx.raw('truncate audit cascade')),
          /append-only/,
        );
      matchLists(t, await db.read('audit'), [{ at: 1, action: 'change' }]);
    });

    await t.test('keeps personal values where they can be erased, and their names for good', async (t) => {
      const db = await engine.freshDatabase(t);
      const by = { id: null, origin: 'cli' } as const;
      const entry = { ...ENTRY, changes: { city: ['A', 'B'] }, personal: { name: ['Maria', 'Ana'] } } as const;
      await db.transaction((trx) => insertAudit(trx, by, 1, [entry]));
      const [row] = (await listAudit(db.read, {}, null)).rows;
      t.same(row?.changes, { city: ['A', 'B'], name: null });
      t.same(row?.personal, { name: ['Maria', 'Ana'] });
      await db.transaction((trx) => trx('audit_personal').delete());
      matchLists(t, (await listAudit(db.read, {}, null)).rows, [{ changes: { name: null }, personal: null }]);
    });

    await t.test('is listed newest first, by key, and narrowed', async (t) => {
      const db = await engine.freshDatabase(t);
      const ids = await insertPersonas(db);
      const total = 2 * AUDIT_PAGE_SIZE + 20;
      await db.transaction(async (trx) => {
        for (let i = 0; i < total; i++) {
          const by = i % 2 === 0 ? ({ id: ids.davi, origin: 'web' } as const) : ({ id: null, origin: 'cli' } as const);
          // Three rows share each instant: the id decides.
          const at = 1000 + Math.floor(i / 3);
          await insertAudit(trx, by, at, [{ ...ENTRY, entityId: (i % 4) + 1 }]);
        }
      });
      const seen: number[] = [];
      let page = await listAudit(db.read, {}, null);
      const first = page.rows;
      for (;;) {
        seen.push(...page.rows.map((row) => row.id));
        if (page.next === null) break;
        page = await listAudit(db.read, {}, page.next);
      }
      t.equal(new Set(seen).size, total);
      t.same(
        seen,
        [...seen].sort((a, b) => b - a),
      );
      let back = page;
      while (back.previous !== null) back = await listAudit(db.read, {}, back.previous);
      t.same(back.rows, first, 'the way back ends where it began');

      const count = async (filter: Parameters<typeof listAudit>[1]) =>
        (await listAudit(db.read, filter, null)).rows.length;
      t.equal(await count({ actorId: ids.ana }), 0);
      t.equal(await count({ entity: 'sale' }), 0);
      t.equal(await count({ action: 'create' }), 0);
      t.equal(await count({ entity: 'rule', entityId: 2 }), total / 4);
      t.equal(await count({ from: 1000, before: 1002 }), 6);
      t.equal(await count({ from: 1000, before: 1002, origin: 'cli' }), 3);
      t.equal(await count({ from: 1000, before: 1002, actorId: ids.davi }), 3);
      t.same(await listAuditActors(db.read), [{ id: ids.davi, name: 'Davi Administrador' }]);
    });
  });
});

t.test('what changed are the fields that differ, by content', async (t) => {
  t.same(changesBetween(null, { a: 1, b: null }), { a: [null, 1] });
  t.same(changesBetween({ a: [1, 2], b: 'x' }, { a: [1, 2], b: 'y' }), { b: ['x', 'y'] });
});
