import type { access as source } from '../pt-BR/access.js';

export const access = {
  signInTitle: 'Sign in',
  signInIntro: '{company}: post-sale follow-up',
  signInIntroNoCompany: 'Post-sale follow-up for internet providers',
  login: 'User name',
  password: 'Password',
  newPassword: 'Password (at least 10 characters)',
  signIn: 'Sign in',
  sessionEnded: 'Your session has ended. Sign in again. What you typed was not recorded.',
  formKept: 'Your session ended. Sign in again: what you typed is still here.',
  resumeTitle: 'Go on where you stopped',
  resumeText: 'You are signed in again. Nothing that you typed was lost.',
  resume: 'Go on',
  wrongCredentials: 'User name and password do not match.',
  tooManyAttempts: 'Too many attempts. Try again after {time}.',
  setupTitle: 'First access',
  setupIntro: 'Create the first administrator. The code was printed in the window where Posvenda was started.',
  setupToken: 'Set-up code',
  setupCompany: 'Company name',
  setupName: 'Your name',
  setupCreate: 'Create administrator',
  setupWrongToken:
    'Check the code: it is not the one that the window showed. If it was already used, restart Posvenda to get a new one.',
  setupDone: 'Done! The administrator was created. Now sign in.',
} satisfies Record<keyof typeof source, string>;
