import fc from 'fast-check';
import type { AccountDrift } from './drift';
import { type DriftPolicy, type Healing, certainOf, healKindOf, healingOf, healingOfAll } from './drift-policy';

const REPORT: DriftPolicy = { changed: 'report', missing: 'report', moved: 'report', groups: 'report' };
const HEAL: DriftPolicy = { changed: 'heal', missing: 'heal', moved: 'heal', groups: 'heal' };

const enabled: AccountDrift = { kind: 'enabled' };
const missing: AccountDrift = { kind: 'missing' };
const unconfirmed: AccountDrift = { kind: 'unconfirmed' };
const moved: AccountDrift = { kind: 'moved', isOutside: false };
const outside: AccountDrift = { kind: 'moved', isOutside: true };
const changed: AccountDrift = { kind: 'changed', attributes: ['title'] };
const unmarked: AccountDrift = { kind: 'changed', attributes: ['title', 'mark'] };
const added: AccountDrift = { kind: 'group-added', groupDn: 'CN=Alla' };
const removed: AccountDrift = { kind: 'group-removed', groupDn: 'CN=Alla' };

describe('one drift', () => {
  it.each<[string, AccountDrift, keyof DriftPolicy | null, Healing, Healing]>([
    ['enabled', enabled, null, 'always', 'always'],
    ['missing', missing, 'missing', 'no', 'allowed'],
    ['unconfirmed', unconfirmed, null, 'no', 'no'],
    ['moved within our OU', moved, 'moved', 'no', 'allowed'],
    ['moved out of it', outside, null, 'no', 'no'],
    ['changed', changed, 'changed', 'no', 'allowed'],
    ['changed, without our mark', unmarked, null, 'no', 'no'],
    ['added to a group', added, 'groups', 'no', 'allowed'],
    ['removed from a group', removed, 'groups', 'no', 'allowed'],
  ])('%s', (_, drift, decides, whenReport, whenHeal) => {
    expect(healingOf(drift, REPORT)).toBe(whenReport);
    expect(healingOf(drift, HEAL)).toBe(whenHeal);
    if (decides) {
      expect(healingOf(drift, { ...REPORT, [decides]: 'heal' })).toBe('allowed');
      expect(healingOf(drift, { ...HEAL, [decides]: 'report' })).toBe('no');
    }
  });
});

describe('one account', () => {
  it.each<[string, AccountDrift[], DriftPolicy, Healing]>([
    ['nothing', [], HEAL, 'no'],
    ['enabled and changed, which is only reported', [enabled, changed], REPORT, 'always'],
    ['all allowed', [changed, moved, added], HEAL, 'allowed'],
    ['one only reported', [changed, added], { ...HEAL, changed: 'report' }, 'no'],
    ['enabled, without our mark', [enabled, unmarked], HEAL, 'no'],
    ['out of our OU', [outside], HEAL, 'no'],
    ['out of our OU and out of its groups', [outside, removed], HEAL, 'no'],
    ['not here yet', [unconfirmed, removed], HEAL, 'no'],
  ])('%s', (_, drifts, policy, expected) => {
    expect(healingOfAll(drifts, policy)).toBe(expected);
  });

  it('is never healed of what policy only reports, unless it is enabled', () => {
    const drift = fc.constantFrom(enabled, missing, unconfirmed, moved, outside, changed, unmarked, added, removed);
    const word = fc.constantFrom<'report' | 'heal'>('report', 'heal');
    fc.assert(
      fc.property(
        fc.array(drift, { maxLength: 4 }),
        fc.record({ changed: word, missing: word, moved: word, groups: word }),
        (drifts, policy) => {
          const healing = healingOfAll(drifts, policy);
          if (healing === 'allowed') expect(drifts.map((one) => healingOf(one, policy))).toEqual(drifts.map(() => 'allowed'));
          if (healing === 'always') expect(drifts).toContain(enabled);
          if (drifts.includes(outside) || drifts.includes(unmarked) || drifts.includes(unconfirmed)) expect(healing).toBe('no');
        },
      ),
    );
  });
});

describe('an account of which only the enabling is looked for', () => {
  it.each<[string, AccountDrift[], AccountDrift[]]>([
    ['enabled, without our mark: both', [enabled, moved, unmarked], [enabled, { kind: 'changed', attributes: ['mark'] }]],
    ['enabled, and changed', [enabled, changed], [enabled]],
    ['enabled', [enabled], [enabled]],
    ['without our mark', [unmarked], []],
    ['anything else', [moved, changed], []],
    ['nothing', [], []],
  ])('%s', (_, drifts, expected) => {
    expect(certainOf(drifts)).toEqual(expected);
  });
});

describe('before the brake', () => {
  it.each<[string, AccountDrift[], string]>([
    ['missing', [missing], 'creations'],
    ['added to a group', [added], 'removals'],
    ['enabled', [enabled], 'removals'],
    ['removed from a group', [removed], 'changes'],
    ['moved', [moved], 'changes'],
    ['changed', [changed], 'changes'],
    ['several things: the gravest', [changed, added], 'removals'],
  ])('%s', (_, drifts, expected) => {
    expect(healKindOf(drifts)).toBe(expected);
  });
});
