import type { FastifyInstance, FastifyRequest } from 'fastify';
import { dateAt } from '../domain/civil-date.js';
import type { Locale } from '../domain/settings.js';
import { type Formats, formats } from '../i18n/format.js';
import { type Translate, translator } from '../i18n/translate.js';
import type { CompanySettings } from './request.js';

/** Gives every request its one reading of the clock, the company's settings and, until the user is known, its language. */
export function registerContext(
  app: FastifyInstance,
  options: { now: () => number; settings: () => Promise<CompanySettings> },
): void {
  for (const name of ['company', 'user', 't', 'formats'] as const) app.decorateRequest(name, null as never);
  app.decorateRequest('now', 0);
  app.decorateRequest('today', '');
  app.decorateRequest('locale', 'pt-BR');
  app.addHook('onRequest', async (request) => {
    request.now = options.now();
    request.company = await options.settings();
    request.today = dateAt(request.now, request.company.timeZone);
    speak(request, request.company.locale);
  });
}

const UNKNOWN: CompanySettings = { companyName: '', timeZone: 'America/Sao_Paulo', locale: 'pt-BR' };

/** Lets a request be answered that failed before its context was known, as when the database does not answer. */
export function ensureContext(request: FastifyRequest): void {
  request.company ??= UNKNOWN;
  if (request.t === null) speak(request, request.company.locale);
}

/** From here on the request is answered in this language. */
export function speak(request: FastifyRequest, locale: Locale): void {
  request.locale = locale;
  request.t = once(translators, locale, () => translator(locale));
  request.formats = once(formatters, `${locale} ${request.company.timeZone}`, () =>
    formats(locale, request.company.timeZone),
  );
}

const translators = new Map<string, Translate>();
const formatters = new Map<string, Formats>();

/** Intl objects are costly to make; there are a handful of languages and zones. */
function once<T>(made: Map<string, T>, key: string, make: () => T): T {
  const existing = made.get(key);
  if (existing !== undefined) return existing;
  const value = make();
  made.set(key, value);
  return value;
}
