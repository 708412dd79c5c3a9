import type { CivilDate } from '../../domain/civil-date.js';

/** What an open page knows of its list, which it sends with every question for news. */
export interface Seen {
  /** How many surveys its list had when it was read. */
  readonly listed: number;
  /** The write version and the day of its counters; null until it has asked once. */
  readonly version: number | null;
  readonly today: CivilDate | null;
}

/** The header that carries it. */
export const SEEN_HEADER = 'x-panel-seen';

const SEEN = /^(\d{1,10})(?::(\d{1,15}):(\d{4}-\d{2}-\d{2}))?$/;

/** Null for what no page of ours sends: then all is news. */
export function readSeen(header: string | string[] | undefined): Seen | null {
  const [, listed, version, today] = SEEN.exec(String(header ?? '')) ?? [];
  if (listed === undefined) return null;
  return { listed: Number(listed), version: version === undefined ? null : Number(version), today: today ?? null };
}

/** The same as the header has it. */
export function seenText({ listed, version, today }: Seen): string {
  return version === null || today === null ? String(listed) : `${listed}:${version}:${today}`;
}
