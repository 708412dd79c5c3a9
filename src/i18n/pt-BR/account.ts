/** Texts of the user's own page. */
export const account = {
  title: 'Minha conta',
  preferences: 'Preferências',
  language: 'Idioma',
  languageCompany: 'O da empresa',
  theme: 'Tema',
  themeAuto: 'Automático',
  themeLight: 'Claro',
  themeDark: 'Escuro',
  saved: 'Preferências salvas.',
  changePassword: 'Trocar a senha',
  currentPassword: 'Senha atual',
  newPassword: 'Nova senha (mínimo de 10 caracteres)',
  wrongPassword: 'A senha atual não confere.',
  passwordChanged: 'Senha trocada. As outras sessões foram encerradas.',
} as const;
