import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Table } from './table.js';
import { workbookPart, XLSX_PARTS } from './xlsx-parts.js';
import { cellNames, sheetEnd, sheetRow, sheetStart } from './xlsx-sheet.js';

/** Beyond it the file shrinks little and takes twice the time. */
const COMPRESSION = 4;

/**
 * The table as an Excel workbook of one sheet (SPEC 8): typed cells, the head bold and frozen, with filter buttons. Rows
 * are packed as they come, so that no more than a page of them is held.
 */
export function xlsxFile(table: Table): AsyncIterable<Uint8Array> {
  const zip = new ZipFile();
  const options = { compressionLevel: COMPRESSION, mtime: new Date(0) };
  for (const [path, xml] of XLSX_PARTS) zip.addBuffer(Buffer.from(xml), path, options);
  zip.addBuffer(Buffer.from(workbookPart(table.name)), 'xl/workbook.xml', options);
  const sheet = Readable.from(sheetXml(table), { objectMode: false, highWaterMark: 1 });
  // Whoever reads the archive learns that its rows failed; yazl by itself would only say so on the archive.
  sheet.on('error', (error) => zip.outputStream.emit('error', error));
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml', options);
  zip.end();
  return zip.outputStream as AsyncIterable<Uint8Array> & NodeJS.ReadableStream;
}

async function* sheetXml({ columns, pages }: Table): AsyncGenerator<string> {
  const names = cellNames(columns.length);
  yield sheetStart(columns, names);
  let last = 1;
  for await (const page of pages) {
    let xml = '';
    for (const cells of page) xml += sheetRow(++last, cells, columns, names);
    yield xml;
  }
  yield sheetEnd(last, names);
}
