import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { applyImport } from '../../actions/apply-import.js';
import { previewImport } from '../../actions/preview-import.js';
import { addDays, type CivilDate } from '../../domain/civil-date.js';
import { validatePlanning } from '../../domain/planning-form.js';
import type { Database } from '../../store/connection.js';
import { mappingDigest } from '../../store/import-mappings.js';
import type { MappedImport } from '../../store/imports.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, idParams, one, query, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { IMPORTS, importPage, manager, noLongerStaged, stagedImport } from './page.js';
import { previewModel } from './preview-model.js';

const PLANNING = { planning: text(60), planningSince: text(60) };

/** How far back the second choice of planning looks at first. */
const DAYS_BACK = 30;

interface Shown {
  readonly planning?: string;
  readonly planningSince?: string;
  readonly errors?: readonly FieldErrorView[];
  readonly notice?: string;
  readonly status?: number;
}

/** What the import would do, and doing it (SPEC 2, 8). */
export async function previewRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const body = form({ ...PLANNING, mapping: text(60) });
  const url = `${IMPORTS}/:id/preview`;
  app.get(url, { ...manager, schema: { params: idParams, querystring: query(PLANNING) } }, show);
  app.post(url, { ...manager, schema: { params: idParams, body } }, recount);
  app.post(`${IMPORTS}/:id/application`, { ...manager, schema: { params: idParams, body } }, apply);

  async function show(request: FastifyRequest, reply: FastifyReply) {
    const staged = await mappedImport(request, reply);
    return staged === null ? reply : previewPage(request, reply, staged, typedIn(request.query));
  }

  /** The button *Contar de novo*: the choice goes into the URL, and the form's token does not. */
  async function recount(request: FastifyRequest, reply: FastifyReply) {
    const staged = await mappedImport(request, reply);
    if (staged === null) return reply;
    const typed = typedIn(request.body);
    const choice = validatePlanning({ ...typed, planning: 'since' });
    if (!choice.ok) return previewPage(request, reply, staged, refused(typed, errorViews(choice.refusal, request.t)));
    return reply.redirect(`${IMPORTS}/${staged.id}/preview?${new URLSearchParams(typed)}`, 303);
  }

  async function apply(request: FastifyRequest, reply: FastifyReply) {
    const staged = await mappedImport(request, reply);
    if (staged === null) return reply;
    const typed = typedIn(request.body);
    const choice = validatePlanning(typed);
    if (!choice.ok) return previewPage(request, reply, staged, refused(typed, errorViews(choice.refusal, request.t)));
    const again = (key: 'changedMeanwhile' | 'refusedMeanwhile', status: number) =>
      previewPage(request, reply, staged, { ...typed, notice: request.t(`imports.${key}`), status });
    if (one(request.body, 'mapping') !== mappingDigest(staged.mapping)) return again('changedMeanwhile', 409);
    const applied = await applyImport(actionContext(request, db), staged, choice.value);
    if (!applied.ok)
      return applied.refusal.kind === 'gone' ? noLongerStaged(reply, staged) : again('refusedMeanwhile', 422);
    flash(reply, { kind: 'success', key: 'imports.applied' });
    return reply.redirect(`${IMPORTS}/${staged.id}`, 303);
  }

  /** The staged import of the URL with its mapping; one without is led to choose it. */
  async function mappedImport(request: FastifyRequest, reply: FastifyReply): Promise<MappedImport | null> {
    const staged = await stagedImport(request, reply, db);
    if (staged === null) return null;
    const { mapping } = staged;
    if (mapping !== null) return { ...staged, mapping };
    reply.redirect(`${IMPORTS}/${staged.id}`, 303);
    return null;
  }

  async function previewPage(request: FastifyRequest, reply: FastifyReply, staged: MappedImport, shown: Shown) {
    const since = sinceOf(shown, request.today);
    const preview = await previewImport({ read: db.read, today: request.today }, staged, since);
    if (!preview.ok && preview.refusal.kind === 'gone') return noLongerStaged(reply, staged);
    // The file could be read when it was staged, and its columns when it was mapped.
    if (!preview.ok) throw new Error(`import ${staged.id} cannot be read: ${preview.refusal.kind}`);
    const form = { ...shown, since, mapping: mappingDigest(staged.mapping) };
    return importPage(request, reply, previewModel(request, staged, preview.value, form), {
      template: 'preview',
      title: 'imports.previewTitle',
      subtitle: 'imports.previewSubtitle',
      fileName: staged.fileName,
      status: shown.status ?? 200,
    });
  }
}

function typedIn(posted: unknown): { planning: string; planningSince: string } {
  return { planning: one(posted, 'planning'), planningSince: one(posted, 'planningSince') };
}

function refused(typed: Shown, errors: readonly FieldErrorView[]): Shown {
  return { ...typed, errors, status: 422 };
}

/** The day that the second choice is counted for: the typed one where it is one. */
function sinceOf({ planningSince = '' }: Shown, today: CivilDate): CivilDate {
  const typed = validatePlanning({ planning: 'since', planningSince });
  return typed.ok && typed.value.kind === 'since' ? typed.value.date : addDays(today, -DAYS_BACK);
}
