import type { Holiday, OwnHoliday } from './calendar.js';
import { type CivilDate, parseLocalDate } from './civil-date.js';
import { FieldChecks, isTicked, MAX_NAME_LENGTH, type Raw } from './field-checks.js';
import type { FieldErrors, MessageKey, Result } from './result.js';
import { cleanLine } from './text.js';

/** A holiday of the company's own as posted. */
export interface HolidayForm {
  readonly on?: Raw;
  readonly name?: Raw;
  readonly yearly?: Raw;
}

export function validateHoliday(form: HolidayForm): Result<OwnHoliday, FieldErrors> {
  const checks = new FieldChecks();
  const holiday = { on: checks.date('on', form.on), name: checks.name('name', form.name) };
  return checks.result({ ...holiday, yearly: isTicked(form.yearly) });
}

/** Whether two own holidays are the same day: the same date, or the same day and month of every year. */
export function sameDay(a: Omit<OwnHoliday, 'name'>, b: Omit<OwnHoliday, 'name'>): boolean {
  return a.on === b.on || ((a.yearly || b.yearly) && a.on.slice(4) === b.on.slice(4));
}

/** A line of a list of holidays that is wrong: where, what stands there, what is wrong with it. */
export interface HolidayFault {
  readonly line: number;
  readonly cell: string;
  readonly message: MessageKey;
  readonly params?: Readonly<Record<string, number>>;
}

/** A holiday that a list brings. `known`: that day is a holiday already, so that adding it would change nothing. */
export interface ListedHoliday extends Holiday {
  readonly line: number;
  readonly known: 'national' | 'own' | null;
}

/** What a list of holidays would add. */
export interface HolidayList {
  readonly holidays: readonly ListedHoliday[];
  readonly faults: readonly HolidayFault[];
}

/** More than the days of a year is no list of holidays. */
export const MAX_HOLIDAY_LINES = 366;

/**
 * Reads a list of holidays, one a line as `dd/mm/aaaa;nome` (or with a tab, as cells are pasted), against those that are
 * known. A first line without a date that names the columns is passed over, empty lines are too.
 */
export function readHolidayList(
  text: string,
  own: readonly OwnHoliday[],
  national: (date: CivilDate) => boolean,
): HolidayList {
  const lines = text.split(/\r\n|\r|\n/).map((content, index) => ({ line: index + 1, content: content.trim() }));
  const filled = lines.filter(({ content }) => content !== '');
  const listed = isHeader(filled[0]?.content) ? filled.slice(1) : filled;
  const tooMany = listed[MAX_HOLIDAY_LINES];
  if (tooMany !== undefined) {
    const params = { max: MAX_HOLIDAY_LINES };
    return { holidays: [], faults: [{ line: tooMany.line, cell: tooMany.content, message: 'tooMany', params }] };
  }
  const holidays: ListedHoliday[] = [];
  const faults: HolidayFault[] = [];
  for (const { line, content } of listed) {
    const read = readLine(content);
    if ('message' in read) faults.push({ line, ...read });
    else if (holidays.some(({ on }) => on === read.on)) faults.push({ line, cell: read.date, message: 'duplicate' });
    else holidays.push({ line, on: read.on, name: read.name, known: knownAs(read.on, own, national) });
  }
  return { holidays, faults };
}

type ReadLine = (Holiday & { readonly date: string }) | Omit<HolidayFault, 'line'>;

function readLine(content: string): ReadLine {
  const [, date = '', rest = ''] = /^([^;\t]*)[;\t]?(.*)$/.exec(content) ?? [];
  const on = parseLocalDate(unquoted(date));
  const name = cleanLine(unquoted(rest.replace(/[;\t]+$/, '')));
  if (on === null) return { cell: date.trim(), message: 'notADate' };
  if (name === '') return { cell: content, message: 'required' };
  if (name.length > MAX_NAME_LENGTH) return { cell: name, message: 'tooLong', params: { max: MAX_NAME_LENGTH } };
  return { on, name, date: date.trim() };
}

function knownAs(on: CivilDate, own: readonly OwnHoliday[], national: (date: CivilDate) => boolean) {
  if (national(on)) return 'national';
  return own.some((holiday) => sameDay(holiday, { on, yearly: false })) ? 'own' : null;
}

function isHeader(content: string | undefined): boolean {
  return content !== undefined && !/\d/.test(content) && /[;\t]/.test(content);
}

/** Spreadsheets quote a cell that holds the separator, and double its quotes. */
function unquoted(cell: string): string {
  const [, inner] = /^\s*"(.*)"\s*$/.exec(cell) ?? [];
  return inner === undefined ? cell : inner.replaceAll('""', '"');
}
