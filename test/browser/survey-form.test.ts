import type { Browser, BrowserContext, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { testApp } from '../support/app.js';
import { PASSWORD } from '../support/browser.js';
import {
  type BrowserOptions,
  launch,
  listen,
  profile,
  shown,
  signIn,
  violations,
  withoutChromium,
} from '../support/chromium.js';
import { sqlite } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { addQuestion, addRule, surveyWorld } from '../support/survey-world.js';

const skip = withoutChromium;
const browser = skip ? null : await launch();

const scale = (labels: readonly string[]) =>
  labels.map((label, index) => ({ label, weight: Math.round((200 * index) / (labels.length - 1)) - 100 }));
const UP_TO_TEN = scale(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
const FIVE = scale(['1', '2', '3', '4', '5']);
const YES_NO = scale(['Sim', 'Não']);

/** One for the file, with a rule of five questions, a comment asked for at 1 and 2 of the first one: each test has its survey. */
async function prepare(t: Test) {
  const app = await testApp(t, sqlite);
  const world = await surveyWorld(app.db);
  const ruleId = await app.db.transaction(async (trx) => {
    const questions = [
      await addQuestion(trx, 'Como foi a instalação?', FIVE, { comment: 2 }),
      await addQuestion(trx, 'De 0 a 10, quanto indicaria?', UP_TO_TEN),
      await addQuestion(trx, 'O técnico foi pontual?', YES_NO),
      await addQuestion(trx, 'Como está a velocidade?', FIVE, { na: true }),
      await addQuestion(trx, 'E o atendimento?', FIVE),
    ];
    return addRule(trx, 'Cinco perguntas', { questions: questions.map(({ id }) => id), operators: [app.ids.bruno] });
  });
  const url = await listen(app.app);
  const signedIn = new Map<string, Promise<Page>>();
  // Who has signed in once does not again; the page is the same, with another survey.
  const open = async (surveyId: number, options: BrowserOptions = {}): Promise<Page> => {
    const kind = JSON.stringify(options);
    const first = signedIn.get(kind) ?? profile(t, browser as Browser, url, options).then(enter);
    signedIn.set(kind, first);
    const page = await first;
    await page.goto(`/surveys/${surveyId}`);
    return page;
  };
  const answers = (surveyId: number) =>
    app.db
      .read('answers')
      .whereIn('execution_id', app.db.read('executions').where({ survey_id: surveyId }).select('id'))
      .orderBy('position');
  return { ...app, world, answers, open, survey: () => world.survey({ ruleId }) };
}

const enter = (context: BrowserContext) => signIn(context, 'bruno', PASSWORD);

const shared = skip ? null : await prepare(t);
const form = () => shared as NonNullable<typeof shared>;

t.test('five questions take eleven strokes from opening, and 10 is one of them', { skip }, async (t) => {
  const { open, survey, answers } = form();
  const surveyId = await survey();
  const page = await open(surveyId);
  const strokes = ['5', 'Enter', '-', 'Enter', '1', 'Enter', 'a', 'Enter', '4', 'Enter', 'Enter'];
  for (const key of strokes) await page.keyboard.press(key);
  await shown(page, 'foi salva às');
  t.ok(strokes.length <= 12);
  t.same(
    (await answers(surveyId)).map(({ grade_label, state }) => grade_label ?? state),
    ['5', '10', 'Sim', 'not-applicable', '4'],
  );
});

t.test('a grade that asks for a comment leads into it, and Enter out of it', { skip }, async (t) => {
  const { open, survey, answers } = form();
  const surveyId = await survey();
  const page = await open(surveyId);
  const comment = page.getByLabel('Comentário').first();
  t.notOk(await comment.isVisible(), 'until then it is out of the way');
  await page.keyboard.press('2');
  await page.keyboard.type('Choveu');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('muito');
  for (const key of ['Enter', '0', 'Enter', '2', 'Enter', '3', 'c']) await page.keyboard.press(key);
  await page.keyboard.type('Boa');
  for (const key of ['Enter', 'r', 'Enter']) await page.keyboard.press(key);
  t.equal(await page.evaluate('document.activeElement.id'), 'confirmed', 'sem resposta is to be confirmed');
  for (const key of ['Enter', 'Enter']) await page.keyboard.press(key);
  await shown(page, 'foi salva às');
  matchLists(t, await answers(surveyId), [
    { grade_label: '2', comment: 'Choveu\nmuito' },
    { grade_label: '0' },
    { grade_label: 'Não' },
    { grade_label: '3', comment: 'Boa' },
    { state: 'no-answer', weight: null },
  ]);
});

t.test(
  'with the focus nowhere a grade is for the first question without one, not for a missing comment',
  { skip },
  async (t) => {
    const { open, survey } = form();
    const page = await open(await survey());
    await page.keyboard.press('2');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('4');
    t.same(
      await page.evaluate(
        `[...document.querySelectorAll('.grade-question')].map((one) => one.querySelector('input:checked')?.dataset.label ?? null)`,
      ),
      ['2', '4', null, null, null],
    );
  },
);

t.test('with every question answered and the focus nowhere, Enter leads to the end', { skip }, async (t) => {
  const { open, survey } = form();
  const page = await open(await survey());
  const keys = ['Enter', '9', 'Enter', '1', 'Enter', 'a', 'Enter', '4', 'Enter', '2'];
  for (const key of keys) await page.keyboard.press(key);
  const nowhere = 'document.activeElement.blur()';
  await page.evaluate(nowhere);
  await page.keyboard.press('Enter');
  t.equal(
    await page.evaluate('document.activeElement.tagName'),
    'TEXTAREA',
    'first to the comment that a grade asks for',
  );
  await page.keyboard.type('Choveu');
  await page.evaluate(nowhere);
  for (const key of ['Enter', 'Enter']) await page.keyboard.press(key);
  await shown(page, 'foi salva às');
});

t.test('what was typed by habit or by mistake is mended from the keyboard', { skip }, async (t) => {
  const { open, survey } = form();
  const page = await open(await survey());
  const keys = ['3', '4', 'Enter', '1', '0', 'Enter', 'Backspace', '9', 'Enter', 'x', '7', 'Control+1'];
  for (const key of keys) await page.keyboard.press(key);
  t.same(
    await page.evaluate("[...document.querySelectorAll('input:checked')].map((radio) => radio.dataset.label)"),
    ['4', '9'],
    'the last of two keys counts, 1 and 0 were 10 before the 9, and what is no grade changes nothing',
  );
});

t.test('it is accessible, large enough for fingers, and without weights', { skip }, async (t) => {
  const { open, survey } = form();
  const surveyId = await survey();
  for (const options of [{}, { width: 360, theme: 'dark' }] as const) {
    const page = await open(surveyId, options);
    t.same(await violations(page), []);
    const sizes = await page
      .locator('.grade-button, .contact .btn, .submit-bar .btn-primary')
      .evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect().toJSON() as { width: number; height: number }),
      );
    t.ok(sizes.length > 20);
    t.same(options.width === 360 ? sizes.filter(({ width, height }) => width < 44 || height < 44) : [], []);
    t.notMatch(await page.locator('#surveys-form').innerHTML(), /−100|-100|weight|peso/i);
    const form = await page.locator('#surveys-form').boundingBox();
    const facts = await page.locator('.survey-side').boundingBox();
    if (options.width === 360) t.ok((form?.y ?? 0) < (facts?.y ?? 0), 'the questions stand before the facts');
  }
});

t.test('without JavaScript the comment is there, and sem resposta is confirmed with a tick', { skip }, async (t) => {
  const { open, survey, answers } = form();
  const surveyId = await survey();
  const page = await open(surveyId, { javaScript: false });
  const question = (index: number) => page.locator('.grade-question').nth(index);
  t.ok(await question(1).getByLabel('Comentário').isVisible());
  await question(0).getByRole('radio', { name: '1', exact: true }).check();
  await question(1).getByRole('radio', { name: '10', exact: true }).check();
  await question(2).getByRole('radio', { name: 'Sim', exact: true }).check();
  await question(3).getByRole('radio', { name: 'Não se aplica' }).check();
  t.notOk(await page.locator('#confirmed').isVisible());
  await question(4).getByRole('radio', { name: 'Sem resposta / não soube' }).check();
  await page.getByRole('button', { name: 'Concluir' }).click();
  await shown(page, 'Esta nota pede um comentário');
  await question(0).getByLabel('Comentário').fill('Faltou cabo');
  await page.getByRole('button', { name: 'Concluir' }).click();
  await shown(page, 'Confirme que o cliente');
  await page.locator('#confirmed').check();
  await page.getByRole('button', { name: 'Concluir' }).click();
  await shown(page, 'foi salva às');
  t.equal((await answers(surveyId)).length, 5);
});
