import type { account as source } from '../pt-BR/account.js';

export const account = {
  title: 'My account',
  preferences: 'Preferences',
  language: 'Language',
  languageCompany: 'The company’s',
  theme: 'Theme',
  themeAuto: 'Automatic',
  themeLight: 'Light',
  themeDark: 'Dark',
  saved: 'Preferences saved.',
  changePassword: 'Change password',
  currentPassword: 'Current password',
  newPassword: 'New password (at least 10 characters)',
  wrongPassword: 'The current password is wrong.',
  passwordChanged: 'Password changed. Your other sessions were ended.',
} satisfies Record<keyof typeof source, string>;
