import { type Result, refuse } from '../domain/result.js';
import { findState, type Target } from '../store/configuration.js';
import { lockNames } from '../store/dialect.js';
import { listRulesOnlyAsking } from '../store/lonely-rules.js';
import type { ActionContext } from './context.js';
import { type ConfigRefusal, invalid } from './saving.js';
import { setActiveIn } from './set-active.js';

/**
 * Deactivates a question. Rules that ask it go on with it; where it is the only active one of an active rule, that has to
 * have been seen: `seen` are the rules that the form named. @throws NotFoundError
 */
export function deactivateQuestion(
  context: ActionContext,
  target: Target,
  seen: readonly number[],
): Promise<Result<null, ConfigRefusal>> {
  return context.db.transaction(async (trx) => {
    await lockNames(trx, 'rules');
    const before = await findState(trx, 'question', target.id);
    const current = before?.active === true && before.version === target.version;
    const lonely = current ? await listRulesOnlyAsking(trx, target.id) : [];
    if (lonely.every(({ id }) => seen.includes(id))) return setActiveIn(trx, context, 'question', target, false);
    const rules = lonely.map(({ name }) => name).join(', ');
    return refuse(invalid({ field: 'deactivation', message: 'lastQuestion', params: { rules } }));
  });
}
