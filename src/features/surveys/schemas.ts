import type { SurveyForm } from '../../domain/survey-form.js';
import { form, one, type Posted, text } from '../../web/forms.js';

/** Beyond the domain's limit, so that a text that is too long is refused at its field and not as a bad request. */
const LONG = 20_000;

const ANSWER_FIELD = '^answers\\.[1-9]\\d{0,9}\\.(answer|comment)$';

/** A survey being finished: `answers.VERSION.answer` and `.comment` for each question, the note, and the form's key. A draft is posted alike. */
export const executionForm = {
  ...form({ key: text(4000), note: text(LONG), confirmed: text(5), seen: text(10) }),
  patternProperties: { [ANSWER_FIELD]: text(LONG) },
};
export const attemptForm = form({
  key: text(100),
  outcome: text(40),
  note: text(LONG),
  callBackOn: text(40),
  callBackTime: text(40),
  others: text(5),
});
/** `seen`: the phones that the page showed. */
export const phonesForm = form({ phone1: text(200), phone2: text(200), phone3: text(200), seen: text(500) });
export const extensionForm = form({ expiresOn: text(40), reason: text(LONG) });
export const closureForm = form({ reason: text(40), note: text(LONG) });
/** With `takeBack`, back to the operators of the rule. */
export const assignmentForm = form({ operatorId: text(20), takeBack: text(1) });
export const reopeningForm = form({ reason: text(LONG) });
export const annulmentForm = form({ executionId: text(20), reason: text(LONG) });

/** What was typed into the survey's form. */
export function typedSurvey(body: unknown): Required<SurveyForm> {
  const answers: Record<string, { answer: string; comment: string }> = {};
  for (const name of Object.keys((body ?? {}) as Posted)) {
    const [, versionId] = /^answers\.(\d+)\./.exec(name) ?? [];
    if (versionId === undefined) continue;
    answers[versionId] = {
      answer: one(body, `answers.${versionId}.answer`),
      comment: one(body, `answers.${versionId}.comment`),
    };
  }
  return { answers, note: one(body, 'note'), confirmed: one(body, 'confirmed') };
}
