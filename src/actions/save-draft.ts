import { readDraft } from '../domain/draft.js';
import { ok, type Result, refuse } from '../domain/result.js';
import type { SurveyForm } from '../domain/survey-form.js';
import { renewClaim } from '../store/claims.js';
import type { Queryable } from '../store/dialect.js';
import {
  type Draft,
  type DraftedQuestion,
  findDraft,
  nextRevision,
  type Saved,
  startDraft,
  updateDraftAnswer,
  updateDraftNote,
} from '../store/drafts.js';
import { listQuestionVersions } from '../store/survey-questions.js';
import { getSurvey, surveyIs } from '../store/surveys.js';
import { claimIn } from './claim-survey.js';
import { type ActionContext, actingUser } from './context.js';
import type { ExecutionRefusal, FormKey } from './execute-survey.js';
import { mayWork } from './working.js';

export interface DraftInput {
  readonly surveyId: number;
  /** Null when the form brought none that is ours. */
  readonly key: FormKey | null;
  /** What is to be saved: questions and the observation, as far as they are named. */
  readonly form: Pick<SurveyForm, 'answers' | 'note'>;
  /** The last revision that the window knows; 0 for none. */
  readonly seen: number;
}

/** A save, and what other windows have saved since this one last looked (SPEC 5: the later one wins per question). */
export interface SavedDraft {
  readonly revision: number;
  readonly savedAt: number;
  readonly elsewhere: readonly Elsewhere[];
}

/** What somebody saved in another window. `replaced`: by this very save. */
export type Elsewhere = {
  readonly by: string;
  readonly at: number;
  readonly replaced: boolean;
} & ({ readonly question: DraftedQuestion } | { readonly note: string });

/**
 * Keeps what was typed into a survey's form so far, and reserves the survey for who types (SPEC 5). The first save of a
 * survey fixes the versions of its questions: those that its window shows.
 * @throws NotFoundError when the survey is not the actor's to run and no form of his says that it was
 */
export async function saveDraft(
  context: ActionContext,
  input: DraftInput,
): Promise<Result<SavedDraft, ExecutionRefusal>> {
  const { surveyId, key } = input;
  const own = key !== null && key.surveyId === surveyId && key.userId === context.actor.id ? key : null;
  return context.db.transaction(async (trx) => {
    if (own === null) {
      await getSurvey(trx, surveyId, mayWork(context));
      return refuse({ kind: 'stale-key' });
    }
    if (!(await surveyIs(trx, surveyId, mayWork(context)))) return refuse({ kind: 'not-yours' });
    const claimed = await claimIn(trx, context, surveyId);
    if (!claimed.ok) return claimed;
    await renewClaim(trx, { surveyId, userId: actingUser(context), now: context.now });
    return saveIn(trx, context, input, own);
  });
}

async function saveIn(
  trx: Queryable,
  context: ActionContext,
  { surveyId, form, seen }: DraftInput,
  key: FormKey,
): Promise<Result<SavedDraft, ExecutionRefusal>> {
  const before = await findDraft(trx, surveyId);
  const versionIds = before?.questions.map(({ versionId }) => versionId) ?? key.versionIds;
  const read = readDraft(await listQuestionVersions(trx, versionIds), form);
  if (!read.ok)
    return refuse(read.refusal === 'unknown' ? { kind: 'other-questions' } : { kind: 'invalid', errors: read.refusal });
  const { answers, note } = read.value;
  await startDraft(trx, surveyId, versionIds);
  const revision = await nextRevision(trx, surveyId);
  const saving = { userId: actingUser(context), at: context.now, nonce: key.nonce, revision };
  for (const [versionId, answer] of answers) await updateDraftAnswer(trx, { surveyId, versionId }, answer, saving);
  if (note !== null) await updateDraftNote(trx, surveyId, note, saving);
  const elsewhere = before === null ? [] : savedElsewhere(before, seen, key.nonce, { answers, note });
  return ok({ revision, savedAt: context.now, elsewhere });
}

function savedElsewhere(
  { questions, note, noteSaved }: Draft,
  seen: number,
  nonce: string,
  now: { readonly answers: ReadonlyMap<number, unknown>; readonly note: string | null },
): Elsewhere[] {
  const isNews = (saved: Saved) => saved.revision > seen && saved.nonce !== nonce;
  const said = ({ by, at }: Saved, replaced: boolean) => ({ by: by?.name ?? '', at: at ?? 0, replaced });
  const answered = questions
    .filter(({ saved }) => isNews(saved))
    .map((question) => ({ ...said(question.saved, now.answers.has(question.versionId)), question }));
  return isNews(noteSaved) ? [...answered, { ...said(noteSaved, now.note !== null), note }] : answered;
}
