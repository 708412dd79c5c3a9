import { readFileSync } from 'node:fs';
import path from 'node:path';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import { Eta } from 'eta';
import fastify, { type FastifyInstance } from 'fastify';
import type { Test } from 'tap';
import { gradeKeys } from '../../../src/domain/grade-keys.js';
import { translator } from '../../../src/i18n/translate.js';
import { type AssetUrl, registerAssets, root } from '../../../src/web/assets.js';
import { svg } from '../../../src/web/icons.js';
import { CSP } from '../../../src/web/safety.js';
import { TEMPLATE_SHORTHANDS } from '../../../src/web/view.js';

/** What was posted last, as the browser sent it. */
export interface Gallery {
  app: FastifyInstance;
  posted(): URLSearchParams;
}

/**
 * Every shared partial on one page, under the server's own security policy and without a database: `?errors=1` shows
 * refusals, `?choices=1500` a long list.
 */
export async function gallery(t: Test): Promise<Gallery> {
  const app = fastify();
  t.teardown(() => app.close());
  await app.register(helmet, CSP);
  await app.register(formbody);
  const asset = await registerAssets(app);
  const eta = new Eta({ views: path.join(root, 'views'), functionHeader: TEMPLATE_SHORTHANDS, autoTrim: false });
  const template = readFileSync(path.join(root, 'test/support/gallery/gallery.eta'), 'utf8');
  let posted = new URLSearchParams();
  app.get('/', (request, reply) => {
    const { theme = 'light', errors, choices = '12' } = request.query as Record<string, string>;
    reply.type('text/html').send(eta.renderString(template, scope(asset, theme, errors === '1', Number(choices))));
  });
  app.post('/', (request, reply) => {
    posted = new URLSearchParams();
    for (const [name, value] of Object.entries(request.body as Record<string, string | string[]>))
      for (const one of [value].flat()) posted.append(name, one);
    reply.redirect('/', 303);
  });
  return { app, posted: () => posted };
}

function scope(asset: AssetUrl, theme: string, refused: boolean, choices: number): object {
  const it = { ...model(refused, choices), t: translator('pt-BR'), asset, svg, csrf: 'token', page: page(theme) };
  return { ...it, part: partOf(it) };
}

function partOf(it: object): (extra: object) => object {
  return (extra) => {
    const inner = { ...it, ...extra };
    return { ...inner, part: partOf(inner) };
  };
}

function page(theme: string): object {
  const items = [{ label: 'Vendas', href: '/sales', icon: 'shopping-cart', current: true }];
  return {
    title: 'Galeria',
    subtitle: 'Todas as partes',
    breadcrumbs: [{ label: 'CRM', href: '/' }, { label: 'Galeria' }],
    flash: [
      { kind: 'success', text: 'Salvo.' },
      { kind: 'error', text: 'Recusado.' },
      { kind: 'info', text: 'Há novidade.' },
    ],
    menu: [
      { label: 'CRM', items },
      { label: 'Configuração', items: [], groups: [{ label: 'CRM', items }] },
    ],
    user: { name: 'Ana Gestora', role: 'manager' },
    locale: 'pt-BR',
    theme,
    company: 'Serra Net',
    path: '/',
  };
}

function model(refused: boolean, choices: number): object {
  const refusals = ['name', 'startDays', 'questions', 'operators', 'grades.1.weight', 'answers.1.answer'];
  const labels = (texts: readonly string[]) => {
    const keys = gradeKeys(texts);
    return texts.map((label, index) => ({ label, key: keys[index] }));
  };
  return {
    errors: refused ? refusals.map((field) => ({ field, text: `Corrija ${field}.` })) : [],
    chosenQuestions: [
      { id: 1, text: 'Como avalia a instalação?', detail: '1–5' },
      { id: 2, text: 'Recomendaria?' },
    ],
    openQuestions: [{ id: 3, text: 'O técnico foi pontual?' }],
    choices: [
      { name: 'sellerRuns', value: '1', label: 'O vendedor da venda' },
      ...Array.from({ length: choices }, (_, index) => ({
        value: index + 1,
        label: `${['Ávila', 'Bruno', 'Carla'][index % 3]} ${index + 1}`,
        selected: index === 1,
      })),
    ],
    asked: [
      {
        field: 'answers.1',
        text: 'Como avalia?',
        script: 'Cumprimente.',
        grades: labels(['1', '2', '3', '4', '5']),
        notApplicable: true,
      },
      { field: 'answers.2', text: 'De 0 a 10?', grades: labels(['0', '1', '2', '9', '10']), notApplicable: false },
      { field: 'answers.3', text: 'Pontual?', grades: labels(['Sim', 'Não']), notApplicable: false, answer: '2' },
    ],
  };
}
