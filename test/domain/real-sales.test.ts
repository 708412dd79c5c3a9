import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import t from 'tap';
import { countByStatus, planSurveys } from '../../src/domain/planning.js';
import { validateSaleLine } from '../../src/domain/sale-line.js';
import { calendar } from './arbitraries.js';
import { accepted } from './verdict.js';

const file = new URL('../../../../shared/data/sales-erp-export.csv', import.meta.url);
const skip = existsSync(file) ? false : 'the real export is not on this machine';
const today = '2018-08-20';
const rule = { id: 1, startDays: 7, expiryDays: 10, businessDays: false };

t.test('a real export reads without an error, and its surveys fall where they should', { skip }, async (t) => {
  const rows: Record<string, string>[] = parse(readFileSync(file), { bom: true, columns: true, delimiter: ';' });
  const sales = rows.map((row) => ({ cancelled: row.situacao === 'canceled', ...accepted(readRow(row)) }));
  t.equal(sales.length, 4966);
  t.same(new Set(sales.flatMap((sale) => sale.warnings.map((warning) => warning.message))), new Set(['dateAhead']));

  const planned = sales
    .filter((sale) => !sale.cancelled)
    .flatMap((sale) => planSurveys(sale, [rule], new Set(), { kind: 'all' }, today, calendar).planned);
  t.same(countByStatus(planned, today), { scheduled: 140, due: 170, inconsistent: 4641 });
  t.equal(sales.length - planned.length, 15, 'cancelled sales');
});

function readRow(row: Record<string, string>) {
  return validateSaleLine(
    {
      externalId: row.pedido,
      closedOn: row['data fechamento'],
      customer: row.cliente,
      city: row.cidade,
      state: row.uf,
      product: row.produto,
      seller: row.vendedor,
      value: row.valor,
    },
    today,
  );
}
