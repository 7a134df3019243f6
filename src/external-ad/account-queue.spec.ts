import { anAccountRow } from '../../test/support/builders/account-row';
import { protectedAccount } from './account';
import { type FoundAccount, RETRY_REFUSED_MS, type Tried, afterTry, standingWhenDesired } from './account-queue';
import type { AccountAttributes } from './account.types';

const THEN = '2026-11-20T03:05:00.000Z';
const NOW = '2026-11-21T03:05:00.000Z';
const TOMORROW = '2026-11-22T03:05:00.000Z';
const IN_AN_HOUR = '2026-11-21T04:05:00.000Z';
const IN_A_MINUTE = '2026-11-21T03:06:00.000Z';
const KEY = 'se2120002502-a';
const row = anAccountRow(KEY);
const attributes = JSON.parse(row.desired) as AccountAttributes;
const old = { ...attributes, title: 'Vikarie' };
const found: FoundAccount = { objectGuid: 'guid-1', usnChanged: '4711', controller: 'dc-1', attributes };
const refused = [{ attribute: 'title', code: 'value-refused', subCode: '00002082' }];
const waiting = {
  ...row,
  desiredVersion: 3,
  applied: JSON.stringify(old),
  appliedVersion: 2,
  appliedAt: THEN,
  appliedIn: 'ldap' as const,
  attempts: 1,
  nextAttemptAt: NOW,
};
const held = { ...waiting, refusedCode: 'no-rights', refusedSince: THEN, refusedDetail: refused };
const after = (before: typeof waiting, tried: Tried, version = 3) =>
  afterTry(before, version, tried, { now: NOW, jitter: 0, isToBeEnabled: before.desiredEnabled });

const asRead = {
  applied: JSON.stringify(attributes),
  appliedAt: NOW,
  objectGuid: 'guid-1',
  seenOn: 'dc-1',
  seenUsn: '4711',
};
const gone = { applied: null, appliedAt: NOW, objectGuid: null, seenOn: null, seenUsn: null };
const done = { appliedVersion: 3, appliedAt: NOW, refusedCode: null, refusedSince: null, attempts: 0 };

describe('after a try, an account', () => {
  it.each<[string, typeof waiting, Tried, object]>([
    [
      'that was applied',
      waiting,
      { kind: 'applied', found, refused: [] },
      { ...asRead, ...done, refusedDetail: null, nextAttemptAt: null },
    ],
    [
      'that was applied after a refusal',
      held,
      { kind: 'applied', found, refused: [] },
      { ...asRead, ...done, refusedDetail: null, nextAttemptAt: null },
    ],
    [
      'that was deleted',
      waiting,
      { kind: 'applied', found: null, refused: [] },
      { ...gone, ...done, refusedDetail: null, nextAttemptAt: null },
    ],
    [
      'that was applied but for an attribute',
      waiting,
      { kind: 'applied', found, refused },
      { ...asRead, ...done, refusedDetail: refused, nextAttemptAt: TOMORROW },
    ],
    [
      'that was refused unread',
      waiting,
      { kind: 'refused', code: 'not-ours', refused: [] },
      { refusedCode: 'not-ours', refusedSince: NOW, refusedDetail: null, attempts: 0, nextAttemptAt: TOMORROW },
    ],
    [
      'that was refused for the same again',
      held,
      { kind: 'refused', code: 'no-rights', refused },
      { refusedCode: 'no-rights', refusedSince: THEN, refusedDetail: refused, attempts: 0, nextAttemptAt: TOMORROW },
    ],
    [
      'that was refused for something else, half-way',
      held,
      { kind: 'refused', code: 'upn-taken', found, refused: [] },
      { ...asRead, refusedCode: 'upn-taken', refusedSince: NOW, refusedDetail: null, attempts: 0, nextAttemptAt: TOMORROW },
    ],
    [
      'that was refused, of a leaver',
      { ...waiting, desiredEnabled: false },
      { kind: 'refused', code: 'no-rights', refused: [] },
      { refusedCode: 'no-rights', refusedSince: NOW, refusedDetail: null, attempts: 0, nextAttemptAt: IN_AN_HOUR },
    ],
    [
      'that was applied but for an attribute, of a leaver',
      { ...waiting, desiredEnabled: false },
      { kind: 'applied', found, refused },
      { ...asRead, ...done, refusedDetail: refused, nextAttemptAt: TOMORROW },
    ],
    ['that must wait', waiting, { kind: 'waits', code: 'unreachable' }, { attempts: 2, nextAttemptAt: IN_A_MINUTE }],
    ['that must wait though it was refused', held, { kind: 'waits', code: 'unreachable' }, { attempts: 2, nextAttemptAt: IN_A_MINUTE }],
    ['that must wait, created', waiting, { kind: 'waits', code: 'lost', found }, { ...asRead, attempts: 2, nextAttemptAt: IN_A_MINUTE }],
  ])('%s', (_, before, tried, changes) => {
    expect(after(before, tried)).toEqual({ ...before, ...changes });
  });

  it.each<[string, Tried, object]>([
    ['applied', { kind: 'applied', found, refused: [] }, asRead],
    ['refused', { kind: 'refused', code: 'not-ours', refused: [] }, {}],
    ['waits', { kind: 'waits', code: 'lost', found }, asRead],
  ])('that is to be something else by then keeps waiting for that: %s', (_, tried, changes) => {
    expect(after(waiting, tried, 2)).toEqual({ ...waiting, ...changes });
  });

  it('keeps the day from which it is as it is', () => {
    const applied = { ...waiting, applied: JSON.stringify(attributes) };
    expect(after(applied, { kind: 'waits', code: 'lost', found }).appliedAt).toBe(THEN);
  });

  it('waits longer each time, up to an hour, and no longer than five minutes to be disabled', () => {
    const waits = (attempts: number, desiredEnabled = true): number =>
      Date.parse(after({ ...waiting, attempts, desiredEnabled }, { kind: 'waits', code: 'busy' }).nextAttemptAt) - Date.parse(NOW);
    expect([0, 1, 2, 20].map((attempts) => waits(attempts))).toEqual([30_000, 60_000, 120_000, 3_600_000]);
    expect([0, 1, 2, 20].map((attempts) => waits(attempts, false))).toEqual([30_000, 60_000, 120_000, 300_000]);
    expect(RETRY_REFUSED_MS).toBeGreaterThan(3_600_000);
  });
});

describe('once something else is desired, an account', () => {
  const linked = { ...held, objectGuid: 'guid-1', controller: 'dc-1', seenOn: 'dc-1', seenUsn: '4711' };
  const anew = { desiredVersion: 4, refusedCode: null, refusedSince: null, refusedDetail: null, attempts: 0 };
  const inModel = { ...anew, appliedVersion: 4, appliedAt: NOW, appliedIn: 'model', nextAttemptAt: null };

  it.each([
    ['in the model', 'model' as const, attributes, false, { ...inModel, applied: JSON.stringify(attributes) }],
    ['in the model, deleted', 'model' as const, null, false, { ...inModel, applied: null }],
    ['in a real AD', 'ldap' as const, attributes, false, { ...anew, nextAttemptAt: NOW }],
    ['in a real AD, to be deleted', 'ldap' as const, null, false, { ...anew, nextAttemptAt: NOW }],
    [
      'in a real AD, of a protected person',
      'ldap' as const,
      attributes,
      true,
      { ...anew, nextAttemptAt: NOW, applied: JSON.stringify(protectedAccount(old)) },
    ],
  ])('%s', (_, kind, desired, isProtected, changes) => {
    expect(standingWhenDesired(linked, { kind, desired, isProtected, now: NOW })).toEqual({ ...linked, ...changes });
  });

  it.each(['model', 'ldap'] as const)('that is new begins where nothing is known: %s', (kind) => {
    const isModel = kind === 'model';
    expect(standingWhenDesired(null, { kind, desired: attributes, isProtected: false, now: NOW })).toEqual({
      desiredVersion: 1,
      applied: isModel ? JSON.stringify(attributes) : null,
      appliedVersion: isModel ? 1 : 0,
      appliedAt: isModel ? NOW : null,
      appliedIn: kind,
      objectGuid: null,
      controller: null,
      seenOn: null,
      seenUsn: null,
      refusedCode: null,
      refusedSince: null,
      refusedDetail: null,
      attempts: 0,
      nextAttemptAt: isModel ? null : NOW,
    });
  });
});
