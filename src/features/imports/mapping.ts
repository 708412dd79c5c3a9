import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type MappingForm, mapImport } from '../../actions/map-import.js';
import type { Database } from '../../store/connection.js';
import { findRememberedMapping } from '../../store/import-mappings.js';
import type { StagedImport } from '../../store/imports.js';
import { form, idParams, many, one, text, texts } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { mappingErrors, mappingModel, statusOf, suggestedForm } from './mapping-model.js';
import { IMPORTS, importPage, manager, noLongerStaged, stagedImport } from './page.js';

const body = form({ field: texts(60, 200), cancelled: texts(300, 100), statusColumn: text(4000) });

/** Which column is what (SPEC 8). */
export async function mappingRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  app.post(`${IMPORTS}/:id/mapping`, { ...manager, schema: { params: idParams, body } }, map);

  async function map(request: FastifyRequest, reply: FastifyReply) {
    const staged = await stagedImport(request, reply, db);
    if (staged === null) return reply;
    const typed: MappingForm = {
      fields: many(request.body, 'field'),
      cancelled: many(request.body, 'cancelled'),
      statusColumn: one(request.body, 'statusColumn'),
    };
    const mapped = await mapImport(actionContext(request, db), staged, typed);
    if (mapped.ok) return reply.redirect(`${IMPORTS}/${staged.id}/preview`, 303);
    if (mapped.refusal.kind === 'gone') return noLongerStaged(reply, staged);
    return refused(request, reply, staged, typed, mappingErrors(mapped.refusal, request.t));
  }

  /** The same form as it was posted; where the status column is another now, with the values of that one. */
  async function refused(
    request: FastifyRequest,
    reply: FastifyReply,
    staged: StagedImport,
    typed: MappingForm,
    errors: ReturnType<typeof mappingErrors>,
  ) {
    const status = statusOf(staged.outline, typed.fields);
    const offered = status === null || status.name === typed.statusColumn;
    const shown = offered ? typed : { ...typed, cancelled: status.guessed };
    return mappingPage(request, reply, staged, { typed: shown, errors });
  }
}

/** The mapping of a staged file: as it was chosen, or as it is guessed. */
export async function showMapping(request: FastifyRequest, reply: FastifyReply, db: Database, staged: StagedImport) {
  const header = staged.outline.columns.map(({ name }) => name);
  const remembered = await findRememberedMapping(db.read, header);
  const typed = suggestedForm(staged, staged.mapping ?? remembered);
  return mappingPage(request, reply, staged, { typed, remembered: staged.mapping === null && remembered !== null });
}

function mappingPage(
  request: FastifyRequest,
  reply: FastifyReply,
  staged: StagedImport,
  state: Parameters<typeof mappingModel>[2],
) {
  return importPage(request, reply, mappingModel(request, staged, state), {
    template: 'mapping',
    title: 'imports.mappingTitle',
    subtitle: 'imports.mappingSubtitle',
    fileName: staged.fileName,
    status: state.errors === undefined ? 200 : 422,
  });
}
