import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/**
 * A staged file as it is kept: compressed, since one statement writes it, and writing 20 MB to SQLite would hold the process
 * for longer than writing the fifth of it. Both ways the work is done in another thread.
 */
export async function packContent(text: string): Promise<string> {
  const packed = await compress(Buffer.from(text, 'utf8'), { level: constants.Z_BEST_SPEED });
  return packed.toString('base64');
}

/** The text that was packed. */
export async function unpackContent(packed: string): Promise<string> {
  return (await expand(Buffer.from(packed, 'base64'))).toString('utf8');
}
