/** Importing sales from a file. */
export const imports = {
  title: 'Importar vendas',
  subtitle: 'Traga as vendas do seu sistema por um arquivo CSV. Nada é gravado antes da sua confirmação.',
  file: 'Arquivo CSV',
  fileHint: 'Até {size} MB. Nada é importado ainda: o próximo passo mostra as colunas do arquivo.',
  continue: 'Continuar',
  formatTitle: 'Como deve ser o arquivo',
  formatOneLine: 'Uma venda por linha; a primeira linha traz os nomes das colunas, em qualquer ordem.',
  formatRequired: 'Obrigatórios: data de fechamento, cliente, vendedor e produto (nome ou código).',
  formatSeparators: 'Colunas separadas por ponto e vírgula, vírgula ou tabulação; acentos em UTF-8 ou Windows-1252.',
  formatDates: 'Datas como 31/12/2026 ou 2026-12-31; valores como 1.234,56 ou 1234.56.',
  formatExternalId:
    'Com o código da venda, importar o mesmo arquivo de novo não duplica nada: só muda o que mudou nele.',
  formatSpreadsheet: 'De uma planilha, use Salvar como → CSV.',
} as const;
