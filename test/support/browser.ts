import type { InjectOptions } from 'fastify';

/** What came back, with what tests look at. */
export interface Page {
  status: number;
  body: string;
  /** The body as it was sent, of a file. */
  bytes: Buffer;
  /** Where a redirect leads; '' when it is none. */
  location: string;
  headers: Record<string, unknown>;
  /** The text that a reader sees, tags and entities resolved, white space folded. */
  text: string;
}

/** What answers a browser: an application that is injected into, or a server over HTTP. */
export interface Answering {
  inject(options: InjectOptions): Promise<{
    statusCode: number;
    headers: Record<string, unknown>;
    body: string;
    rawPayload?: Buffer;
    cookies: readonly object[];
  }>;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

/**
 * A browser without a screen: it keeps cookies, follows nothing by itself, and posts forms with the token of the last page
 * that had one.
 */
export class Browser {
  readonly #app: Answering;
  readonly #cookies = new Map<string, string>();
  csrf = '';

  constructor(app: Answering) {
    this.#app = app;
  }

  get(url: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.#send({ method: 'GET', url, headers });
  }

  /** Posts a form; `_csrf` is filled in unless the fields say otherwise. */
  post(url: string, fields: Fields = {}, headers: Record<string, string> = {}): Promise<Page> {
    const payload = new URLSearchParams();
    for (const [name, value] of Object.entries({ _csrf: this.csrf, ...fields }))
      for (const item of typeof value === 'string' ? [value] : value) payload.append(name, item);
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.#send({ method: 'POST', url, headers: { ...type, ...headers }, payload: payload.toString() });
  }

  /** Posts a form with a file in it. */
  upload(url: string, fields: Readonly<Record<string, string>>, file: { name: string; content: Buffer | string }) {
    const boundary = 'posvenda-test-boundary';
    const part = (head: string) => Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`);
    const chunks: Buffer[] = [];
    for (const [name, value] of Object.entries({ _csrf: this.csrf, ...fields }))
      chunks.push(part(`name="${name}"`), Buffer.from(`${value}\r\n`));
    chunks.push(
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${file.name}"\r\n`),
    );
    chunks.push(Buffer.from('Content-Type: text/csv\r\n\r\n'), Buffer.from(file.content), Buffer.from('\r\n'));
    chunks.push(Buffer.from(`--${boundary}--\r\n`));
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
    return this.#send({ method: 'POST', url, headers, payload: Buffer.concat(chunks) });
  }

  /** Signs in as the user of that login; the tests' users all have the same password. */
  async signIn(login: string, password = PASSWORD): Promise<this> {
    await this.get('/sign-in');
    const page = await this.post('/sign-in', { login, password });
    if (page.status !== 303) throw new Error(`${login} could not sign in: ${page.status} ${page.text}`);
    await this.get('/account');
    return this;
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  async #send(options: InjectOptions): Promise<Page> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...(cookie && { cookie }), ...options.headers };
    const reply = await this.#app.inject({ ...options, headers });
    for (const { name, value, maxAge } of reply.cookies as { name: string; value: string; maxAge?: number }[]) {
      if (value === '' || maxAge === 0) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    this.csrf = /name="_csrf" value="([^"]+)"/.exec(reply.body)?.[1] ?? this.csrf;
    const location = String(reply.headers.location ?? '');
    const { statusCode: status, headers: received, body } = reply;
    return {
      status,
      body,
      bytes: reply.rawPayload ?? Buffer.from(body),
      location,
      headers: received,
      text: textOf(body),
    };
  }
}

/** The password of every user that the tests' fixtures make. */
export const PASSWORD = 'uma senha de teste';

function textOf(html: string): string {
  return html
    .replace(/<(script|style)[^>]*>.*?<\/\1>/gs, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
