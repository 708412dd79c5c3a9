import fastify, { type FastifyInstance } from 'fastify';
import t from 'tap';
import { buildValidator } from '../../src/web/validators.js';

const text = (pattern: string) => ({ type: 'object', properties: { name: { type: 'string', pattern } } });

function application(schemas: Readonly<Record<string, object>>): FastifyInstance {
  const app = fastify({ schemaController: { compilersFactory: { buildValidator } } });
  for (const [url, querystring] of Object.entries(schemas)) app.get(url, { schema: { querystring } }, async () => 'ok');
  return app;
}

t.test('every route checks by its own schema, also beside one that reads alike', async (t) => {
  const app = application({ '/a': text('^a'), '/b': text('^b'), '/also-a': text('^a') });
  for (const [url, name, status] of [
    ['/a', 'ana', 200],
    ['/a', 'bia', 400],
    ['/b', 'ana', 400],
    ['/b', 'bia', 200],
    ['/also-a', 'bia', 400],
    ['/also-a', 'ana', 200],
    ['/a', 'ana', 200],
  ] as const)
    t.equal((await app.inject(`${url}?name=${name}`)).statusCode, status, `${url} ${name}`);
});

t.test('what is wrong is said, however many ask the same at once', async (t) => {
  const app = application({ '/a': text('^a'), '/b': text('^b') });
  const pages = await Promise.all(['/a?name=x', '/b?name=x'].map((url) => app.inject(url)));
  t.same(
    pages.map((page) => page.json().message),
    ['querystring/name must match pattern "^a"', 'querystring/name must match pattern "^b"'],
  );
});

t.test('a schema that cannot be is an error of its own route only', async (t) => {
  const app = application({ '/a': text('^a'), '/wrong': { type: 'nothing' } });
  await app.ready();
  t.equal((await app.inject('/wrong')).statusCode, 500);
  t.equal((await app.inject('/a?name=ana')).statusCode, 200);
});
