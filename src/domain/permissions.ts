/** Operador, Gestor, Administrador: each may all that the one before him may (SPEC 1). */
export const ROLES = ['operator', 'manager', 'admin'] as const;

export type Role = (typeof ROLES)[number];

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/** True when `role` may what `required` may. */
export function atLeast(role: Role, required: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(required);
}

/** The least role for each thing that screens offer or hide (SPEC 1). */
const REQUIRED_ROLE = {
  runSurveys: 'operator',
  seeEverySurvey: 'manager',
  /** Extend, close, reopen, annul, reassign. */
  manageSurveys: 'manager',
  /** The score of an execution; operators do not see weights or scores while they record grades. */
  seeScores: 'manager',
  /** The commissions of everybody; his own anybody sees. */
  seeStatements: 'manager',
  /** Record, edit, cancel, restore, import and plan. */
  manageSales: 'manager',
  /** Everybody works the follow-ups that he owns. */
  seeEveryFollowUp: 'manager',
  /** The list of all customers, and a customer's page. */
  manageCustomers: 'manager',
  configure: 'admin',
  manageUsers: 'admin',
  changeSettings: 'admin',
  readAudit: 'admin',
} as const satisfies Record<string, Role>;

export type Capability = keyof typeof REQUIRED_ROLE;

/** True when a role has a capability. */
export function can(role: Role, capability: Capability): boolean {
  return atLeast(role, REQUIRED_ROLE[capability]);
}

/** What decides who is responsible for a survey. All are ids of users. */
export interface SurveyAssignment {
  /** Set once the survey was reassigned. */
  readonly assignedTo: number | null;
  readonly ruleOperators: readonly number[];
  /** The rule's *O vendedor da venda*. */
  readonly sellerRuns: boolean;
  readonly sellerId: number;
}

/** Responsible (SPEC 5): the survey's own operator alone, else its rule's operators, and the seller where it says so. */
export function isResponsible(userId: number, survey: SurveyAssignment): boolean {
  if (survey.assignedTo !== null) return survey.assignedTo === userId;
  return survey.ruleOperators.includes(userId) || (survey.sellerRuns && survey.sellerId === userId);
}

/** Whether a user may see and run a survey: he is responsible for it, or may do so for everybody (SPEC 1). */
export function canSurvey(user: { readonly id: number; readonly role: Role }, survey: SurveyAssignment): boolean {
  return can(user.role, 'seeEverySurvey') || isResponsible(user.id, survey);
}
