import { findingKindText } from './finding-kinds';

const KINDS: string[] = [
  ...['hsa-id-missing', 'hsa-id-duplicate', 'date-malformed', 'mail-missing', 'unit-missing', 'system-role-near-miss', 'test-data'],
  ...['identity-changed', 'absence-unproven', 'same-human', 'value-shortened', 'access-without-order', 'no-known-person'],
  ...['unit-unknown-to-cosmic', 'agreement-ends-untold'],
  ...['ad-refused', 'ad-attribute-refused', 'ad-not-ours', 'ad-outside-unit', 'ad-guid-changed', 'ad-hsa-id-twice', 'ad-upn-taken'],
  ...['ad-group-not-ours', 'ad-still-enabled', 'ad-missing', 'ad-leaver-gone', 'ad-linked-elsewhere', 'ad-elsewhere'],
  ...['no-manifest', 'no-sentinel', 'read-incomplete', 'read-failed', 'halted'],
  ...['changed', 'missing', 'unconfirmed', 'moved', 'enabled', 'group-added', 'group-removed'].map((drift) => `ad-drift-${drift}`),
  ...['ad-drift-unknown', 'ad-drift-unlinked-duplicate', 'ad-drift-returned', 'ad-drift-halted', 'ad-drift-not-compared'],
];

describe('what a finding is about', () => {
  it.each(KINDS)('%s is said in words of its own', (kind) => {
    expect(findingKindText(kind)).toMatch(/^[A-ZÅÄÖa-zåäö][^.:]+$/);
    expect(findingKindText(kind)).not.toBe(kind);
    expect(KINDS.filter((other) => findingKindText(other) === findingKindText(kind))).toEqual([kind]);
  });

  it.each(['something-of-another-version', 'constructor'])('a kind that is not known here keeps its name: %s', (kind) => {
    expect(findingKindText(kind)).toBe(kind);
  });
});
