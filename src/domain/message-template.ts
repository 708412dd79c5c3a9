import type { FieldChecks, Raw } from './field-checks.js';

/** The words of a template, in brackets, and what stands for each: the customer, his first name, the product, who writes, the company. */
export const PLACEHOLDERS = ['cliente', 'nome', 'produto', 'operador', 'empresa'] as const;

export type Placeholder = (typeof PLACEHOLDERS)[number];

/** More than anybody reads on a phone; the link that carries the text stays short enough for every browser. */
export const MAX_TEMPLATE_LENGTH = 1000;

const WORD = /\[([^[\]]*)\]/g;

/** Reads a template that may be empty; a word in brackets that stands for nothing is a slip and is refused. */
export function readTemplate(checks: FieldChecks, field: string, raw: Raw): string {
  const text = checks.text(field, raw);
  const unknown = [...text.matchAll(WORD)].find(([, word = '']) => !isPlaceholder(word));
  if (text.length > MAX_TEMPLATE_LENGTH) checks.refuse(field, 'tooLong', { max: MAX_TEMPLATE_LENGTH });
  else if (unknown) checks.refuse(field, 'unknownPlaceholder', { word: unknown[0], known: placeholderList() });
  return text;
}

/** The template with each word replaced by what it stands for. */
export function fillTemplate(template: string, values: Readonly<Record<Placeholder, string>>): string {
  return template.replace(WORD, (whole, word: string) => (isPlaceholder(word) ? values[word] : whole));
}

/** `[cliente], [nome], …`: what an administrator may write. */
export function placeholderList(): string {
  return PLACEHOLDERS.map((word) => `[${word}]`).join(', ');
}

/** How a customer is addressed: the first word of his name. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}

function isPlaceholder(word: string): word is Placeholder {
  return (PLACEHOLDERS as readonly string[]).includes(word);
}
