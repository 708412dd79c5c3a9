import { formatPhone } from '../../domain/phone.js';
import type { SurveyRecord } from './load.js';
import type { Refused } from './refused.js';

const FIELDS = ['phone1', 'phone2', 'phone3'] as const;

/** The form that corrects the customer's phones, for who may run the survey; null for others. */
export function phonesModel({ survey, his }: SurveyRecord, refused: Refused | null) {
  if (!his) return null;
  const mine = refused?.form === 'phones' ? refused : null;
  const { phones } = survey.customer;
  return {
    open: mine !== null,
    errors: mine?.errors ?? [],
    seen: phones.join(' '),
    fields: FIELDS.map((name, index) => ({
      name,
      number: index + 1,
      value: mine?.typed[name] ?? formatPhone(phones[index] ?? ''),
    })),
  };
}
