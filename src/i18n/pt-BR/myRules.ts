/** Minhas Regras: the operator's home. */
export const myRules = {
  title: 'Minhas Regras',
  subtitle: 'As pesquisas abertas hoje pelas quais você responde, as que vencem antes primeiro.',
  next: 'Executar próxima',
  customer: 'Cliente',
  phone: 'Telefone',
  noPhone: 'sem telefone',
  product: 'Produto',
  seller: 'Vendedor',
  closedOn: 'fechada em {date}',
  rule: 'Regra',
  daysLeft: 'Prazo',
  days: { zero: 'vence hoje', one: 'vence amanhã', other: 'faltam {count} dias' },
  contact: 'Contato',
  attempts: { zero: 'nenhuma tentativa', one: '{count} tentativa', other: '{count} tentativas' },
  callNow: 'Ligar agora: retorno pedido para {when}',
  mine: 'Com você',
  nothingCallable:
    'Nenhuma pesquisa para ligar agora: as que restam aguardam, estão com outra pessoa ou não têm telefone.',
  assigned: 'só sua',
  count: { zero: 'Nenhuma pesquisa', one: '{count} pesquisa', other: '{count} pesquisas' },
  emptyTitle: 'Nenhuma pesquisa para executar hoje',
  emptyScheduled: {
    one: '{count} pesquisa sua está agendada; a próxima abre em {date}.',
    other: '{count} pesquisas suas estão agendadas; a próxima abre em {date}.',
  },
  emptyNothing:
    'Você não responde por nenhuma pesquisa em aberto. Um administrador inclui operadores no Painel de Regras.',
  emptyOverdue: {
    one: '{count} pesquisa sua venceu sem execução. Um gestor pode prorrogar o prazo.',
    other: '{count} pesquisas suas venceram sem execução. Um gestor pode prorrogar o prazo.',
  },
} as const;
