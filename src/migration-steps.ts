import type { MigrationStep } from './store/migrate.js';

/** A step of an update of the database, as a line for whoever looks on while the server does not answer yet. */
export function textOfStep(step: MigrationStep): string {
  switch (step.doing) {
    case 'backup':
      return 'updating the database: copying it into DATA_DIR/backups first';
    case 'migration':
      return `updating the database: ${step.number} of ${step.count}, ${step.name}`;
    case 'check':
      return 'updating the database: checking it';
  }
}
