import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';

await onBothEngines(t, async (t, engine) => {
  await t.test(
    'with no survey at all no longer period is proposed, and without a sale there is no month',
    async (t) => {
      const { browser } = await testApp(t, engine);
      const ana = await browser('ana');
      for (const path of ['', '/ranking', '/questions']) {
        const { text } = await ana.get(`/results${path}`);
        t.match(text, 'Ainda não há pesquisas', path);
        t.notMatch(text, 'Escolha um período maior', path);
      }
      t.match(
        (await ana.get('/results')).body,
        /href="\/panel\/executed\?of=execution&amp;from=[^"]*">Ver as executadas/,
      );
      const { text } = await ana.get('/commissions');
      t.match(text, 'Nenhuma comissão ainda');
      t.notMatch(text, 'Nada a mostrar nestes meses');
    },
  );
});
