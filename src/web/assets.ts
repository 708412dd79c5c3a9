import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const require = createRequire(import.meta.url);

/** The folder that holds package.json, views and public, whether this file runs from src or from the build. */
export const root = findRoot(import.meta.dirname);

function findRoot(folder: string): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : findRoot(path.dirname(folder));
}

/** Files of libraries that pages load, served from where npm put them. */
const VENDOR: Readonly<Record<string, string>> = {
  'vendor/tabler.css': require.resolve('@tabler/core/dist/css/tabler.min.css'),
  'vendor/sortable.js': require.resolve('sortablejs/modular/sortable.esm.js'),
  'vendor/htmx.js': require.resolve('htmx.org/dist/htmx.min.js'),
};

/** The URL of a file of `public` or of a library; it changes when any of them does, and may be cached for ever. */
export type AssetUrl = (name: string) => string;

/** Serves the assets, and gives the function that names them. */
export async function registerAssets(app: FastifyInstance): Promise<AssetUrl> {
  const files = assetFiles();
  const version = versionOf(files);
  await app.register(fastifyStatic, { root, serve: false });
  app.get('/assets/:version/*', { config: { access: 'public' }, logLevel: 'warn' }, (request, reply) => {
    const file = files.get((request.params as { '*': string })['*']);
    // The friendly page needs what only pages have: a session, a language.
    if (file === undefined) return reply.code(404).send();
    return reply.sendFile(path.basename(file), path.dirname(file), { maxAge: '365d', immutable: true });
  });
  return (name) => {
    if (!files.has(name)) throw new Error(`no asset ${name}`);
    return `/assets/${version}/${name}`;
  };
}

function assetFiles(): Map<string, string> {
  const folder = path.join(root, 'public');
  const own = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [path.relative(folder, file).split(path.sep).join('/'), file] as const);
  return new Map([...own, ...Object.entries(VENDOR)]);
}

/** One version for all: a module's relative imports must stay within the same version. */
function versionOf(files: Map<string, string>): string {
  const hash = createHash('sha256');
  for (const file of files.values()) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
