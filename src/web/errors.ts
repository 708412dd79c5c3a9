import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TextKey } from '../i18n/catalogue.js';
import { ensureContext } from './context.js';
import { wantsJson } from './request.js';
import { isBrokenForm } from './uploads.js';

/** Friendly pages for what went wrong; a bug is logged with its request id and shown without its details. */
export function registerErrors(app: FastifyInstance, options: { isBusy: (error: unknown) => boolean }): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const status = statusOf(error, options.isBusy(error));
    if (status >= 500) request.log.error({ err: error }, 'unexpected');
    else request.log.info({ status, reason: error.code ?? error.name }, 'refused');
    return errorPage(request, reply, status, error.code);
  });
  app.setNotFoundHandler(async (request, reply) => errorPage(request, reply, 404));
}

function statusOf(error: FastifyError, busy: boolean): number {
  if (busy) return 503;
  // A path that no record can have: it does not exist, as the path of a record that is not there.
  if (error.validationContext === 'params') return 404;
  if (isBrokenForm(error)) return 400;
  return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : 500;
}

async function errorPage(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  code?: string,
): Promise<unknown> {
  const [title, text] = textsOf(status, code);
  ensureContext(request);
  if (wantsJson(request)) return reply.code(status).send({ error: title.replace('errors.', '').replace('Title', '') });
  return reply.page(
    'errors/error',
    { text: request.t(text), requestId: status >= 500 ? request.id : null, signedIn: request.user !== null },
    { title: request.t(title), status },
  );
}

function textsOf(status: number, code = ''): [TextKey, TextKey] {
  if (code.startsWith('FST_CSRF') || code === 'CSRF_ORIGIN') return ['errors.staleFormTitle', 'errors.staleFormText'];
  switch (status) {
    case 403:
      return ['errors.forbiddenTitle', 'errors.forbiddenText'];
    case 404:
      return ['errors.notFoundTitle', 'errors.notFoundText'];
    case 413:
      return ['errors.tooLargeTitle', 'errors.tooLargeText'];
    case 429:
      return ['errors.tooManyTitle', 'errors.tooManyText'];
    case 503:
      return ['errors.unavailableTitle', 'errors.unavailableText'];
  }
  if (status < 500) return ['errors.badRequestTitle', 'errors.badRequestText'];
  return ['errors.unexpectedTitle', 'errors.unexpectedText'];
}
