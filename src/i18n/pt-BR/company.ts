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
    'O fuso decide que dia é hoje: as pesquisas abrem e vencem à meia-noite dele. Trocá-lo não muda nenhuma data gravada; muda o dia em que estamos e as horas mostradas.',
  otherZones: '— Outros fusos —',
  now: 'Agora em {zone}',
  preview: 'Ver que dia é no fuso escolhido',
  sameDay: 'O dia de hoje é o mesmo nos dois fusos: nenhuma pesquisa muda de situação agora.',
  otherDay: 'Com a troca, hoje passa de {before} para {after}. As pesquisas em aberto ficariam assim:',
  status: 'Situação',
  before: 'Hoje',
  after: 'Com a troca',
  saved: 'Dados da empresa salvos.',
} as const;
