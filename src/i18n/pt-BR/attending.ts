/** Who has which survey now. */
export const attending = {
  subtitle: 'Cada um fica com a pesquisa por 30 minutos; cada resposta ou tentativa renova.',
  none: 'Ninguém está atendendo agora',
  noneText: 'Quando um operador inicia uma pesquisa, ela aparece aqui.',
  nobody: 'Sem quem execute',
  nobodyText:
    'Quem responde por estas pesquisas não tem mais acesso, ou é o vendedor da venda e a política de comissão o impede. Abra cada uma e reatribua, ou inclua operadores na regra.',
  phoneless: {
    one: '{count} pesquisa não executada é de cliente sem telefone válido',
    other: '{count} pesquisas não executadas são de clientes sem telefone válido',
  },
  nobodyMore: 'Há mais: estas são as que vencem primeiro.',
  byRule: 'os operadores da regra',
  since: 'Desde',
  until: 'Até',
  releaseOf: 'Liberar a pesquisa de {customer}, que está com {name}',
} as const;
