import type { CleanQuestion } from '../domain/question.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { nameTaken, type Target } from '../store/configuration.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { getQuestion, insertQuestion, updateQuestion } from '../store/questions.js';
import { type ActionContext, auditActor } from './context.js';
import { invalid, type SaveRefusal } from './saving.js';

/** Adds a question (no target) or gives it a new version; returns its id. @throws NotFoundError */
export function saveQuestion(
  context: ActionContext,
  target: Target | null,
  question: CleanQuestion,
): Promise<Result<number, SaveRefusal>> {
  return context.db.transaction((trx) => saveQuestionIn(trx, context, target, question));
}

/** As `saveQuestion`, in a transaction of the caller's, who rolls it back or goes on when it is refused. */
export async function saveQuestionIn(
  trx: Queryable,
  context: ActionContext,
  target: Target | null,
  question: CleanQuestion,
): Promise<Result<number, SaveRefusal>> {
  await lockNames(trx, 'questions');
  const before = target && (await getQuestion(trx, target.id));
  const changes = changesBetween(before, contentOf(question));
  if (before && Object.keys(changes).length === 0) return ok(before.id);
  if (target && before?.version !== target.version) return refuse({ kind: 'stale' });
  if (await nameTaken(trx, 'question', question.text, target?.id ?? null))
    return refuse(invalid({ field: 'text', message: 'taken' }));
  if (before && !(await updateQuestion(trx, before, before.number + 1, question, context.now)))
    return refuse({ kind: 'stale' });
  const id = target?.id ?? (await insertQuestion(trx, question, context.now));
  const action = before ? 'change' : 'create';
  await insertAudit(trx, auditActor(context), context.now, [{ action, entity: 'question', entityId: id, changes }]);
  return ok(id);
}

/** What a version holds, in one order of fields, so that contents compare. */
function contentOf({ text, script, kind, notApplicable, commentRequiredUpTo, grades }: CleanQuestion): CleanQuestion {
  const ordered = grades.map(({ label, weight, signal }) => ({ label, weight, signal }));
  return { text, script, kind, notApplicable, commentRequiredUpTo, grades: ordered };
}
