/** Who has which survey now. */
export const attending = {
  subtitle: 'Cada um fica com a pesquisa por 30 minutos; cada resposta ou tentativa renova.',
  none: 'Ninguém está atendendo agora',
  noneText: 'Quando um operador inicia uma pesquisa, ela aparece aqui.',
  since: 'Desde',
  until: 'Até',
  releaseOf: 'Liberar a pesquisa de {customer}, que está com {name}',
} as const;
