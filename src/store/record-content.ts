import type { RecordState } from '../domain/record-history.js';
import type { ConfigKind } from './configuration.js';
import type { Queryable } from './dialect.js';
import { getProduct } from './products.js';
import { getProfile } from './profiles.js';
import { getQuestion } from './questions.js';
import { getRule } from './rules.js';

/** What a record of the configuration holds, in the words of the audit. @throws NotFoundError */
export async function getRecordContent(q: Queryable, kind: ConfigKind, id: number): Promise<RecordState> {
  const { id: _, version, ...content } = await getRecord(q, kind, id);
  return { ...content };
}

function getRecord(q: Queryable, kind: ConfigKind, id: number) {
  switch (kind) {
    case 'question':
      return getContentOfQuestion(q, id);
    case 'rule':
      return getRule(q, id);
    case 'profile':
      return getProfile(q, id);
    case 'product':
      return getContentOfProduct(q, id);
  }
}

/** Without what numbers its versions. */
async function getContentOfQuestion(q: Queryable, questionId: number) {
  const { versionId: _, number, ...question } = await getQuestion(q, questionId);
  return question;
}

/** With the base that was saved last, which a change of it names. */
async function getContentOfProduct(q: Queryable, productId: number) {
  const { commissions, ...product } = await getProduct(q, productId);
  return { ...product, commission: commissions.at(-1)?.base ?? null };
}
