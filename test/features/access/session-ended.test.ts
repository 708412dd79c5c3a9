import t from 'tap';
import { testApp } from '../../support/app.js';
import { onBothEngines } from '../../support/engines.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('says that the session has ended to who sent a form, and leads back to its page', async (t) => {
    const { app } = await testApp(t, engine);
    const send = (referer: string, json = false) =>
      app.inject({
        method: 'POST',
        url: '/follow-ups/1/comments',
        headers: { host: 'localhost', referer, ...(json && { accept: 'application/json' }) },
        payload: { text: 'x' },
      });
    for (const [referer, location] of [
      ['http://localhost/follow-ups/1?x=1', '/sign-in?ended=1&next=%2Ffollow-ups%2F1%3Fx%3D1'],
      ['http://evil.example/follow-ups/1', '/sign-in?ended=1'],
      ['no address', '/sign-in?ended=1'],
    ] as const)
      t.equal((await send(referer)).headers.location, location, referer);
    const page = await app.inject('/sign-in?ended=1&next=%2Ffollow-ups%2F1');
    t.match(page.body, 'Sua sessão terminou. Entre de novo. O que você digitou não foi salvo.');
    t.match(page.body, 'name="next" value="/follow-ups/1"');
    t.notMatch((await app.inject('/sign-in?next=%2Ffollow-ups%2F1')).body, 'Sua sessão terminou');
  });
});
