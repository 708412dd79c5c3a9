import t from 'tap';
import { type Proposed, proposalFate } from '../../src/domain/proposal-fate.js';

const OPEN = { outcome: null, expiresOn: '2026-07-11' } as const;
const CLOSING: Proposed = { kind: 'closing', expiresOn: null, decision: null };
const EXTENSION: Proposed = { kind: 'extension', expiresOn: '2026-07-13', decision: null };

t.test('a proposal waits until it is decided, or until nothing is left of it', async (t) => {
  const cases: [string, Proposed, Parameters<typeof proposalFate>[1], ReturnType<typeof proposalFate>][] = [
    ['a closing', CLOSING, OPEN, { kind: 'waiting' }],
    ['a later expiry', CLOSING, { ...OPEN, expiresOn: '2027-01-01' }, { kind: 'waiting' }],
    ['an extension', EXTENSION, OPEN, { kind: 'waiting' }],
    ['to the day before', EXTENSION, { ...OPEN, expiresOn: '2026-07-12' }, { kind: 'waiting' }],
    ['to the day', EXTENSION, { ...OPEN, expiresOn: '2026-07-13' }, { kind: 'overtaken', by: 'expiry' }],
    ['executed', EXTENSION, { ...OPEN, outcome: 'executed' }, { kind: 'overtaken', by: 'executed' }],
    ['closed', CLOSING, { ...OPEN, outcome: 'closed' }, { kind: 'overtaken', by: 'closed' }],
    ['cancelled', CLOSING, { ...OPEN, outcome: 'cancelled' }, { kind: 'overtaken', by: 'cancelled' }],
    ['accepted', { ...CLOSING, decision: 'accepted' }, { ...OPEN, outcome: 'closed' }, { kind: 'accepted' }],
    ['dismissed', { ...EXTENSION, decision: 'dismissed' }, { ...OPEN, expiresOn: '2026-07-13' }, { kind: 'dismissed' }],
  ];
  for (const [name, proposed, survey, fate] of cases) t.same(proposalFate(proposed, survey), fate, name);
});
