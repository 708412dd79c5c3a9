import type { CivilDate } from '../../../src/domain/civil-date.js';
import type { Who } from './steps.js';

export const ZONE = 'America/Sao_Paulo';

/** N and M of the two rules that each sale gets, and who answers for them. */
export const RULES: readonly { readonly start: number; readonly expiry: number; readonly operators: readonly Who[] }[] =
  [
    { start: 0, expiry: 2, operators: ['bruno', 'carla'] },
    { start: 2, expiry: 1, operators: ['bruno'] },
  ];

export interface ModelExecution {
  readonly by: Who;
  readonly on: CivilDate;
  readonly form: string;
  stands: boolean;
}

export interface ModelSurvey {
  readonly sale: ModelSale;
  readonly operators: readonly Who[];
  readonly opensOn: CivilDate;
  readonly originalExpiresOn: CivilDate;
  expiresOn: CivilDate;
  outcome: 'executed' | 'closed' | 'cancelled' | null;
  assigned: Who | null;
  claim: { readonly who: Who; readonly since: number; until: number } | null;
  attempts: number;
  drafted: boolean;
  readonly executions: ModelExecution[];
}

export interface ModelSale {
  /** Who sold it and may not run its surveys; null for somebody who runs none. */
  readonly seller: Who | null;
  cancelled: boolean;
}
