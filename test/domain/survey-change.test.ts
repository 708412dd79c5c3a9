import t from 'tap';
import { CLOSURE_REASONS, validateClosure, validateExtension, validateReason } from '../../src/domain/survey-change.js';
import { accepted, refusals } from './verdict.js';

t.test('an extension names the new expiry and a reason', async (t) => {
  t.same(accepted(validateExtension({ expiresOn: '20/07/2026', reason: ' Cliente  viajou ' })), {
    expiresOn: '2026-07-20',
    reason: 'Cliente viajou',
  });
  t.same(refusals(validateExtension({})), ['expiresOn: required', 'reason: required']);
  t.same(refusals(validateExtension({ expiresOn: '2026-02-30', reason: 'x'.repeat(501) })), [
    'expiresOn: notADate',
    'reason: tooLong {"max":500}',
  ]);
});

t.test('a closure has one of four reasons, and the last needs words', async (t) => {
  for (const reason of CLOSURE_REASONS)
    t.same(refusals(validateClosure({ reason })), reason === 'other' ? ['note: required'] : [], reason);
  t.same(accepted(validateClosure({ reason: 'other', note: 'Mudou-se\r\n' })), { reason: 'other', note: 'Mudou-se' });
  t.same(refusals(validateClosure({})), ['reason: required']);
  t.same(refusals(validateClosure({ reason: 'bored' })), ['reason: unknownValue']);
});

t.test('undoing needs a reason', async (t) => {
  t.same(accepted(validateReason({ reason: 'Cliente retornou' })), { reason: 'Cliente retornou' });
  t.same(refusals(validateReason({ reason: ' ' })), ['reason: required']);
});
