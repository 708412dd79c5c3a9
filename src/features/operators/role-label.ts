import type { Role } from '../../domain/permissions.js';
import type { Translate } from '../../i18n/translate.js';

/** A role in the reader's language. */
export function roleLabel(role: Role, t: Translate): string {
  switch (role) {
    case 'operator':
      return t('shared.roleOperator');
    case 'manager':
      return t('shared.roleManager');
    case 'admin':
      return t('shared.roleAdmin');
  }
}
