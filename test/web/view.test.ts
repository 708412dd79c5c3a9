import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Eta } from 'eta';
import t from 'tap';
import { compileAll } from '../../src/web/view.js';
import { temporaryFolder } from '../support/engines.js';

t.test('views that were compiled at the start need no file any more, nor what they include', async (t) => {
  const views = temporaryFolder(t);
  mkdirSync(path.join(views, 'shared'));
  writeFileSync(path.join(views, 'page.eta'), "<%~ include('/shared/name', it) %>!");
  writeFileSync(path.join(views, 'shared', 'name.eta'), '<%= it.name %>');
  writeFileSync(path.join(views, 'README.md'), '<% no view %>');
  const eta = new Eta({ views, cache: true });
  compileAll(eta);
  rmSync(views, { recursive: true });
  t.equal(eta.render('page', { name: 'Ana' }), 'Ana!');
});

t.test('every view compiles', async (t) => {
  const views = path.resolve(import.meta.dirname, '../../../views');
  t.doesNotThrow(() => compileAll(new Eta({ views, cache: true })));
});
