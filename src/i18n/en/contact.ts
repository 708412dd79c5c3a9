import type { contact as source } from '../pt-BR/contact.js';

export const contact = {
  noAnswer: 'No answer',
  busy: 'Busy',
  voicemail: 'Voicemail',
  wrongNumber: 'Wrong number',
  callBack: 'Asked to be called back',
  noTime: 'No time now',
  refused: 'Refused',
  claimed: 'with {name} since {time}',
  ownSale: 'your own sale: the policy keeps the seller from running it',
  withoutPhone: 'no valid phone',
  callBackSet: 'to be called back at {when}',
  coolingDown: '{outcome} at {time}, try after {until}',
  coolingDownSince: '{outcome} on {when}, try after {until}',
} satisfies Record<keyof typeof source, string>;
