import type { FastifyRequest } from 'fastify';
import { type BackupFile, listBackups } from '../../store/backup-list.js';
import type { Database } from '../../store/connection.js';

/** One is taken every day: older than this, and something is wrong. */
const OVERDUE_MS = 36 * 3_600_000;

/** What admins see of the copies (SPEC 10): the last one, how many there are, and whether it is too old. */
export function backupsModel({ t, formats, now }: FastifyRequest, { dataDir }: Pick<Database, 'dataDir'>) {
  if (dataDir === null) return { facts: [], note: t('company.backupsElsewhere'), alarming: false };
  const files = listBackups(dataDir);
  const [last] = files;
  const facts = [
    { label: t('company.lastBackup'), value: last && formats.instant(last.at) },
    { label: t('company.backupSize'), value: last && t('company.megabytes', { size: megabytes(last, formats) }) },
    { label: t('company.backupCount'), value: formats.number(files.length) },
    { label: t('company.backupFolder'), value: 'backups' },
  ];
  if (last === undefined) return { facts, note: t('company.noBackup'), alarming: true };
  const alarming = now - last.at > OVERDUE_MS;
  return { facts, note: alarming ? t('company.oldBackup') : t('company.backupsKept'), alarming };
}

function megabytes({ bytes }: BackupFile, formats: FastifyRequest['formats']): string {
  return formats.number(Math.max(1, Math.round(bytes / 1_048_576)));
}
