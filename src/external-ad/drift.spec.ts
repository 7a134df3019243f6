import fc from 'fast-check';
import { anAccount, anAdObject } from '../../test/support/builders/ad-object';
import { DISABLED, ENABLED } from './account';
import type { AccountAttributes } from './account.types';
import type { AdObject } from './active-directory';
import { type AccountDrift, type AccountMemory, absence, driftOf, isCompared, isToBeRead, isWatched, mayBeOld, strange } from './drift';

const HERE = '11111111-1111-4111-8111-111111111111';
const THERE = '22222222-2222-4222-8222-222222222222';
const NOW = '2026-11-21T12:00:00.000Z';
const LATER = '2026-11-22T12:00:00.000Z';

const memory = (change: Partial<AccountMemory> = {}): AccountMemory => ({
  objectGuid: '0f3c1f7a-30a5-4c53-8f5e-8d0a4c1b2e3f',
  desiredEnabled: true,
  appliedIn: 'ldap',
  nextAttemptAt: null,
  desiredVersion: 2,
  appliedVersion: 2,
  refusedCode: null,
  refusedDetail: null,
  appliedAt: NOW,
  controller: HERE,
  seenOn: HERE,
  seenUsn: '4711',
  ...change,
});

describe('an account is compared', () => {
  it.each<[string, Partial<AccountMemory>, boolean]>([
    ['not while it was confirmed in the model only', { appliedIn: 'model' }, false],
    ['not while it waits to be written', { nextAttemptAt: LATER }, false],
    ['while what the AD refused of it waits', { nextAttemptAt: LATER, refusedDetail: '[]' }, true],
    ['not when that is due', { nextAttemptAt: NOW, refusedDetail: '[]' }, false],
    ['not when something newer is desired', { nextAttemptAt: LATER, refusedDetail: '[]', appliedVersion: 1 }, false],
    ['while it is held as missing', { nextAttemptAt: LATER, refusedCode: 'missing', appliedVersion: 1 }, true],
    ['not when that is due', { nextAttemptAt: NOW, refusedCode: 'missing', appliedVersion: 1 }, false],
    ['not while it is held for anything else', { nextAttemptAt: LATER, refusedCode: 'not-ours', appliedVersion: 1 }, false],
    ['not without a link', { objectGuid: null }, false],
    ['when it is linked and nothing waits', {}, true],
  ])('%s', (_, change, expected) => {
    expect(isCompared(memory(change), NOW)).toBe(expected);
  });
});

describe('an account is watched', () => {
  const held = { desiredEnabled: false, nextAttemptAt: LATER, appliedVersion: 1 };

  it.each<[string, Partial<AccountMemory>, boolean]>([
    ['while it is held, and should be disabled', held, true],
    ['not while it should be enabled', { ...held, desiredEnabled: true }, false],
    ['not when it is due', { ...held, nextAttemptAt: NOW }, false],
    ['not when it rests', { ...held, nextAttemptAt: null }, false],
    ['not when it is compared', { ...held, appliedVersion: 2, refusedDetail: '[]' }, false],
    ['not without a link', { ...held, objectGuid: null }, false],
    ['not while it was confirmed in the model only', { ...held, appliedIn: 'model' }, false],
  ])('%s', (_, change, expected) => {
    expect(isWatched(memory(change), NOW)).toBe(expected);
    expect(isWatched(memory(change), NOW) && isCompared(memory(change), NOW)).toBe(false);
  });
});

describe('an object is read in full', () => {
  const place = 'CN=extex26snyr3p,OU=berg,OU=Externa,DC=ad,DC=example,DC=se';
  const stamp = { objectGuid: 'x', dn: place, usnChanged: '4711', kind: 'user' as const };

  it.each([
    ['never seen', { seenOn: null, seenUsn: null }, stamp, true],
    ['seen on another controller with the same number', { seenOn: THERE, seenUsn: '4711' }, stamp, true],
    ['written since', { seenOn: HERE, seenUsn: '4700' }, stamp, true],
    ['under an OU that was renamed', { seenOn: HERE, seenUsn: '4711' }, { ...stamp, dn: place.replace('OU=berg', 'OU=b') }, true],
    ['as it was', { seenOn: HERE, seenUsn: '4711' }, stamp, false],
    ['as it was, its name in other letters', { seenOn: HERE, seenUsn: '4711' }, { ...stamp, dn: place.toUpperCase() }, false],
  ])('%s', (_, seen, found, expected) => {
    expect(isToBeRead(seen, place, found, HERE)).toBe(expected);
  });
});

describe('an account that is not below our OU', () => {
  it.each<[string, boolean, Partial<AccountMemory>, AccountDrift]>([
    ['found elsewhere in the domain', true, {}, { kind: 'moved', isOutside: true }],
    ['found elsewhere, written on another controller', true, { controller: THERE }, { kind: 'moved', isOutside: true }],
    ['nowhere, written here', false, {}, { kind: 'missing' }],
    ['nowhere, written on another controller', false, { controller: THERE }, { kind: 'unconfirmed' }],
    ['nowhere, never written, seen here', false, { controller: null }, { kind: 'missing' }],
    ['nowhere, never written, seen on another controller', false, { controller: null, seenOn: THERE }, { kind: 'unconfirmed' }],
    ['nowhere, never written, never seen', false, { controller: null, seenOn: null }, { kind: 'unconfirmed' }],
  ])('%s', (_, isInDomain, change, expected) => {
    expect(absence(isInDomain, memory(change), HERE)).toEqual(expected);
  });

  it('is never missing on another controller than the one that the last write went to', () => {
    const controller = fc.constantFrom(HERE, THERE, null);
    fc.assert(
      fc.property(controller, fc.constantFrom(HERE, THERE), controller, (seenOn, written, asked) => {
        const drift = absence(false, memory({ controller: written, seenOn }), asked ?? HERE);
        expect(drift.kind === 'missing').toBe(written === (asked ?? HERE));
      }),
    );
  });
});

describe('what a controller shows may be older than the last write', () => {
  it.each<[string, Partial<AccountMemory>, boolean]>([
    ['not on the controller that was written to', {}, false],
    ['not where nothing was written', { controller: null, seenOn: null }, false],
    ['not when it has been seen there since', { controller: THERE, seenOn: HERE }, false],
    ['not after three hours', { controller: THERE, seenOn: THERE, appliedAt: '2026-11-21T09:00:00.000Z' }, false],
    [
      'when another controller was written to a moment ago',
      { controller: THERE, seenOn: THERE, appliedAt: '2026-11-21T09:00:00.001Z' },
      true,
    ],
  ])('%s', (_, change, expected) => {
    expect(mayBeOld(memory(change), HERE, NOW)).toBe(expected);
  });
});

describe('what differs in an account', () => {
  const enabled = anAccount();
  const disabled = anAccount(false);

  it.each<[string, AccountAttributes, Partial<AdObject['attributes']>, Partial<AdObject>, AccountDrift[]]>([
    ['nothing', enabled, {}, {}, []],
    ['nothing but its groups, which are compared for themselves', enabled, { memberOf: [] }, {}, []],
    ['enabled though it should be disabled', disabled, { userAccountControl: ENABLED }, {}, [{ kind: 'enabled' }]],
    [
      'enabled, with other bits too',
      disabled,
      { userAccountControl: 0x10200, title: 'Chef' },
      {},
      [{ kind: 'enabled' }, { kind: 'changed', attributes: ['title'] }],
    ],
    ['disabled by hand', enabled, { userAccountControl: DISABLED }, {}, [{ kind: 'changed', attributes: ['userAccountControl'] }]],
    [
      'without smart card, and disabled',
      disabled,
      { userAccountControl: 0x202 },
      {},
      [{ kind: 'changed', attributes: ['userAccountControl'] }],
    ],
    ['another name', enabled, { cn: 'Åsa' }, {}, [{ kind: 'moved', isOutside: false }]],
    ['another OU of ours', enabled, { organisationalUnit: 'OU=are,OU=Externa' }, {}, [{ kind: 'moved', isOutside: false }]],
    ['two values', enabled, { mail: null, sn: 'Berg' }, {}, [{ kind: 'changed', attributes: ['sn', 'mail'] }]],
    ['no HSA-id', enabled, { hsaId: null }, {}, [{ kind: 'changed', attributes: ['hsaId'] }]],
    ['no mark', enabled, {}, { isMarked: false }, [{ kind: 'changed', attributes: ['mark'] }]],
  ])('%s', (_, applied, change, more, expected) => {
    expect(driftOf(applied, applied === enabled, anAdObject(applied, change, more))).toEqual(expected);
  });

  it('is told as enabled for any state without the disabled bit, and for no other', () => {
    fc.assert(
      fc.property(fc.nat(0xffffff), (userAccountControl) => {
        const kinds = driftOf(disabled, false, anAdObject(disabled, { userAccountControl })).map(({ kind }) => kind);
        expect(kinds.includes('enabled')).toBe((userAccountControl & 2) === 0);
        expect(driftOf(enabled, true, anAdObject(enabled, { userAccountControl })).some(({ kind }) => kind === 'enabled')).toBe(false);
      }),
    );
  });
});

describe('an object that no account is linked to', () => {
  const owner = { isLinked: false, isWaiting: false, isDeleted: false };
  const user = { kind: 'user', isMarked: false } as const;
  const marked = { kind: 'user', isMarked: true } as const;

  it.each([
    ['a user with the HSA-id of a linked account', marked, { ...owner, isLinked: true }, 'unlinked-duplicate'],
    ['a user with the HSA-id of an account before its first link', marked, { ...owner, isWaiting: true }, null],
    ['a user with the HSA-id of an account that rests without a link', user, owner, 'returned'],
    ['a marked one', marked, owner, 'returned'],
    ['a user with the HSA-id of an account that is about to be deleted', marked, { ...owner, isWaiting: true, isDeleted: true }, null],
    ['a marked user with the HSA-id of an account that was deleted', marked, { ...owner, isDeleted: true }, 'returned'],
    ['an unmarked user with the HSA-id of an account that was deleted', user, { ...owner, isDeleted: true }, 'unknown'],
    ['a user of nobody', marked, null, 'unknown'],
    ['a group', { kind: 'group', isMarked: true } as const, null, 'unknown'],
  ] as const)('%s', (_, object, its, expected) => {
    expect(strange(object, its)).toBe(expected);
  });
});
