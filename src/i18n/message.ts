/** A text, or its forms by count; `zero` is taken for 0 where there is one, and `many` falls back on `other`. */
export type Message = string | { zero?: string; one: string; many?: string; other: string };
