import { AdSight } from './ad-sight';
import type { AdStamp } from './active-directory';
import type { ComparedAccount } from './compared-account';

const UNIT = 'OU=Externa, DC=ad,DC=example,DC=se';
const BELOW = 'OU=Externa,DC=ad,DC=example,DC=se';
const HERE = '11111111-1111-4111-8111-111111111111';
const MUNICIPALITIES = [
  { code: 'berg', name: 'Bergs kommun' },
  { code: 'are', name: 'Åre kommun' },
];

const account = (number: number, change: Partial<ComparedAccount> = {}): ComparedAccount => ({
  municipality: 'berg',
  hsaIdKey: `se2120002502-p${number}`,
  accountName: `ext${number}`,
  desiredVersion: 1,
  appliedVersion: 1,
  refusedCode: null,
  refusedDetail: null,
  objectGuid: `guid-${number}`,
  desiredEnabled: true,
  appliedIn: 'ldap',
  nextAttemptAt: null,
  appliedAt: null,
  controller: HERE,
  seenOn: HERE,
  seenUsn: '7',
  ...change,
});
const stamp = (number: number, change: Partial<AdStamp> = {}): AdStamp => ({
  objectGuid: `guid-${number}`,
  dn: `CN=ext${number},OU=berg,${BELOW}`,
  usnChanged: '7',
  kind: 'user',
  ...change,
});
const sightOf = (accounts: ComparedAccount[], stamps: AdStamp[]): AdSight => {
  const sight = new AdSight(accounts, MUNICIPALITIES, UNIT, HERE, '2026-11-21T03:00:00.000Z');
  for (const one of stamps) sight.take([one]);
  return sight;
};
const numbers = (sighted: readonly { account: ComparedAccount }[]): string[] => sighted.map(({ account: { accountName } }) => accountName);

describe('what the stamps show', () => {
  it('tells who is as before, who has moved on, and who is absent', () => {
    const accounts = [account(1), account(2), account(3), account(4, { seenOn: null, seenUsn: null })];
    const sight = sightOf(accounts, [stamp(1), stamp(2, { usnChanged: '8' }), stamp(4)]);
    expect(numbers(sight.moved)).toEqual(['ext2', 'ext4']);
    expect(numbers(sight.absent)).toEqual(['ext3']);
    expect(sight.compared).toBe(4);
    expect(sight.strangers).toEqual([]);
  });

  it('tells those who wait from strangers, and holds nothing against them', () => {
    const waiting = account(1, { nextAttemptAt: '2026-11-21T03:00:00.000Z' });
    const elsewhere = account(2, { municipality: 'gone' });
    const sight = sightOf([waiting, elsewhere, account(3, { objectGuid: null })], [stamp(1, { usnChanged: '8' }), stamp(2)]);
    expect([sight.moved, sight.absent, sight.strangers]).toEqual([[], [], []]);
    expect(sight.compared).toBe(0);
  });

  it('takes users and groups that are nobody’s for strangers, and our groups, units and others not', () => {
    const ours = stamp(5, { kind: 'group', dn: `cn=tillträde BERG,ou=Grupper,${BELOW}` });
    const theirs = stamp(6, { kind: 'group', dn: `CN=Tillträde berg,${BELOW}` });
    const sight = sightOf([], [ours, theirs, stamp(7), stamp(8, { kind: 'unit' }), stamp(9, { kind: 'other' })]);
    expect(sight.strangers.map(({ objectGuid, kind }) => [objectGuid, kind])).toEqual([
      ['guid-6', 'group'],
      ['guid-7', 'user'],
    ]);
    expect(sight.group(`CN=Tillträde berg,OU=Grupper,${UNIT}`)).toEqual(ours);
    expect(sight.group(`CN=Tillträde are,OU=Grupper,${UNIT}`)).toBeNull();
  });

  it.each<[string, number, AdStamp[], boolean]>([
    ['nothing of three accounts', 3, [], true],
    ['only things that are not ours', 3, [stamp(9), stamp(8, { kind: 'unit' })], true],
    ['one of three', 3, [stamp(1)], false],
    ['none of three, but a group of ours', 3, [stamp(9, { kind: 'group', dn: `CN=Tillträde Alla,OU=Grupper,${BELOW}` })], false],
    ['neither of two: somebody may have deleted them', 2, [], false],
  ])('%s: blind or not', (_, count, stamps, expected) => {
    const accounts = Array.from({ length: count }, (_one, index) => account(index + 1));
    expect(sightOf(accounts, stamps).isBlind).toBe(expected);
  });
});
