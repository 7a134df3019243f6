import fc from 'fast-check';
import { aDisabledAccount, anAccount } from '../../../test/support/builders/facts';
import type { Decision } from '../../access/decide';
import type { Action, Effects } from '../../access/effects';
import { disabledAccount, protectedAccount } from '../../external-ad/account';
import type { AccountAttributes } from '../../external-ad/account.types';
import type { FieldChange } from '../../service-desk/case-facts';
import { brakeKindOf, isApproved, planDigest, planRow, type PlanRow } from './plan';

const account = anAccount().desired;
const renamed = { ...account, displayName: 'Åsa Åberg', sn: 'Åberg' };
const disabled = aDisabledAccount().desired;
const surname: FieldChange = { field: 'name', before: 'Åsa Öberg', after: 'Åsa Åberg' };

const decision = (effects: Partial<Effects> & Pick<Effects, 'action'>): Decision => ({
  assessment: { stage: 'none', entitledToAccount: false, held: false, grantable: false, blockers: [] },
  effects: { account: { kind: 'none' }, case: null, ...effects },
  told: null,
  remembersTold: false,
  refreshesCases: false,
  remarks: { shortened: [] },
});

const row = (
  effects: Partial<Effects> & Pick<Effects, 'action'>,
  current: AccountAttributes | null = account,
  more: Partial<Parameters<typeof planRow>[0]> = {},
) =>
  planRow({
    hsaIdKey: 'se2120002502-1a2b',
    hsaId: 'SE2120002502-1A2B',
    isProtected: false,
    decision: decision(effects),
    current,
    knownBeforehand: false,
    opensHold: null,
    ...more,
  });

describe('a row of a plan', () => {
  it.each<[row: string, Action, Partial<Effects>, AccountAttributes | null, object]>([
    [
      'begins',
      'created',
      { account: { kind: 'create', desired: account }, case: { event: 'new', changes: [] } },
      null,
      { before: null, after: account, changes: [] },
    ],
    [
      'is opened',
      'reinstated',
      { account: { kind: 're-enable', desired: account } },
      disabled,
      { before: { userAccountControl: 262658, memberOf: null }, after: { userAccountControl: 262656, memberOf: account.memberOf } },
    ],
    [
      'changes',
      'changed',
      { account: { kind: 'change', desired: renamed }, case: { event: 'changed', changes: [surname] } },
      account,
      { before: { displayName: 'Åsa Öberg', sn: 'Öberg' }, after: { displayName: 'Åsa Åberg', sn: 'Åberg' }, changes: [surname] },
    ],
    [
      'stays as it is',
      'changed',
      { case: { event: 'changed', changes: [surname] } },
      account,
      { before: null, after: null, changes: [surname] },
    ],
    [
      'is disabled',
      'ended',
      { account: { kind: 'disable', desired: disabledAccount(account) } },
      account,
      { before: { userAccountControl: 262656, memberOf: account.memberOf }, after: { userAccountControl: 262658, memberOf: null } },
    ],
    ['is deleted', 'deleted', { account: { kind: 'delete' } }, disabled, { before: disabled, after: null }],
  ])('whose account %s (%s)', (_row, action, effects, current, expected) => {
    expect(row({ action, ...effects }, current)).toMatchObject({ hsaId: 'SE2120002502-1A2B', action, ...expected });
  });

  it.each<Action>(['unchanged', 'none', 'held'])('%s is none', (action) => {
    expect(row({ action, account: { kind: 'freeze' } })).toBeNull();
  });

  it('is there for a hold that opens, with nothing before and after: the account stands still', () => {
    expect(row({ action: 'held', account: { kind: 'freeze' } }, account, { opensHold: 'entry-uuid abc' })).toMatchObject({
      action: 'held',
      before: null,
      after: null,
      changes: [],
    });
  });

  const digest = (
    effects: Parameters<typeof row>[0],
    ...rest: [(AccountAttributes | null)?, Parameters<typeof row>[2]?]
  ): string | undefined => row(effects, ...rest)?.digest;
  const base = {
    action: 'changed' as const,
    account: { kind: 'change' as const, desired: renamed },
    case: { event: 'changed' as const, changes: [surname] },
  };

  it('has the same digest while its before, its after and what is told are the same', () => {
    expect(digest(structuredClone(base), structuredClone(account), { knownBeforehand: true })).toBe(digest(base));
  });

  it.each<[string, Parameters<typeof row>]>([
    ['another after', [{ ...base, account: { kind: 'change', desired: { ...renamed, mail: null } } }]],
    ['another before', [base, { ...account, sn: 'Oberg' }]],
    ['another thing told', [{ ...base, case: { event: 'changed', changes: [] } }]],
    ['another action', [{ ...base, action: 'reinstated' }]],
    ['a hold that opens', [base, account, { opensHold: 'entry-uuid abc' }]],
  ])('has another digest with %s', (_what, args) => {
    expect(row(...args)?.digest).not.toBe(digest(base));
  });
});

describe('the row of a protected person', () => {
  const masked = protectedAccount(account);
  const hidden: FieldChange = { field: 'protected', before: 'nej', after: 'ja' };
  const told = { event: 'changed' as const, changes: [hidden] };
  const ended = disabledAccount(masked);

  it.each<[what: string, whenOpen: Parameters<typeof row>[0], whenMasked: Parameters<typeof row>[0]]>([
    [
      'who becomes protected',
      { action: 'changed', account: { kind: 'change', desired: masked }, case: told },
      { action: 'changed', account: { kind: 'none' }, case: told },
    ],
    [
      'whose access ends with the same read',
      { action: 'ended', account: { kind: 'disable', desired: ended } },
      { action: 'ended', account: { kind: 'disable', desired: ended } },
    ],
    ['whose account is deleted', { action: 'deleted', account: { kind: 'delete' } }, { action: 'deleted', account: { kind: 'delete' } }],
  ])('%s names nobody, and is the same once the account is masked', (_what, whenOpen, whenMasked) => {
    const before = row(whenOpen, account, { isProtected: true });
    expect(before).not.toBeNull();
    expect(JSON.stringify(before)).not.toContain('Öberg');
    expect(row(whenMasked, masked, { isProtected: true })).toEqual(before);
  });
});

describe('what the brake counts a row as', () => {
  const planned = (action: Action, more: Partial<PlanRow> = {}): PlanRow => ({
    ...{
      hsaIdKey: 'se2120002502-1a2b',
      hsaId: 'SE2120002502-1A2B',
      isProtected: false,
      before: null,
      after: null,
      changes: [],
      knownBeforehand: false,
      digest: 'd1',
    },
    ...{ action, ...more },
  });
  const kind = (row: PlanRow, approved = new Map<string, string>()) => brakeKindOf(row, approved);

  it.each<[Action, Partial<PlanRow>, string | null]>([
    ['ended', {}, 'removals'],
    ['ended', { knownBeforehand: true }, null],
    ['changed', {}, 'changes'],
    ['changed', { knownBeforehand: true }, 'changes'],
    ['created', {}, 'creations'],
    ['reinstated', {}, 'creations'],
    ['deleted', {}, null],
    ['held', {}, null],
  ])('%s %j counts as %j', (action, more, expected) => {
    expect(kind(planned(action, more))).toBe(expected);
  });

  it('nothing where somebody has approved it, as long as it is the same', () => {
    expect(kind(planned('ended'), new Map([['se2120002502-1a2b', 'd1']]))).toBeNull();
    expect(kind(planned('ended'), new Map([['se2120002502-1a2b', 'd2']]))).toBe('removals');
    expect(kind(planned('ended'), new Map([['se2120002502-2c', 'd1']]))).toBe('removals');
    expect(isApproved(planned('ended'), new Map([['se2120002502-1a2b', 'd1']]))).toBe(true);
  });
});

describe('a plan', () => {
  it('has one digest for one plan, in whatever order its people were read, and another for any other', () => {
    const rows = fc.uniqueArray(
      fc.record({ hsaIdKey: fc.stringMatching(/^se2120002502-[a-z0-9]{1,3}$/), digest: fc.stringMatching(/^[0-9a-f]{4}$/) }),
      { selector: ({ hsaIdKey }) => hsaIdKey, minLength: 1 },
    );
    const shuffled = rows.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })));
    fc.assert(
      fc.property(shuffled, ([some, others]) => {
        const of = (list: typeof some): string => planDigest(list as PlanRow[]);
        expect(of(others)).toBe(of(some));
        expect(of(others.slice(1))).not.toBe(of(some));
        expect(of(some.map((one, index) => (index === 0 ? { ...one, digest: 'other' } : one)))).not.toBe(of(some));
      }),
    );
  });
});
