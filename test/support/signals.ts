import { executeSurvey } from '../../src/actions/execute-survey.js';
import type { Database } from '../../src/store/connection.js';
import { acting, done } from './acting.js';
import { NOW, type SurveyWorld } from './survey-world.js';

/** Grade 1 of the world's first question signals a complaint, grade 5 an opportunity, and "Não" of the second a complaint too. */
export async function signalling(db: Database, { versionIds: [five, yesNo] }: SurveyWorld): Promise<void> {
  await db.transaction(async (trx) => {
    const signal = (question_version_id: number, position: number, kind: string) =>
      trx('grades').where({ question_version_id, position }).update({ signal: kind });
    await signal(five, 1, 'complaint');
    await signal(five, 5, 'opportunity');
    await signal(yesNo, 2, 'complaint');
  });
}

/** bruno runs a survey of the world, and the customer says these grades. */
export async function runSurvey(
  db: Database,
  { bruno, versionIds }: Pick<SurveyWorld, 'bruno' | 'versionIds'>,
  surveyId: number,
  {
    grade,
    comment = '',
    polite = 1,
    politeComment = '',
    now = NOW,
  }: { grade: number; comment?: string; polite?: number; politeComment?: string; now?: number },
): Promise<void> {
  const [five, yesNo] = versionIds;
  const key = { surveyId, userId: bruno.id, startedAt: NOW, versionIds: [...versionIds], nonce: crypto.randomUUID() };
  const form = {
    answers: {
      [String(five)]: { answer: String(grade), comment },
      [String(yesNo)]: { answer: String(polite), comment: politeComment },
    },
  };
  done(await executeSurvey({ ...acting(db, bruno), now }, { surveyId, key, form }));
}
