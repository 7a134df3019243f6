import { aGrant, anAccount, anOrder, aPolicy, aHold, aReading, NOW, someFacts } from '../../test/support/builders/facts';
import { assess, readyButForAccount } from './assess';
import type { AccessFacts } from './facts';

const POLICY = aPolicy({ requireAgreement: false });
const granted = (overrides: Partial<AccessFacts>): AccessFacts => someFacts({ account: anAccount(), grants: [aGrant()], ...overrides });

describe('who tells somebody that it is done', () => {
  it.each<[string, AccessFacts, string]>([
    ['a mail goes by itself', granted({ order: anOrder() }), 'service-desk'],
    ['protected and ordered', granted({ order: anOrder(), hsa: aReading({ person: { isProtected: true } }) }), 'manager'],
    ['without mail and ordered', granted({ order: anOrder(), hsa: aReading({ person: { mail: null } }) }), 'manager'],
    ['protected, and nothing is ordered', granted({ hsa: aReading({ person: { isProtected: true } }) }), 'service-desk'],
  ])('%s', (_what, facts, owner) => {
    expect(assess(facts, POLICY, NOW).blockers.find(({ reason }) => reason === 'not-informed')?.owner).toBe(owner);
  });
});

describe('worth taking', () => {
  const facts = (overrides: Partial<AccessFacts> = {}): AccessFacts => someFacts({ account: anAccount(), ...overrides });
  it.each<[string, AccessFacts, Parameters<typeof aPolicy>[0], boolean, boolean]>([
    ['all is there', facts(), {}, true, true],
    ['the account is not made yet', facts({ account: null }), {}, true, false],
    ['the AD has not got it yet', facts({ account: anAccount({ desiredVersion: 2 }) }), {}, true, false],
    ['the AD refuses it', facts({ account: anAccount({ desiredVersion: 2, refused: { code: '53', since: NOW } }) }), {}, false, false],
    ['no agreement', facts(), { requireAgreement: true }, false, false],
    ['no test login', facts(), { requireTestLogin: true }, false, false],
    ['the unit is not known', facts({ unitKnownToCosmic: false }), {}, false, false],
    ['held', facts({ holds: [aHold()] }), {}, false, false],
    ['without the role', facts({ hsa: aReading({ hasSystemRole: false }) }), {}, false, false],
  ])('%s', (_what, one, policy, ready, grantable) => {
    const assessment = assess(one, aPolicy({ requireAgreement: false, ...policy }), NOW);
    expect([readyButForAccount(assessment), assessment.grantable]).toEqual([ready, grantable]);
  });
});
