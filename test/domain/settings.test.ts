import t from 'tap';
import { validateSettings } from '../../src/domain/settings.js';
import { accepted, refusals } from './verdict.js';

t.test('the company has a name, a time zone and a language', async (t) => {
  const form = { companyName: ' Netvale Telecom ', timeZone: 'America/Manaus', locale: 'pt-BR' };
  t.same(accepted(validateSettings(form)), { ...form, companyName: 'Netvale Telecom' });
  t.same(refusals(validateSettings({})), ['companyName: required', 'timeZone: required', 'locale: required']);
});

t.test('a time zone is a name, a language one that the screens speak', async (t) => {
  for (const timeZone of ['-03:00', 'Brasília'])
    t.same(refusals(validateSettings({ companyName: 'Netvale', timeZone, locale: 'fr' })), [
      'timeZone: notATimeZone',
      'locale: unknownValue',
    ]);
});
