import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { discardImport } from '../../actions/discard-import.js';
import { MAX_IMPORT_LINES } from '../../actions/read-sales-file.js';
import { MAX_IMPORT_COLUMNS, STAGED_FOR_DAYS, type StagingRefusal, stageImport } from '../../actions/stage-import.js';
import type { Database } from '../../store/connection.js';
import { type ImportRecord, listImports } from '../../store/imports.js';
import { flash } from '../../web/flash.js';
import { form, idOf, idParams, one, parseId, query, text } from '../../web/forms.js';
import { MAX_UPLOAD_MEGABYTES, uploadedFile } from '../../web/uploads.js';
import { actionContext } from '../action-context.js';
import { IMPORTS, importPage, manager, noLongerStaged } from './page.js';

const PAGE_SIZE = 20;

/** Choosing the file, the list of earlier imports, and discarding one that is not wanted. */
export async function uploadRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const takesFile = { config: { ...manager.config, takesFile: true } };
  const body = form({ file: Type.Optional(Type.Unknown()) });
  app.get(IMPORTS, { ...manager, schema: { querystring: query({ before: text(20) }) } }, (request, reply) =>
    uploadPage(request, reply),
  );
  app.post(IMPORTS, { ...takesFile, schema: { body } }, upload);
  app.post(`${IMPORTS}/:id/disposal`, { ...manager, schema: { params: idParams, body: form({}) } }, discard);

  async function upload(request: FastifyRequest, reply: FastifyReply) {
    const file = uploadedFile(request.body, 'file');
    if (file === null) return uploadPage(request, reply, request.t('imports.refusedMissing'));
    if (file.tooLarge)
      return uploadPage(request, reply, request.t('imports.refusedTooLarge', { size: MAX_UPLOAD_MEGABYTES }));
    const staged = await stageImport(actionContext(request, db), file);
    if (!staged.ok) return uploadPage(request, reply, refusalText(request.t, staged.refusal));
    return reply.redirect(`${IMPORTS}/${staged.value}`, 303);
  }

  async function discard(request: FastifyRequest, reply: FastifyReply) {
    const id = idOf(request);
    if (!(await discardImport(actionContext(request, db), id))) return noLongerStaged(reply, { id });
    flash(reply, { kind: 'success', key: 'imports.discarded' });
    return reply.redirect(IMPORTS, 303);
  }

  async function uploadPage(request: FastifyRequest, reply: FastifyReply, error?: string) {
    const found = await listImports(db.read, parseId(one(request.query, 'before')), PAGE_SIZE + 1);
    const shown = found.slice(0, PAGE_SIZE);
    const model = {
      maxMegabytes: MAX_UPLOAD_MEGABYTES,
      days: STAGED_FOR_DAYS,
      errors: error === undefined ? [] : [{ field: 'file', text: error }],
      earlier: shown.map((record) => row(record, request)),
      firstHref: one(request.query, 'before') === '' ? null : IMPORTS,
      nextHref: found.length > PAGE_SIZE ? `${IMPORTS}?before=${shown.at(-1)?.id}` : null,
    };
    return importPage(request, reply, model, {
      template: 'upload',
      title: 'imports.title',
      subtitle: 'imports.subtitle',
      status: error === undefined ? 200 : 422,
    });
  }
}

function row(record: ImportRecord, { t, formats }: FastifyRequest) {
  const { id, fileName, userName, createdAt, state } = record;
  return {
    id,
    href: `${IMPORTS}/${id}`,
    fileName,
    userName,
    createdAt: formats.instant(createdAt),
    staged: state === 'staged',
    result: resultText(record, t),
  };
}

function resultText(record: ImportRecord, t: FastifyRequest['t']): string {
  switch (record.state) {
    case 'staged':
      return t('imports.resultStaged');
    case 'discarded':
      return t('imports.resultDiscarded');
    case 'applied': {
      const { added, updated, unchanged } = record.report.summary;
      return t('imports.resultApplied', { added, updated, unchanged });
    }
  }
}

function refusalText(t: FastifyRequest['t'], { reason, line = 0 }: StagingRefusal): string {
  switch (reason) {
    case 'empty':
      return t('imports.refusedEmpty');
    case 'spreadsheet':
      return t('imports.refusedSpreadsheet');
    case 'binary':
      return t('imports.refusedBinary');
    case 'encoding':
      return t('imports.refusedEncoding');
    case 'no-lines':
      return t('imports.refusedNoLines');
    case 'one-column':
      return t('imports.refusedOneColumn');
    case 'too-many-columns':
      return t('imports.refusedTooManyColumns', { max: MAX_IMPORT_COLUMNS });
    case 'too-many-lines':
      return t('imports.refusedTooManyLines', { max: MAX_IMPORT_LINES });
    case 'quotes':
      return t('imports.refusedQuotes', { line });
  }
}
