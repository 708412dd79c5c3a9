import type { Browser, Page } from './browser.js';

/** A small sales file; further lines are added to its three. */
export function salesFile(...lines: string[]): string {
  return [
    'Pedido;Data fechamento;Cliente;Telefone;Produto;Vendedor;Valor;Situação',
    'P-1;01/07/2026;Maria Souza;(11) 98765-4321;Fibra 500;Bruno Operador;99,90;ativo',
    'P-2;20/06/2026;João Lima;(11) 98765-0000;Fibra 500;Vera Lopes;1.234,56;Cancelado',
    'P-3;08/07/2026;Rita Dias;(11) 98765-1111;Fibra 300;Vera Lopes;79,90;ativo',
    ...lines,
    '',
  ].join('\r\n');
}

/** Sends a file; returns the path of its import, or the refusal's page. */
export async function send(browser: Browser, content: Buffer | string, name = 'vendas.csv'): Promise<Page> {
  await browser.get('/sales/import');
  return browser.upload('/sales/import', {}, { name, content });
}

/** What the mapping form would post, as the page shows it. */
export function formOf(page: Page): { field: string[]; cancelled: string[]; statusColumn: string } {
  const selects = [...page.body.matchAll(/<select[^>]*name="field"[^>]*>(.*?)<\/select>/gs)];
  const ticked = [...page.body.matchAll(/name="cancelled" value="([^"]*)" checked/g)];
  return {
    field: selects.map(([, options = '']) => /value="([^"]*)" selected/.exec(options)?.[1] ?? ''),
    cancelled: ticked.map(([, value = '']) => value),
    statusColumn: /name="statusColumn" value="([^"]*)"/.exec(page.body)?.[1] ?? '',
  };
}

/** Sends a file and takes the mapping that the form suggests; returns the import's path. */
export async function stage(browser: Browser, content: Buffer | string, name?: string): Promise<string> {
  const { location } = await send(browser, content, name);
  const mapped = await browser.post(`${location}/mapping`, formOf(await browser.get(location)));
  if (mapped.location !== `${location}/preview`) throw new Error(`not mapped: ${mapped.status} ${mapped.text}`);
  return location;
}

/** What the preview's form would post. */
export function previewFormOf(page: Page): Record<string, string> {
  const value = (name: string) => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(page.body)?.[1] ?? '';
  const planning = /name="planning" value="(\w+)" checked/.exec(page.body)?.[1] ?? '';
  return { mapping: value('mapping'), planning, planningSince: value('planningSince') };
}
