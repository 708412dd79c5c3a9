/** The menu and the breadcrumbs; the words are MK's. */
export const navigation = {
  crm: 'CRM',
  myRules: 'Minhas Regras',
  panel: 'Gerenciador de Pós-Venda',
  sales: 'Vendas',
  configuration: 'Configuração',
  postSalePanel: 'CRM - Painel de pós-venda',
  questions: 'Painel de Perguntas',
  rules: 'Painel de Regras',
  profiles: 'Painel de Perfil',
  products: 'Painel de Produtos',
  system: 'Sistema',
  operators: 'Operadores',
  company: 'Empresa',
  audit: 'Auditoria',
} as const;
