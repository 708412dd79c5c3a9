/** Attempts to reach a customer, and why a survey waits. */
export const contact = {
  noAnswer: 'Não atendeu',
  busy: 'Ocupado',
  voicemail: 'Caixa postal',
  wrongNumber: 'Número errado',
  callBack: 'Pediu retorno',
  noTime: 'Sem tempo agora',
  refused: 'Recusou',
  claimed: 'com {name} desde {time}',
  ownSale: 'venda sua: a política não deixa o vendedor executar',
  withoutPhone: 'sem telefone válido',
  callBackSet: 'retorno marcado para {when}',
  coolingDown: '{outcome} às {time}, tentar após {until}',
  coolingDownSince: '{outcome} em {when}, tentar após {until}',
} as const;
