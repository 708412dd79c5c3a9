/** Texts of *Empresa*. */
export const company = {
  identity: 'Identificação',
  name: 'Nome da empresa',
  nameHint: 'Aparece no menu e na página de entrada.',
  language: 'Idioma padrão',
  languageHint: 'Para quem não escolheu outro em Minha conta.',
  days: 'Calendário',
  timeZone: 'Fuso horário',
  timeZoneHint: 'Os fusos do Brasil vêm primeiro, com a data e a hora de agora em cada um.',
  zoneMeaning:
    'O fuso decide que dia é hoje: as pesquisas abrem e vencem à meia-noite dele. Trocá-lo não muda nenhuma data já salva; muda o dia em que estamos e as horas mostradas.',
  otherZones: '— Outros fusos —',
  now: 'Agora em {zone}',
  preview: 'Ver que dia é no fuso escolhido',
  sameDay: 'O dia de hoje é o mesmo nos dois fusos: nenhuma pesquisa muda de situação agora.',
  otherDay: 'Com a troca, hoje passa de {before} para {after}. As pesquisas em aberto ficariam assim:',
  status: 'Situação',
  before: 'Hoje',
  after: 'Com a troca',
  saved: 'Dados da empresa salvos.',
  backups: 'Cópias de segurança',
  lastBackup: 'Última cópia',
  backupSize: 'Tamanho',
  megabytes: '{size} MB',
  backupCount: 'Cópias guardadas',
  backupFolder: 'Pasta',
  backupsKept:
    'Uma cópia é feita por dia enquanto o servidor está ligado; as 14 últimas ficam na pasta de dados. Guarde também uma fora deste computador.',
  noBackup:
    'Nenhuma cópia ainda. A primeira é feita logo depois que o servidor é ligado; se este aviso continuar, veja o registro do servidor.',
  oldBackup:
    'A última cópia é antiga: a de hoje falhou ou o servidor ficou desligado. Veja o registro do servidor e o espaço em disco.',
  backupsElsewhere:
    'Os dados estão em PostgreSQL: as cópias são feitas por quem cuida desse servidor, por exemplo com pg_dump.',
} as const;
