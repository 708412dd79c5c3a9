import t from 'tap';
import { saveQuestion } from '../../src/actions/save-question.js';
import { NotFoundError } from '../../src/store/not-found.js';
import { findQuestionByText, getQuestion } from '../../src/store/questions.js';
import { addQuestion, adminContext, aQuestion, FIVE_GRADES } from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

t.test('saving a question', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    t.test('what was saved is read back, grades in their order', async (t) => {
      const db = await engine.freshDatabase(t);
      const content = aQuestion({
        script: 'Pergunte com calma.\nEspere.',
        kind: 'csat',
        notApplicable: true,
        commentRequiredUpTo: 2,
        grades: FIVE_GRADES.map((grade, index) => ({ ...grade, signal: index === 0 ? 'complaint' : null })),
      });
      const id = await addQuestion(adminContext(db), content);
      matchLists(t, await getQuestion(db.read, id), { ...content, id, number: 1, active: true, version: 1 });
      t.equal((await findQuestionByText(db.read, '  COMO avalia a INSTALACAO? '))?.id, id);
      t.equal(await findQuestionByText(db.read, 'Outra'), null);
    });

    t.test('each change of content makes a version and leaves the earlier ones alone', async (t) => {
      const db = await engine.freshDatabase(t);
      const context = adminContext(db);
      const id = await addQuestion(context);
      const first = await getQuestion(db.read, id);
      const edits = [
        { text: 'Como foi a instalação?' },
        { script: 'Roteiro' },
        { notApplicable: true },
        { commentRequiredUpTo: 1 },
        { grades: FIVE_GRADES.slice(0, 4) },
      ];
      for (const [index, edit] of edits.entries()) {
        const result = await saveQuestion(context, { id, version: index + 1 }, aQuestion(edit));
        t.same(result, { ok: true, value: id });
      }
      const last = await getQuestion(db.read, id);
      t.match(last, { number: 6, version: 6, grades: { length: 4 } });
      t.not(last.versionId, first.versionId);
      const old = await db.read('question_versions').where({ id: first.versionId }).first();
      t.match(old, { text: 'Como avalia a instalação?', script: '', number: 1 });
      matchLists(
        t,
        await db.read('grades').where({ question_version_id: first.versionId }).orderBy('position'),
        FIVE_GRADES,
      );
    });

    t.test('an unchanged save makes no version and no audit row, even from a stale editor', async (t) => {
      const db = await engine.freshDatabase(t);
      const context = adminContext(db);
      const id = await addQuestion(context);
      for (const version of [1, 99])
        t.same(await saveQuestion(context, { id, version }, aQuestion()), { ok: true, value: id });
      t.match(await getQuestion(db.read, id), { number: 1, version: 1 });
      t.equal((await db.read('audit')).length, 1);
    });

    t.test('a text that another question has, whatever its case and accents, is refused at the field', async (t) => {
      const db = await engine.freshDatabase(t);
      const context = adminContext(db);
      await addQuestion(context);
      const other = await addQuestion(context, { text: 'Outra?' });
      const taken = { ok: false, refusal: { kind: 'invalid', errors: [{ field: 'text', message: 'taken' }] } };
      const same = aQuestion({ text: 'COMO AVALIA A INSTALAÇAO?' });
      t.same(await saveQuestion(context, null, same), taken);
      t.same(await saveQuestion(context, { id: other, version: 1 }, same), taken);
      t.equal((await getQuestion(db.read, other)).text, 'Outra?');
      t.equal((await db.read('questions')).length, 2);
      const itself = await saveQuestion(context, { id: other, version: 1 }, aQuestion({ text: 'OUTRA?' }));
      t.same(itself, { ok: true, value: other }, 'its own name in another case is free');
    });

    t.test('of ten that add the same text at once one succeeds and nine are told', async (t) => {
      const db = await engine.freshDatabase(t);
      const all = Array.from({ length: 10 }, () => saveQuestion(adminContext(db), null, aQuestion()));
      const results = await Promise.all(all);
      t.equal(results.filter((result) => result.ok).length, 1);
      t.equal((await db.read('question_versions')).length, 1);
    });

    t.test('of two that rename different questions to the same text one is told', async (t) => {
      const db = await engine.freshDatabase(t);
      const context = adminContext(db);
      const ids = [await addQuestion(context, { text: 'A' }), await addQuestion(context, { text: 'B' })];
      const renames = ids.map((id) => saveQuestion(context, { id, version: 1 }, aQuestion({ text: 'C' })));
      t.same((await Promise.all(renames)).map((result) => result.ok).sort(), [false, true]);
    });

    t.test('a stale editor is refused and nothing is written', async (t) => {
      const db = await engine.freshDatabase(t);
      const context = adminContext(db);
      const id = await addQuestion(context);
      await saveQuestion(context, { id, version: 1 }, aQuestion({ text: 'Dele' }));
      const result = await saveQuestion(context, { id, version: 1 }, aQuestion({ text: 'Meu' }));
      t.same(result, { ok: false, refusal: { kind: 'stale' } });
      t.match(await getQuestion(db.read, id), { text: 'Dele', number: 2 });
      t.equal((await db.read('audit')).length, 2);
      await t.rejects(saveQuestion(context, { id: 999, version: 1 }, aQuestion()), NotFoundError);
    });

    t.test('the audit says who changed which fields from what to what', async (t) => {
      const db = await engine.freshDatabase(t);
      const context = adminContext(db);
      const id = await addQuestion(context);
      await saveQuestion(context, { id, version: 1 }, aQuestion({ notApplicable: true }));
      const [created, changed] = await db.read('audit').orderBy('id');
      t.match(created, { action: 'create', entity: 'question', entity_id: id, origin: 'web' });
      matchLists(t, JSON.parse(created.changes), { text: [null, 'Como avalia a instalação?'] });
      t.match(changed, { action: 'change', entity_id: id });
      t.same(JSON.parse(changed.changes), { notApplicable: [false, true] });
    });
  });
});
