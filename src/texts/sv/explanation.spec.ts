import type { PersonAction } from '../../audit/person-action';
import { auditActionText } from './explanation';

/** Every action there is about a person; the compiler holds the list complete. */
const ACTIONS: Record<PersonAction, true> = {
  'access-created': true,
  'access-changed': true,
  'access-ended': true,
  'access-reinstated': true,
  'access-deleted': true,
  'access-frozen': true,
  reading: true,
  protected: true,
  'hold-opened': true,
  'hold-updated': true,
  'hold-closed': true,
  'hold-accepted': true,
  'order-placed': true,
  'order-changed': true,
  'order-end-set': true,
  'order-ended': true,
  'order-withdrawn': true,
  'order-expired': true,
  'order-fulfilled': true,
  'order-reopened': true,
  granted: true,
  'grant-undone': true,
  'grant-removed': true,
  'removal-confirmed': true,
  informed: true,
  'to-be-told': true,
  baseline: true,
  'cosmic-units': true,
  'test-login': true,
  'case-claimed': true,
  'case-taken-over': true,
  'case-released': true,
  'case-claim-expired': true,
  'case-noted': true,
  'case-returned': true,
  'case-came-back': true,
  'case-done': true,
  'mail-sent-again': true,
  'account-to-be-mended': true,
  'case-refreshed': true,
  'case-revealed': true,
  'account-applied': true,
  'account-written': true,
  'account-refused': true,
  'account-renamed': true,
  'agreement-registered': true,
  'agreement-corrected': true,
  'agreement-signed': true,
  'agreement-withdrawn': true,
  'agreement-replaced': true,
  'agreement-printed': true,
  'agreement-scan-added': true,
  'account-adopted': true,
  'role-granted': true,
  'role-removed': true,
  'deputy-added': true,
  'deputy-ended': true,
  'key-created': true,
  'key-revoked': true,
  login: true,
  'login-refused': true,
  logout: true,
};
const actions = Object.keys(ACTIONS);

describe('an audit row about a person', () => {
  it.each(actions)('%s is told in words', (action) => {
    expect(auditActionText(action)).toMatch(/^[A-ZÅÄÖ].+[^.]$/);
  });

  it('is told differently for each action', () => {
    expect(new Set(actions.map(auditActionText)).size).toBe(actions.length);
  });

  it.each(['something-of-another-version', 'constructor'])('with an action that is not known here keeps its name: %s', (action) => {
    expect(auditActionText(action)).toBe(action);
  });
});
