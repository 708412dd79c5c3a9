import type { FieldErrorView } from '../../web/forms.js';

/** What a form of the page shows again after it was refused. */
export interface Refused {
  readonly form:
    | 'execution'
    | 'attempt'
    | 'claim'
    | 'extension'
    | 'closure'
    | 'reopening'
    | 'annulment'
    | 'assignment'
    | 'phones';
  readonly errors: readonly FieldErrorView[];
  /** About the survey as a whole. */
  readonly problem: string | null;
  readonly typed: Readonly<Record<string, string>>;
}
