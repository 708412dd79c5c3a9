/** Painel de Perfil. */
export const profiles = {
  newTitle: 'Novo perfil',
  editTitle: 'Editar perfil',
  newButton: 'Novo Perfil',
  saved: 'Perfil salvo.',
  search: 'Buscar perfil',
  none: 'Nenhum perfil ainda',
  noneText: 'Um perfil reúne as regras que valem para um tipo de produto.',
  content: 'Perfil',
  name: 'Nome',
  note: 'Observações',
  rules: 'Regras',
  anyRule: 'Todas as regras',
  withoutActiveRules: 'Sem regras ativas',
  rulesHint: 'As vendas dos produtos deste perfil recebem uma pesquisa por regra do lado direito.',
  laterSales:
    'A mudança vale para as vendas registradas daqui em diante: as pesquisas que já existem ficam como estão.',
  ruleCount: 'Regras',
  products: 'Produtos',
  deactivateText:
    'Desativado, as vendas novas dos produtos deste perfil ficam sem pesquisas. As pesquisas que já existem continuam.',
  inactiveText: 'Inativo: não planeja pesquisas e não é oferecido aos produtos.',
} as const;
