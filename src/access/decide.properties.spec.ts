import fc from 'fast-check';
import { type ArbitraryCase, arbitraryCase } from '../../test/support/builders/arbitrary-facts';
import { applyEffects } from '../../test/support/apply-effects';
import { ACCOUNT_NAME } from '../../test/support/builders/facts';
import { addMilliseconds } from '../platform/time';
import { assess } from './assess';
import { type Decision, decide } from './decide';
import { nextClockChange } from './next-clock-change';

const decided = ({ facts, told, context }: ArbitraryCase): Decision => decide(facts, told, ACCOUNT_NAME, context);
const always = (property: (one: ArbitraryCase) => void): void => fc.assert(fc.property(arbitraryCase, property), { numRuns: 400 });
const copy = <T>(value: T): T => structuredClone(value);

describe('whatever the facts are', () => {
  it('the same facts give the same assessment, and are left as they were', () => {
    always(({ facts, context: { policy, now } }) => {
      const before = copy(facts);
      expect(assess(copy(facts), policy, now)).toEqual(assess(facts, policy, now));
      expect(facts).toEqual(before);
    });
  });

  it('an assessment does not contradict itself', () => {
    always(({ facts, context: { policy, now } }) => {
      const { stage, entitledToAccount, held, grantable, blockers } = assess(facts, policy, now);
      expect(held).toBe(stage === 'held');
      if (grantable) expect([entitledToAccount, held]).toEqual([true, false]);
      if (stage === 'informed')
        expect(blockers.map(({ reason }) => reason).filter((reason) => reason !== 'unit-unknown-to-cosmic')).toEqual([]);
      if (blockers.length === 0) expect(['informed', 'ended']).toContain(stage);
      expect(new Set(blockers.map(({ reason }) => reason)).size).toBe(blockers.length);
    });
  });

  it('a decision carried out has nothing left to do', () => {
    always((one) => {
      const first = decided(one);
      const after = applyEffects(one.facts, first, ACCOUNT_NAME, one.context.now);
      const second = decided({ ...after, context: one.context });
      expect(['none', 'freeze']).toContain(second.effects.account.kind);
      expect(second.effects.case).toBeNull();
      expect(['none', 'unchanged', 'held']).toContain(second.effects.action);
      expect(applyEffects(after.facts, second, ACCOUNT_NAME, one.context.now)).toEqual(after);
    });
  });

  it('only the entitled get or keep an enabled account; a hold moves nobody in or out', () => {
    always((one) => {
      const decision = decided(one);
      const { account } = applyEffects(one.facts, decision, ACCOUNT_NAME, one.context.now).facts;
      const { held, entitledToAccount } = decision.assessment;
      const was = one.facts.account?.desiredEnabled ?? false;
      if (held) expect(account?.desiredEnabled ?? false).toBe(was);
      else if (one.facts.hsa?.person) expect(account?.desiredEnabled ?? false).toBe(entitledToAccount);
      expect(account?.desired.userAccountControl ?? 262658).toBe(account?.desiredEnabled ? 262656 : 262658);
    });
  });

  it("a protected person's name, contact and unit are in no account that a decision leaves behind", () => {
    always((one) => {
      const decision = decided(one);
      const { account } = applyEffects(one.facts, decision, ACCOUNT_NAME, one.context.now).facts;
      if (!one.facts.hsa?.person?.isProtected || !account || account.deletedAt) return;
      const { displayName, givenName, sn, mail, telephoneNumber, mobile, title, company, department } = account.desired;
      expect([displayName, givenName, sn, mail, telephoneNumber, mobile, title, company, department]).toEqual([
        'Skyddad person',
        ...Array(8).fill(null),
      ]);
    });
  });

  it('nothing changes by itself before the next clock change', () => {
    fc.assert(
      fc.property(arbitraryCase, fc.double({ min: 0, max: 1, noNaN: true }), (one, share) => {
        const { now, externalAd, policy } = one.context;
        const next = nextClockChange(one.facts, policy, now, externalAd.retentionDays);
        const end = next ?? addMilliseconds(now, 400 * 86_400_000);
        expect(end > now).toBe(true);
        for (const later of [addMilliseconds(now, Math.floor(share * (Date.parse(end) - Date.parse(now) - 1))), addMilliseconds(end, -1)]) {
          expect(assess(one.facts, one.context.policy, later)).toEqual(assess(one.facts, one.context.policy, now));
          expect(decided({ ...one, context: { ...one.context, now: later } })).toEqual(decided(one));
        }
      }),
      { numRuns: 200 },
    );
  });
});
