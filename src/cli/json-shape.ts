// The shape of a JSON document, told in values, so that each thing that is wrong is said with its path. What the values
// mean is for the domain's validators.

/** Reads a value and says what is wrong with it; after a complaint what it returns is never used. */
export type Shape<T> = (value: unknown, path: string, complain: (line: string) => void) => T;

/** The document as the shape has it, or every complaint. */
export function readShape<T>(shape: Shape<T>, document: unknown): { value: T; complaints: readonly string[] } {
  const complaints: string[] = [];
  const value = shape(document, '', (line) => complaints.push(line));
  return { value, complaints };
}

export const string: Shape<string> = primitive('a text', (value) => typeof value === 'string');
export const number: Shape<number> = primitive('a number', (value) => typeof value === 'number');
export const boolean: Shape<boolean> = primitive('true or false', (value) => typeof value === 'boolean');

function primitive<T>(what: string, fits: (value: unknown) => boolean): Shape<T> {
  return (value, path, complain) => {
    if (!fits(value)) complain(`${path}: expected ${what}, found ${kindOf(value)}`);
    return value as T;
  };
}

/** The value, or null. */
export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path, complain) => (value === null ? null : shape(value, path, complain));
}

/** The value, or nothing when the key is absent. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, path, complain) => (value === undefined ? undefined : shape(value, path, complain));
}

/** A list of values of one shape. */
export function list<T>(shape: Shape<T>): Shape<T[]> {
  return (value, path, complain) => {
    if (Array.isArray(value)) return value.map((item, index) => shape(item, `${path}[${index}]`, complain));
    complain(`${path}: expected a list, found ${kindOf(value)}`);
    return [];
  };
}

/** An object with these keys and no others. */
export function object<T extends object>(shapes: { readonly [K in keyof T]: Shape<T[K]> }): Shape<T> {
  return (value, path, complain) => {
    const result: Partial<T> = {};
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      complain(`${path || 'the document'}: expected an object, found ${kindOf(value)}`);
      return result as T;
    }
    const at = (key: string) => (path === '' ? key : `${path}.${key}`);
    for (const key of Object.keys(value)) if (!Object.hasOwn(shapes, key)) complain(`${at(key)}: unknown key`);
    for (const key of Object.keys(shapes) as (keyof T & string)[]) {
      const item: unknown = (value as Record<string, unknown>)[key];
      result[key] = shapes[key](item, at(key), complain);
    }
    return result as T;
  };
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`.replace('a object', 'an object');
}
