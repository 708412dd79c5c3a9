import t, { type Test } from 'tap';
import { claimSurvey } from '../../../src/actions/claim-survey.js';
import { recordAttempt } from '../../../src/actions/record-attempt.js';
import { acting, done } from '../../support/acting.js';
import { type TestApp, testApp } from '../../support/app.js';
import type { Browser } from '../../support/browser.js';
import { type Engine, onBothEngines } from '../../support/engines.js';
import { addRule, type SurveyWorld, surveyWorld } from '../../support/survey-world.js';
import { listed } from './panel-pages.js';

/** A filter, the tab that is looked at, whom it finds, and what its chip says. */
type Case = readonly [filter: string, tab: string, found: readonly string[], chip: string];

await onBothEngines(t, async (t, engine) => {
  await t.test('each filter is on the form, finds what it says, and goes by its chip', async (t) => {
    const { app, world, browser } = await prepare(t, engine);
    const ana = await browser('ana');
    for (const [filter, tab, found, chip] of await cases(app, world)) {
      const url = `/panel/${tab}?${filter}`;
      t.same((await listed(ana, url)).sort(), found, filter);
      const page = await ana.get(url);
      if (filter === 'attempts=3') t.match(page.text, '4 tentativas', 'a row says its attempts');
      if (filter.startsWith('city'))
        t.match(page.text, /4321 · São José .* 01\/07\/2026 08\/07\/2026/, 'city, closing, opening');
      const [removal, words] = chipOf(page.body);
      t.equal(words, chip, filter);
      t.equal(removal.split('?')[0], `/panel/${tab}`);
      t.equal(chipOf((await ana.get(removal)).body)[0], '', `${filter} goes`);
      const form = (await ana.get(`/panel/${tab}/filters?${filter}`)).body;
      t.ok(isFilledIn(form, filter), `${filter} is on the form`);
    }
  });

  await t.test('many values of one filter are one chip', async (t) => {
    const { app, browser } = await prepare(t, engine);
    const ids = await app.db.transaction(async (trx) => {
      const made: number[] = [];
      for (let index = 0; index < 6; index += 1) made.push(await addRule(trx, `Regra ${index}`));
      return made;
    });
    const ana = await browser('ana');
    const query = (count: number) => ids.slice(0, count).map((id) => `rule=${id}`);
    t.equal((await ana.get(`/panel/pending?${query(5).join('&')}`)).body.match(/chip-filter/g)?.length, 5);
    const [removal, words] = chipOf((await ana.get(`/panel/pending?${query(6).join('&')}`)).body);
    t.equal(words, 'Regra: 6 escolhidos');
    t.notMatch(removal, 'rule=');
  });

  await t.test('a wrong number of attempts is refused at the filter', async (t) => {
    const { browser } = await prepare(t, engine);
    const ana = await browser('ana');
    for (const wrong of ['4', '-1', '1.5', 'x']) {
      const page = await ana.get(`/panel/pending?attempts=${wrong}`);
      t.equal(page.status, 422, wrong);
      t.match(page.text, `Tentativas: ${wrong}`);
      t.match(page.text, 'Escolha uma das opções.');
    }
  });
});

async function cases({ db }: TestApp, world: SurveyWorld): Promise<Case[]> {
  const { profileId, productId } = await db.transaction(async (trx) => {
    const [{ id }] = await trx('profiles').insert({ name: 'Fibra', name_key: 'fibra', created_at: 1 }).returning('id');
    const [product] = await trx('products')
      .insert({ name: 'Combo', name_key: 'combo', profile_id: id, created_at: 1 })
      .returning('id');
    return { profileId: id, productId: product.id };
  });
  const ids = await world.surveys([
    { customer: 'Uma' },
    { customer: 'Quatro' },
    { customer: 'Mudo', phone: null },
    { customer: 'Perfil', productId },
    { customer: 'Tarde', outcome: 'executed', executedOn: '2026-07-12', closedOn: '2026-07-01' },
    { customer: 'Própria', outcome: 'executed', sellerId: world.bruno.id, executedOn: '2026-07-09' },
  ]);
  const [one = 0, four = 0] = ids;
  for (const [id, times] of [
    [one, 1],
    [four, 4],
  ] as const) {
    done(await claimSurvey(acting(db, world.bruno), id));
    for (let time = 0; time < times; time += 1)
      done(await recordAttempt(acting(db, world.bruno), id, { outcome: 'busy', note: '', formKey: `${id}-${time}` }));
  }
  await db.transaction((trx) =>
    trx('customers').where({ name: 'Uma' }).update({ city: 'São José', city_key: 'sao jose' }),
  );
  return [
    [`profile=${profileId}`, 'pending', ['Perfil'], 'Perfil: Fibra'],
    ['city=sao+jose', 'pending', ['Uma'], 'Cidade: São José'],
    ['attempts=0', 'pending', ['Mudo', 'Perfil'], 'Tentativas: Nenhuma'],
    ['attempts=1', 'pending', ['Uma'], 'Tentativas: Uma'],
    ['attempts=2', 'pending', [], 'Tentativas: Duas'],
    ['attempts=3', 'pending', ['Quatro'], 'Tentativas: Três ou mais'],
    ['no-phone=1', 'pending', ['Mudo'], 'Sem telefone válido'],
    ['late=1', 'executed', ['Tarde'], 'Fora do prazo'],
    ['own-seller=1', 'executed', ['Própria'], 'Executada pelo próprio vendedor'],
    ['score-from=20&score-to=30', 'executed', ['Própria', 'Tarde'], 'Pontuação: de 20 a 30'],
    ['score-from=26', 'executed', [], 'Pontuação: a partir de 26'],
    ['score-to=24', 'executed', [], 'Pontuação: até 24'],
    ['of=execution&period=this-week', 'executed', ['Própria'], 'Execução: Esta semana (de 05/07/2026 a 11/07/2026)'],
    ['of=execution&period=today', 'executed', [], 'Execução: Hoje (10/07/2026)'],
    ['of=closing&period=last-month', 'pending', [], 'Fechamento: Mês passado (de 01/06/2026 a 30/06/2026)'],
    [
      'of=expiry&period=this-month',
      'pending',
      ['Mudo', 'Perfil', 'Quatro', 'Uma'],
      'Vencimento: Este mês (de 01/07/2026 a 31/07/2026)',
    ],
    [
      'of=opening&from=2026-07-08&to=2026-07-08',
      'pending',
      ['Mudo', 'Perfil', 'Quatro', 'Uma'],
      'Abertura: 08/07/2026',
    ],
  ];
}

/** Where the first chip of a filter leads, and what it says; '' without one. */
function chipOf(body: string): [href: string, words: string] {
  const [, href = '', html = ''] =
    /<a class="chip chip-filter[^"]*" href="([^"]+)"><span>(.*?)<\/span><span/s.exec(body) ?? [];
  const words = html.replace(/<[^>]+>/g, '');
  return [href.replaceAll('&amp;', '&'), words.trim()];
}

/** Every value of the filter is typed, chosen or ticked in the form. */
function isFilledIn(form: string, filter: string): boolean {
  return [...new URLSearchParams(filter)].every(([name, value]) => {
    if (name === 'of') return form.includes(`<option value="${value}" selected>`);
    const [field = ''] = new RegExp(`<input[^>]* name="${name}"[^>]* value="${value}"[^>]*>`).exec(form) ?? [];
    return field !== '' && (!/type="(checkbox|radio)"/.test(field) || field.includes(' checked'));
  });
}

async function prepare(
  t: Test,
  engine: Engine,
): Promise<{ app: TestApp; world: SurveyWorld; browser: (persona: 'ana') => Promise<Browser> }> {
  const app = await testApp(t, engine);
  return { app, world: await surveyWorld(app.db), browser: app.browser };
}
