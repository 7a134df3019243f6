import fc from 'fast-check';
import { aGrant, aHold, aReading, anAccount, anAgreement, aPolicy, NOW, READ, someFacts } from '../../test/support/builders/facts';
import { arbitraryCase } from '../../test/support/builders/arbitrary-facts';
import { blockerText, ownerText, stageText } from '../texts/sv/access';
import { assess } from './assess';
import { explain } from './explain';
import type { AccessFacts } from './facts';

const policy = aPolicy();
const hash = 'a'.repeat(64);

/** Somebody of whom everything is known that may name a person or a unit. */
const everything = (isProtected: boolean): AccessFacts =>
  someFacts({
    hsa: aReading({
      state: 'refused',
      person: { isProtected, personalNumberHash: hash, prescriberCode: '1234567' },
      problems: [{ kind: 'unit-missing', attribute: 'ou', value: 'Hemtjänst Norr', note: 'Enheten Hemtjänst Norr saknas.' }],
    }),
    account: anAccount(),
    agreement: anAgreement(),
    grants: [aGrant()],
    holds: [aHold()],
  });

const TELLING = ['Åsa', 'Öberg', 'asa.oberg', '0687', '070-', 'Hemtjänst', 'Undersköterska', '00N1', '1234567', hash];

describe('an explanation', () => {
  it('says in Swedish what is in the way, whose it is to mend and since when', () => {
    const told = explain(someFacts({ hsa: aReading({ hasSystemRole: false }) }), policy, NOW);
    expect(told).toMatchObject({ stage: 'none', stageText: 'Ingen åtkomst', entitledToAccount: false, held: false, grantable: false });
    expect(told.blockers[0]).toEqual({
      reason: 'no-system-role',
      text: 'Posten i HSA har inte systemrollen för Cosmic Link.',
      owner: 'hsa-administrator',
      ownerText: 'kommunens HSA-administratör',
      since: READ,
    });
  });

  it('is the assessment in words, whatever the facts', () => {
    fc.assert(
      fc.property(arbitraryCase, ({ facts, context }) => {
        const { blockers, ...assessment } = assess(facts, context.policy, context.now);
        const told = explain(facts, context.policy, context.now);
        expect(told).toMatchObject({ ...assessment, stageText: stageText[assessment.stage] });
        expect(told.blockers).toEqual(blockers.map((one) => ({ ...one, text: blockerText[one.reason], ownerText: ownerText[one.owner] })));
      }),
    );
  });

  it('shows the facts, but never the keyed hash of the personnummer', () => {
    const told = JSON.stringify(explain(everything(false), policy, NOW));
    for (const text of TELLING.filter((one) => one !== hash)) expect(told).toContain(text);
    expect(told).not.toContain(hash);
    expect(told).not.toContain('personalNumberHash');
  });

  it.each([
    ['protected then and now', true, true],
    ['protected then', true, false],
    ['protected only since', false, true],
  ])('tells nothing that names somebody %s, nor their unit', (_what, then, now) => {
    const told = explain(everything(then), policy, NOW, now);
    for (const text of TELLING) expect(JSON.stringify(told)).not.toContain(text);
    expect(told.facts).toMatchObject({
      hsaId: 'SE2120002502-1A2B',
      hsa: {
        state: 'refused',
        person: { hsaId: 'SE2120002502-1A2B', isProtected: true },
        problems: [{ kind: 'unit-missing', attribute: 'ou' }],
      },
      account: { accountName: anAccount().accountName, desiredEnabled: true },
    });
    expect(told.blockers.map(({ reason }) => reason)).toEqual(['identity-changed', 'entry-refused', 'not-informed', 'certificate-missing']);
  });

  it('leaves the facts as they were', () => {
    const facts = everything(true);
    explain(facts, policy, NOW, true);
    expect(facts).toEqual(everything(true));
  });
});
