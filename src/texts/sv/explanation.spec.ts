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
  'account-to-be-mended': true,
  'case-refreshed': true,
  'case-revealed': true,
  'account-applied': true,
  'account-written': true,
  'account-refused': true,
  'account-renamed': true,
  'account-adopted': true,
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
