import { assess } from '../access/assess';
import type { AccessFacts } from '../access/facts';
import { anAccount, anAgreement, aGrant, aPolicy, aReading, NOW, someFacts, TOMORROW, YESTERDAY } from '../../test/support/builders/facts';
import { baselineDifferences } from './baseline-differences';

const granted = (overrides: Partial<AccessFacts> = {}): AccessFacts =>
  someFacts({ account: anAccount(), agreement: anAgreement(), grants: [aGrant({ source: 'baseline', informedAt: NOW })], ...overrides });
const UNIT = 'se2120002502-00n1';

it.each<[string, AccessFacts, string[], string[]]>([
  ['all agrees but the card', granted(), [UNIT], ['certificate-missing']],
  ['no unit is named', granted(), [], ['certificate-missing']],
  ['works elsewhere', granted(), ['SE2120002502-00N2'], ['certificate-missing', 'unit-differs']],
  ['not in HSA', granted({ hsa: null, account: null }), [UNIT], ['not-in-directory']],
  ['no role', granted({ hsa: aReading({ hasSystemRole: false }), account: null }), [UNIT], ['no-system-role']],
  ['has left', granted({ hsa: aReading({ person: { endDate: YESTERDAY } }), account: null }), [UNIT], ['ended', 'certificate-missing']],
  [
    'has not begun',
    granted({ hsa: aReading({ person: { startDate: TOMORROW } }), account: null }),
    [UNIT],
    ['not-started', 'certificate-missing'],
  ],
  ['no account', granted({ account: null }), [UNIT], ['account-missing', 'certificate-missing']],
  ['no agreement', granted({ agreement: null }), [UNIT], ['agreement-missing', 'certificate-missing']],
])('%s', (_what, facts, units, expected) => {
  expect(baselineDifferences(facts, assess(facts, aPolicy(), NOW), units)).toEqual(expected);
});
