import fc from 'fast-check';
import type { AccountDrift } from '../../external-ad/drift';
import type { DriftPolicy } from '../../external-ad/drift-policy';
import { type HealRules, healPlan } from './heal-plan';

const REPORT: DriftPolicy = { changed: 'report', missing: 'report', moved: 'report', groups: 'report' };
const HEAL: DriftPolicy = { changed: 'heal', missing: 'heal', moved: 'heal', groups: 'heal' };
const limit = (count: number) => ({ count, percent: 100 });
const LIMITS = { removals: limit(3), changes: limit(3), creations: limit(3) };

const rules = (change: Partial<HealRules> = {}): HealRules => ({
  policy: HEAL,
  isAskedToHeal: true,
  limits: LIMITS,
  accounts: 100,
  ...change,
});
const changed: AccountDrift = { kind: 'changed', attributes: ['title'] };
const account = (...drifts: AccountDrift[]) => ({ drifts });
const outcome = (one: { drifts: AccountDrift[] }, all: { drifts: AccountDrift[] }[], change: Partial<HealRules> = {}) =>
  healPlan([one, ...all], rules(change)).outcomes.get(one);

describe('what is done about an account that differs', () => {
  const few: { drifts: AccountDrift[] }[] = [];
  const many = Array.from({ length: 4 }, () => account(changed));

  it.each<[string, AccountDrift[], { drifts: AccountDrift[] }[], Partial<HealRules>, string]>([
    ['enabled, nothing is to be healed, nobody asked', [{ kind: 'enabled' }], few, { policy: REPORT, isAskedToHeal: false }, 'healed'],
    ['enabled, the brake trips', [{ kind: 'enabled' }], many, {}, 'healed'],
    ['changed, allowed', [changed], few, {}, 'healed'],
    ['changed, allowed, the brake trips', [changed], many, {}, 'halted'],
    ['changed, allowed, nobody asked', [changed], many, { isAskedToHeal: false }, 'reported'],
    ['changed, only reported', [changed], few, { policy: REPORT }, 'reported'],
    ['moved out of our OU', [{ kind: 'moved', isOutside: true }], few, {}, 'beyond'],
    ['on another controller', [{ kind: 'unconfirmed' }], few, {}, 'beyond'],
    ['without our mark', [{ kind: 'changed', attributes: ['mark'] }], few, {}, 'beyond'],
  ])('%s', (_, drifts, others, change, expected) => {
    expect(outcome(account(...drifts), others, change)).toBe(expected);
  });

  it.each<[string, AccountDrift]>([
    ['removals', { kind: 'group-added', groupDn: 'CN=Alla' }],
    ['changes', changed],
    ['creations', { kind: 'missing' }],
  ])('the brake counts %s that policy allows, and no others', (kind, drift) => {
    const all = Array.from({ length: 4 }, () => account(drift));
    expect(healPlan(all, rules()).tripped).toEqual([{ kind, planned: 4, accounts: 100, limit: limit(3) }]);
    expect(healPlan(all, rules({ policy: REPORT })).tripped).toEqual([]);
    expect(healPlan(all.slice(1), rules()).tripped).toEqual([]);
  });

  it('either all that is allowed is healed or none of it, and what is enabled always is', () => {
    const drift = fc.constantFrom<AccountDrift>({ kind: 'enabled' }, { kind: 'missing' }, { kind: 'unconfirmed' }, changed, {
      kind: 'moved',
      isOutside: true,
    });
    fc.assert(
      fc.property(fc.array(drift, { maxLength: 12 }), fc.boolean(), (drifts, isAskedToHeal) => {
        const accounts = drifts.map((one) => account(one));
        const { outcomes, tripped } = healPlan(accounts, rules({ isAskedToHeal }));
        const healed = accounts.filter((one) => outcomes.get(one) === 'healed').flatMap((one) => one.drifts);
        expect(healed.filter(({ kind }) => kind === 'enabled')).toHaveLength(drifts.filter(({ kind }) => kind === 'enabled').length);
        const allowed = drifts.filter(({ kind }) => kind === 'missing' || kind === 'changed');
        expect(healed.filter(({ kind }) => kind !== 'enabled')).toEqual(isAskedToHeal && tripped.length === 0 ? allowed : []);
      }),
    );
  });
});
