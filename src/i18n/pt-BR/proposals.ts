/** What attempts proposed to managers. */
export const proposals = {
  subtitle: 'O que as tentativas dos operadores sugerem, a mais antiga primeiro. Nada muda sem a decisão de um gestor.',
  none: 'Nenhuma proposta esperando',
  noneText:
    'Quando um cliente recusa, o número está errado ou o retorno fica depois do vencimento, a proposta aparece aqui.',
  more: { one: 'Mais {count} espera depois destas.', other: 'Mais {count} esperam depois destas.' },
  because: 'Tentativa',
  proposedBy: 'Proposta por',
  by: '{name}, em {date}',
  extendTo: 'Prorrogar até {date}',
  extendEffect: 'O vencimento passa de {from} para {to}. O vencimento original continua registrado.',
  callBackReason: 'O cliente pediu retorno em {date}',
  accept: 'Aceitar',
  acceptOf: 'Aceitar a proposta de {customer}',
  dismiss: 'Dispensar',
  dismissOf: 'Dispensar a proposta de {customer}',
  accepted: 'Proposta aceita.',
  dismissed: 'Proposta dispensada: a pesquisa fica como está.',
  decidedBefore: 'Esta proposta já foi decidida, ou a pesquisa mudou.',
  impossible: 'Não é mais possível: o dia pedido já passou, ou a pesquisa mudou. Dispense a proposta.',
} as const;
