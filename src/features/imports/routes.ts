import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import { getImport } from '../../store/imports.js';
import { findUser } from '../../store/users.js';
import { idOf, idParams } from '../../web/forms.js';
import { mappingRoutes, showMapping } from './mapping.js';
import { IMPORTS, importPage, manager } from './page.js';
import { previewRoutes } from './preview.js';
import { resultModel } from './result-model.js';
import { uploadRoutes } from './upload.js';

/**
 * Importing sales from a file (SPEC 8): choose it, say which column is what, look at what it would do, import it. Every step
 * has its URL, and what it knows stands in the database, for whichever process and manager goes on with it.
 */
export async function importRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  await uploadRoutes(app, { db });
  await mappingRoutes(app, { db });
  await previewRoutes(app, { db });
  app.get(`${IMPORTS}/:id`, { ...manager, schema: { params: idParams } }, show);

  /** Where the import stands: its mapping, its result, or that it was discarded. */
  async function show(request: FastifyRequest, reply: FastifyReply) {
    const record = await getImport(db.read, idOf(request));
    const { fileName } = record;
    switch (record.state) {
      case 'staged':
        return showMapping(request, reply, db, record);
      case 'discarded':
        return importPage(request, reply, {}, { template: 'discarded', title: 'imports.discardedTitle', fileName });
      case 'applied': {
        const by = record.report.appliedBy === null ? null : await findUser(db.read, record.report.appliedBy);
        const model = resultModel(request, record, by?.name ?? '');
        return importPage(request, reply, model, { template: 'result', title: 'imports.resultTitle', fileName });
      }
    }
  }
}
