/** Texts of the error pages. */
export const errors = {
  notFoundTitle: 'Não encontrado',
  notFoundText: 'Este endereço não existe, ou o registro não é seu.',
  forbiddenTitle: 'Sem permissão',
  forbiddenText: 'O seu perfil de acesso não permite esta ação. Fale com um administrador.',
  staleFormTitle: 'Formulário vencido',
  staleFormText:
    'Por segurança, este formulário não vale mais (você entrou de novo ou ficou muito tempo parado). Volte, recarregue a página e envie outra vez.',
  badRequestTitle: 'Pedido inválido',
  badRequestText: 'O que foi enviado não pôde ser entendido. Volte e tente de novo.',
  tooLargeTitle: 'Texto longo demais',
  tooLargeText: 'O que foi digitado passa do tamanho permitido, e nada foi salvo. Volte e encurte o texto.',
  tooManyTitle: 'Tentativas demais',
  tooManyText: 'Espere um pouco e tente de novo.',
  unavailableTitle: 'Banco de dados ocupado',
  unavailableText: 'O sistema está ocupado agora. Nada foi salvo. Tente de novo em alguns segundos.',
  unexpectedTitle: 'Algo deu errado',
  unexpectedText:
    'O erro foi registrado e nada foi salvo pela metade. Tente de novo; se repetir, passe o código ao suporte.',
} as const;
