import t from 'tap';
import { testApp } from '../support/app.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('before a record is deactivated its editor says what depends on it, with the way there', async (t) => {
    const { browser, db } = await testApp(t, engine);
    const build = await fixtures(db);
    const question = await build.question({ text: 'Tudo certo?' });
    const rule = await build.rule({ name: 'Instalação', questions: [question], startDays: 7, expiryDays: 3 });
    const profile = await build.profile({ rules: [rule] });
    const product = await build.product({ profileId: profile });
    // Today is 2026-07-10: overdue, due, scheduled twice.
    for (const closedOn of ['2026-06-01', '2026-07-01', '2026-07-08', '2026-07-09'])
      await build.survey(await build.sale({ productId: product, closedOn }), rule);
    const davi = await browser('davi');
    for (const [kind, id] of [
      ['rule', rule],
      ['profile', profile],
      ['product', product],
    ] as const) {
      const page = await davi.get(`/config/${kind}s/${id}`);
      t.match(page.text, 'Pesquisas em aberto: 2 agendadas 1 aberta 1 vencida', kind);
      for (const status of ['scheduled', 'due', 'inconsistent'])
        t.match(page.body, `href="/panel/pending?${kind}=${id}&amp;status=${status}"`);
      t.match(
        (await davi.get(`/panel/pending?${kind}=${id}&status=scheduled`)).text,
        '08/07/2026',
        'the list behind it',
      );
    }
    const url = `/config/questions/${question}`;
    const asked = await davi.get(url);
    t.match(asked.text, 'É a única pergunta ativa de 1 regra, que continua com ela até ganhar outra: Instalação');
    t.match(asked.body, `name="seen" value="${rule}"`);
    const unseen = await davi.post(`${url}/deactivation`, { version: '1' });
    t.equal(unseen.status, 422);
    t.match(unseen.text, 'É a única pergunta ativa de: Instalação.');
    t.match(unseen.body, /<details class="confirm" id="deactivation" open>/);
    t.equal((await davi.post(`${url}/deactivation`, { version: '1', seen: String(rule) })).status, 303);
    t.notMatch((await davi.get(url)).text, 'É a única pergunta ativa');
  });

  await t.test('what nothing depends on says nothing', async (t) => {
    const { browser, db } = await testApp(t, engine);
    const build = await fixtures(db);
    const davi = await browser('davi');
    const rule = await build.rule();
    for (const url of [`/config/rules/${rule}`, `/config/profiles/${await build.profile()}`])
      t.notMatch((await davi.get(url)).text, 'Pesquisas em aberto');
    t.notMatch((await davi.get(`/config/questions/${await build.question()}`)).text, 'única pergunta');
  });
});
