import type { FastifyRequest } from 'fastify';
import type { Elsewhere, SavedDraft } from '../../actions/save-draft.js';
import { claimUntil } from '../../domain/claim.js';
import { postedAnswer } from '../../domain/draft.js';
import type { SurveyForm } from '../../domain/survey-form.js';
import type { Draft, DraftedQuestion, Saved } from '../../store/drafts.js';
import type { SurveyQuestion } from '../../store/survey-questions.js';
import { signedIn } from '../../web/request.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'user' | 'now'>;

/** The form as the draft fills it. */
export function typedIn(draft: Draft | null): Required<SurveyForm> {
  const answers = (draft?.questions ?? []).map((question) => [question.versionId, postedAnswer(question)] as const);
  return { answers: Object.fromEntries(answers), note: draft?.note ?? '', confirmed: '' };
}

/** What the form says of its draft: its revision, and who saved it last and when. */
export function draftModel(request: Request, draft: Draft | null) {
  const saved = [draft?.noteSaved, ...(draft?.questions ?? []).map((question) => question.saved)];
  const last = saved.reduce<Saved | null>(
    (latest, one) => (one && one.at !== null ? laterOf(latest, one) : latest),
    null,
  );
  const own = last?.by?.id === signedIn(request).id;
  return {
    revision: draft?.revision ?? 0,
    noteRevision: draft?.noteSaved.revision ?? 0,
    saved: last === null ? '' : savedText(request, last.at ?? 0),
    author: last === null || own ? null : request.t('surveys.draftBy', authorOf(request, last)),
  };
}

/** Under which name a tab keeps what the server does not have yet: one survey of one user. */
export function keptAs(surveyId: number, userId: number): string {
  return `draft-${surveyId}-${userId}`;
}

function laterOf(one: Saved | null, other: Saved): Saved {
  return one !== null && one.revision > other.revision ? one : other;
}

function authorOf({ formats }: Request, { by, at }: Saved) {
  return { name: by?.name ?? '—', date: formats.instant(at) };
}

function savedText({ t, formats, now }: Request, at: number): string {
  const today = formats.instant(at).split(' ')[0] === formats.instant(now).split(' ')[0];
  return t('surveys.draftSaved', { time: today ? formats.time(at) : formats.instant(at) });
}

/** The answer to a save, for the script: what to say, and what others have saved, to be shown in its place. */
export function savedReply(request: Request, questions: readonly SurveyQuestion[], draft: SavedDraft) {
  return {
    revision: draft.revision,
    saved: savedText(request, draft.savedAt),
    // The first answer claims, and each one renews (SPEC 5).
    claimed: request.t('surveys.claimedByYou', { time: request.formats.time(claimUntil(draft.savedAt)) }),
    elsewhere: draft.elsewhere.map((one) => elsewhereReply(request, questions, one)),
  };
}

function elsewhereReply({ t, formats }: Request, questions: readonly SurveyQuestion[], one: Elsewhere) {
  const said = { name: one.by, time: formats.time(one.at) };
  const key = one.replaced ? 'surveys.draftReplaced' : 'surveys.draftElsewhere';
  if (!('question' in one)) {
    const text = t(key, { ...said, what: t('surveys.note'), answer: one.note });
    return { field: 'note', replaced: one.replaced, note: one.note, text };
  }
  const index = questions.findIndex(({ versionId }) => versionId === one.question.versionId);
  const what = t('surveys.questionOf', { number: index + 1 });
  const text = t(key, { ...said, what, answer: answerText(t, questions[index], one.question) });
  return { field: `answers.${one.question.versionId}`, replaced: one.replaced, ...postedAnswer(one.question), text };
}

function answerText(t: Request['t'], asked: SurveyQuestion | undefined, question: DraftedQuestion): string {
  const { state, gradePosition, comment } = question;
  const label = asked?.grades[(gradePosition ?? 0) - 1]?.label;
  const other =
    state === 'not-applicable' ? t('shared.notApplicable') : state === 'no-answer' ? t('shared.noAnswer') : '—';
  return [label ?? other, comment].filter((part) => part !== '').join(', ');
}
