import type { FastifyRequest } from 'fastify';
import type { CivilDate } from '../domain/civil-date.js';
import type { Role } from '../domain/permissions.js';
import type { Locale } from '../domain/settings.js';
import type { Theme } from '../domain/user.js';
import type { Formats } from '../i18n/format.js';
import type { Translate } from '../i18n/translate.js';

// What the plumbing adds to Fastify's requests, replies and route options.

/** Who may use a route: everybody, every signed-in user, or who has at least the role (SPEC 1). */
export type Access = 'public' | 'signed-in' | Role;

/** The signed-in user as pages need him. */
export interface CurrentUser {
  id: number;
  name: string;
  login: string | null;
  role: Role;
  /** null follows the company's. */
  locale: Locale | null;
  theme: Theme;
}

/** The company's settings as pages need them. */
export interface CompanySettings {
  companyName: string;
  timeZone: string;
  locale: Locale;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** What was typed is not lost with the session: who posts without one signs in and goes on with the same form. */
    keepsForm?: boolean;
    /**
     * A page that lies open asks by itself, nobody does: that puts off no session's end, and without one it is refused
     * instead of led to the sign-in.
     */
    byItself?: boolean;
    /** No page: it leads from where a form is sent to the page that the form belongs to. */
    leadsBack?: boolean;
  }
  interface FastifyRequest {
    /** The one reading of the clock of this request, UTC epoch milliseconds. */
    now: number;
    /** The civil date of `now` in the company's zone. */
    today: CivilDate;
    company: CompanySettings;
    user: CurrentUser | null;
    locale: Locale;
    t: Translate;
    formats: Formats;
  }
  interface Session {
    userId?: number;
  }
}

/** The signed-in user of a route whose access rule asks for one. */
export function signedIn(request: { user: CurrentUser | null }): CurrentUser {
  if (request.user === null) throw new Error('a route that needs a user is open to everybody');
  return request.user;
}

/** A script asks, which reads no pages. */
export function wantsJson(request: Pick<FastifyRequest, 'headers'>): boolean {
  return request.headers.accept === 'application/json';
}
