import t from 'tap';
import { validateQuestion } from '../../src/domain/question.js';
import { validateRule } from '../../src/domain/rule.js';
import { STARTER_SET, starterGrades } from '../../src/domain/starter-set.js';
import { findMessage } from '../../src/i18n/catalogue.js';
import { matchLists } from '../support/match-lists.js';

const words = { no: 'Não', partly: 'Em parte', yes: 'Sim' };

t.test('every rule and question of the starter set is one that the editors accept', async (t) => {
  for (const { key, startDays, expiryDays, questions } of STARTER_SET) {
    const rule = { name: key, startDays: String(startDays), expiryDays: String(expiryDays), questions: ['1'] };
    t.equal(validateRule({ ...rule, operators: ['1'] }, true).ok, true, key);
    for (const question of questions) {
      const grades = starterGrades(question, words);
      const result = validateQuestion({
        text: question.key,
        kind: question.kind ?? '',
        commentRequiredUpTo: String(question.commentRequiredUpTo ?? ''),
        grades: grades.map(({ label, weight, signal }) => ({ label, weight: String(weight), signal: signal ?? '' })),
      });
      matchLists(t, result, { ok: true, value: { kind: question.kind, grades } }, question.key);
      const weights = grades.map(({ weight }) => weight);
      t.same(
        weights,
        [...weights].sort((a, b) => a - b),
        `${question.key}: the worst first`,
      );
      t.equal(weights[0], -100);
      t.equal(weights.at(-1), 100);
    }
  }
});

t.test('the set measures NPS, and its questions and rules have words in both languages', async (t) => {
  const questions = STARTER_SET.flatMap((rule) => rule.questions);
  t.equal(questions.filter(({ kind }) => kind === 'nps').length, 1);
  const keys = [
    ...STARTER_SET.flatMap(({ key }) => [`rule_${key}`, `why_${key}`]),
    ...questions.flatMap(({ key }) => [`text_${key}`, `script_${key}`]),
  ];
  for (const locale of ['pt-BR', 'en'] as const) {
    t.same(
      keys.filter((key) => typeof findMessage(locale, `starter.${key}`) !== 'string'),
      [],
      locale,
    );
    const texts = questions.map(({ key }) => findMessage(locale, `starter.text_${key}`));
    t.equal(new Set(texts).size, questions.length, 'no two questions are the same');
  }
});
