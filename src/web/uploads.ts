import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The largest upload: a sales file of an ISP with many years. */
export const MAX_UPLOAD_MEGABYTES = 20;

/** A file that a form brought; of one that is too large only that is known. */
export interface UploadedFile {
  /** As the browser names it. */
  readonly name: string;
  readonly content: Buffer;
  readonly tooLarge: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route's form has a file; what others are sent is read past and forgotten. */
    takesFile?: boolean;
  }
}

/**
 * Multipart forms: fields as strings in the body, a file as an `UploadedFile` under its field's name. One that is too large
 * is no error of the request, so that the form can say so at the field.
 */
export async function registerUploads(app: FastifyInstance): Promise<void> {
  await app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    throwFileSizeLimit: false,
    // Fields are held in memory before it is known who sends them.
    limits: { fileSize: MAX_UPLOAD_MEGABYTES * 1024 * 1024, files: 1, fields: 200, fieldSize: 16 * 1024 },
    onFile: keepFile,
  });
}

/** Whether an error is a multipart form that broke off or was never one: the library throws it bare, as if it were a bug. */
export function isBrokenForm(error: Error): boolean {
  return /^Multipart: Boundary not found$|unexpected end of multipart data$/i.test(error.message);
}

async function keepFile(this: FastifyRequest, part: MultipartFile): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of part.file) {
    if (this.routeOptions.config.takesFile && !part.file.truncated) chunks.push(chunk);
  }
  if (!this.routeOptions.config.takesFile) return;
  const tooLarge = part.file.truncated;
  const value: UploadedFile = {
    name: part.filename ?? '',
    content: tooLarge ? Buffer.alloc(0) : Buffer.concat(chunks),
    tooLarge,
  };
  Object.assign(part, { value });
}

/** The file of a form's field; null when none was chosen. */
export function uploadedFile(body: unknown, name: string): UploadedFile | null {
  const value = (body as Record<string, unknown> | undefined)?.[name];
  const file = value as UploadedFile | undefined;
  // A field that claims to be JSON can look like one, but holds no bytes.
  if (!(file?.content instanceof Uint8Array)) return null;
  return file.name === '' && file.content.length === 0 && !file.tooLarge ? null : file;
}
