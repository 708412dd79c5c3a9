import type { calling as source } from '../pt-BR/calling.js';

export const calling = {
  hours: 'Calling hours',
  hoursText: 'A call-back can only be set inside these hours. Those that are set already stay.',
  from: 'From',
  until: 'Until',
  days: 'Days of the week',
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
  message: 'WhatsApp message',
  messageText:
    'What a conversation begins with; the operator may change it before he sends it. A rule may have its own, in the rules panel.',
  whatsAppText: 'Message',
  whatsAppHint: 'Replaced: {words}. [nome] is the customer’s first name.',
  outcomes: 'What each attempt leads to',
  outcomesText:
    'After an attempt the survey waits these minutes before it is offered again; it can always be opened. What was recorded does not change.',
  outcome: 'Attempt',
  cooldown: 'Waits (minutes)',
  cooldownOf: 'Waits in minutes: {outcome}',
  minutes: '{minutes} min',
  active: 'Offered',
  needsNote: 'Needs a note',
  needsCallBack: 'Needs day and time',
  proposesClosing: 'Proposes to close',
  proposesExtension: 'Proposes to extend',
  saved: 'Calling settings saved.',
} satisfies Record<keyof typeof source, string>;
