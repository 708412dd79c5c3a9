import type { navigation as source } from '../pt-BR/navigation.js';

export const navigation = {
  crm: 'CRM',
  myRules: 'My rules',
  panel: 'Post-sale manager',
  proposals: 'Proposals',
  attending: 'Who is calling',
  waiting: { one: '{count} waiting', other: '{count} waiting' },
  sales: 'Sales',
  configuration: 'Configuration',
  postSalePanel: 'CRM - Post-sale panel',
  questions: 'Questions panel',
  rules: 'Rules panel',
  profiles: 'Profiles panel',
  products: 'Products panel',
  system: 'System',
  operators: 'Operators',
  calling: 'Calling',
  calendar: 'Calendar',
  company: 'Company',
  firstSteps: 'First steps',
  audit: 'Audit',
} satisfies Record<keyof typeof source, string | { one: string; other: string }>;
