import type { FastifyRequest } from 'fastify';
import { type ConfigKind, nameTaken } from '../store/configuration.js';
import type { Queryable } from '../store/dialect.js';

/** The name of a copy, not longer than `max`: *Instalação (cópia)*, and *(cópia 2)* where that is taken. */
export async function copyName(
  q: Queryable,
  kind: ConfigKind,
  name: string,
  max: number,
  { t }: Pick<FastifyRequest, 't'>,
): Promise<string> {
  for (let number = 1; ; number += 1) {
    const mark = number === 1 ? t('config.copyMark') : t('config.copyMarkNumbered', { number });
    const copy = `${name.slice(0, max - mark.length - 1).trimEnd()} ${mark}`;
    if (!(await nameTaken(q, kind, copy, null))) return copy;
  }
}
