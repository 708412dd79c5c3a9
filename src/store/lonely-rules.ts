import { type Named, toNamed } from './configuration.js';
import type { Queryable } from './dialect.js';

/** The active rules that ask the question and no other active one, by name: without it they have none left. */
export async function listRulesOnlyAsking(q: Queryable, questionId: number): Promise<Named[]> {
  const others = q('rule_questions')
    .join('questions', 'questions.id', 'rule_questions.question_id')
    .where('rule_questions.rule_id', q.ref('rules.id'))
    .whereNot('questions.id', questionId)
    .whereNull('questions.deactivated_at');
  const rows = await q('rules')
    .whereNull('deactivated_at')
    .whereIn('id', q('rule_questions').where({ question_id: questionId }).select('rule_id'))
    .whereNotExists(others)
    .orderBy('name_key')
    .select('id', 'name', 'deactivated_at');
  return rows.map(toNamed);
}
