import type { Test } from 'tap';
import { type ImportInput, importSales } from '../../src/actions/import-sales.js';
import { acting } from './acting.js';
import type { Engine } from './engines.js';
import { fixtures } from './fixtures.js';

export const HEADER = 'pedido;data;cliente;telefone;cidade;produto;vendedor;valor;situacao';
export const MARIA = 'P-1;01/07/2026;Maria Souza;(11) 98765-4321;Campinas;Fibra 500;Bruno Operador;99,90;ativo';
export const JOAO = 'P-2;01/01/2026;João Lima;;Santos;Fibra 500;Vera Vendedora;1.234,56;cancelado';
export const MAPPING = {
  externalId: 'pedido',
  closedOn: 'data',
  customer: 'cliente',
  phone1: 'telefone',
  city: 'cidade',
  product: 'produto',
  seller: 'vendedor',
  value: 'valor',
  status: 'situacao',
};

/** A product *Fibra 500* with a rule of N = 7, M = 10 and a commission of 10 %; the day is 2026-07-10. */
export async function provider(t: Test, engine: Engine) {
  const db = await engine.freshDatabase(t);
  const build = await fixtures(db);
  const profileId = await build.profile({ rules: [await build.rule()] });
  const commission = { kind: 'rate', basisPoints: 1000 } as const;
  const productId = await build.product({ name: 'Fibra 500', profileId, commission });
  const context = acting(db, build.people.ana);
  const bring = (lines: readonly string[], over: Partial<ImportInput> = {}) => {
    const content = [HEADER, ...lines].join('\n');
    return importSales(context, {
      content,
      mapping: MAPPING,
      cancelledValues: ['Cancelado'],
      choice: { kind: 'all' },
      ...over,
    });
  };
  const sale = (externalId: string) => db.read('sales').where({ external_id: externalId }).first();
  return { db, build, context, productId, bring, sale };
}
