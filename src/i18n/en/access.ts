import type { access as source } from '../pt-BR/access.js';

export const access = {
  signInTitle: 'Sign in',
  signInIntro: 'Post-sale follow-up at {company}',
  signInIntroNoCompany: 'Post-sale follow-up for internet providers',
  login: 'User name',
  password: 'Password',
  newPassword: 'Password (at least 10 characters)',
  signIn: 'Sign in',
  wrongCredentials: 'User name and password do not match.',
  tooManyAttempts: 'Too many attempts. Try again after {time}.',
  setupTitle: 'First access',
  setupIntro: 'Create the first administrator. The code was printed in the window where Posvenda was started.',
  setupToken: 'Set-up code',
  setupCompany: 'Company name',
  setupName: 'Your name',
  setupCreate: 'Create administrator',
  setupWrongToken: 'The code is wrong, or was already used. Restart Posvenda to get a new one.',
  setupDone: 'Done! The administrator was created. Now sign in.',
} satisfies Record<keyof typeof source, string>;
