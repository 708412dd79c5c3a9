import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';
import { Browser } from '../../support/browser.js';
import { overHttp } from '../../support/http.js';
import { PASSWORD } from '../seed/people.js';

/** A reply, whole. */
export interface Reply {
  readonly status: number;
  readonly bytes: number;
  /** From sending the request to the end of the reply. */
  readonly ms: number;
}

/** A signed-in manager: pages are asked for on one kept connection, one after the other. */
export class Client {
  readonly browser: Browser;
  readonly #url: string;
  readonly #cookie: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  private constructor(url: string, browser: Browser, cookie: string) {
    this.#url = url;
    this.browser = browser;
    this.#cookie = cookie;
  }

  static async signIn(url: string, login = 'ana'): Promise<Client> {
    const browser = await new Browser(overHttp(url)).signIn(login, PASSWORD);
    const port = new URL(url).port;
    const name = `posvenda-${port}`;
    return new Client(
      url,
      browser,
      `${name}=${browser.cookie(name)}; posvenda-csrf-${port}=${browser.cookie(`posvenda-csrf-${port}`)}`,
    );
  }

  /** Asks for a page. @throws when it is not the page that was asked for: a figure of an error page would be none */
  get(path: string): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const started = performance.now();
      const headers = { accept: 'text/html', cookie: this.#cookie };
      const request = get(this.#url + path, { agent: this.#agent, headers }, (response) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        response.on('error', reject);
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          if (status === 200) resolve({ status, bytes, ms: performance.now() - started });
          else reject(new Error(`GET ${path} answered ${status}`));
        });
      });
      request.on('error', reject);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
