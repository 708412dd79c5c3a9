import type { InjectOptions } from 'fastify';
import type { Answering } from './browser.js';

/** A running server for `new Browser(…)`: requests go over the network, each may be cut off. */
export function overHttp(url: string): Answering {
  return {
    inject: async ({ method = 'GET', url: path, headers, payload }: InjectOptions) => {
      const reply = await fetch(new URL(String(path), url), {
        method,
        headers: headers as Record<string, string>,
        redirect: 'manual',
        ...(payload !== undefined && { body: payload as string }),
      });
      const cookies = reply.headers.getSetCookie().map(readCookie);
      return {
        statusCode: reply.status,
        headers: Object.fromEntries(reply.headers),
        body: await reply.text(),
        cookies,
      };
    },
  };
}

function readCookie(line: string): { name: string; value: string; maxAge?: number } {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  const [, maxAge] = /;\s*max-age=(\d+)/i.exec(line) ?? [];
  return { name, value: decodeURIComponent(value), ...(maxAge !== undefined && { maxAge: Number(maxAge) }) };
}
