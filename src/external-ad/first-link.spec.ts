import { anAccount, anAdObject } from '../../test/support/builders/ad-object';
import type { AdObject } from './active-directory';
import { type FirstLookUp, type Link, firstLink, isCreated, linkedTo } from './first-link';

const account = anAccount();
const own = anAdObject(account);
const unmarked = { ...own, isMarked: false };
const twin = { ...own, objectGuid: 'another' };
/** Somebody else's, outside our OU, which has nothing of the account's. */
const strange = (attributes: Partial<AdObject['attributes']>, more: Partial<AdObject> = {}): AdObject =>
  anAdObject(
    account,
    { hsaId: null, sAMAccountName: 'abc', userPrincipalName: null, ...attributes },
    {
      objectGuid: 'strange',
      isUnderOurUnit: false,
      isMarked: false,
      ...more,
    },
  );

const HELD = (code: string) => ({ kind: 'held', code });

describe('the object of a linked account', () => {
  it.each<[string, AdObject | null, AdObject[], boolean, object]>([
    ['is found by its GUID', own, [], true, { kind: 'this', object: own }],
    ['is found on a controller that it was not written on', own, [], false, { kind: 'this', object: own }],
    ['lies outside our OU', { ...own, isUnderOurUnit: false }, [], true, HELD('outside-unit')],
    ['has lost its mark', unmarked, [], true, HELD('not-ours')],
    ['is another one than before', null, [twin], true, HELD('guid-changed')],
    ['is gone', null, [], true, { kind: 'gone' }],
    ['may be on another controller', null, [], false, { kind: 'elsewhere' }],
  ])('%s', (_, byGuid, byHsaId, wasWrittenHere, expected) => {
    expect(linkedTo(byGuid, byHsaId, wasWrittenHere)).toEqual(expected);
  });
});

describe('the first link of an account', () => {
  const upn = strange({ userPrincipalName: account.userPrincipalName.toLowerCase() });
  const folded = strange({ userPrincipalName: account.userPrincipalName.replace('SE', 'SÉ') });
  const named = strange({ sAMAccountName: account.sAMAccountName });
  const inPlace = strange({}, { isUnderOurUnit: true });
  const colleague = strange({ hsaId: 'SE2120002502-2B', sAMAccountName: account.sAMAccountName }, { isUnderOurUnit: true, isMarked: true });
  const unadopted = strange({ hsaId: 'SE2120002502-2B', sAMAccountName: account.sAMAccountName }, { isUnderOurUnit: true });

  it.each<[string, Partial<FirstLookUp>, Link | object]>([
    ['with nothing there', {}, { kind: 'none' }],
    ['with an object that bears our mark', { byHsaId: [own] }, { kind: 'this', object: own }],
    ['with that object standing in its place', { byHsaId: [own], occupants: [own] }, { kind: 'this', object: own }],
    ['with an object that does not', { byHsaId: [unmarked] }, HELD('not-ours')],
    ['with two objects', { byHsaId: [own, twin] }, HELD('hsa-id-twice')],
    ['with an object of ours whose UPN is another’s', { byHsaId: [own], occupants: [own, upn] }, HELD('upn-taken')],
    ['with an object of ours whose name is another’s', { byHsaId: [own], occupants: [own, named] }, { kind: 'name-taken' }],
    ['with its UPN taken', { occupants: [upn] }, HELD('upn-taken')],
    ['with its UPN taken but for an accent', { occupants: [folded] }, HELD('upn-taken')],
    ['with UPN and name taken', { occupants: [named, upn] }, HELD('upn-taken')],
    ['with its name taken elsewhere in the domain', { occupants: [named] }, { kind: 'name-taken' }],
    ['with its name had by a colleague', { occupants: [colleague] }, { kind: 'name-taken' }],
    ['with its name had by one who is not adopted yet', { occupants: [unadopted] }, { kind: 'name-taken' }],
    ['with something of nobody’s in its place', { occupants: [inPlace] }, HELD('not-ours')],
    ['written on another controller', { wasWrittenHere: false }, { kind: 'elsewhere' }],
    ['written on another controller and found here', { wasWrittenHere: false, byHsaId: [own] }, { kind: 'this', object: own }],
  ])('%s', (_, found, expected) => {
    expect(firstLink(account, true, { byHsaId: [], occupants: [], wasWrittenHere: true, ...found })).toEqual(expected);
  });

  it('that is to be disabled is not held for what others have', () => {
    expect(firstLink(account, false, { byHsaId: [], occupants: [upn, named], wasWrittenHere: true })).toEqual({ kind: 'none' });
    expect(firstLink(account, false, { byHsaId: [own], occupants: [upn], wasWrittenHere: true })).toEqual({ kind: 'this', object: own });
  });
});

describe('what was created just now', () => {
  it.each<[string, AdObject, boolean]>([
    ['is ours, in its place, with its HSA-id', own, true],
    ['is known by its HSA-id in another case', { ...own, attributes: { ...own.attributes, hsaId: account.hsaId.toLowerCase() } }, true],
    ['is not what lacks our mark', unmarked, false],
    ['is not what lies elsewhere', { ...own, attributes: { ...own.attributes, organisationalUnit: 'OU=are' } }, false],
    ['is not another’s', { ...own, attributes: { ...own.attributes, hsaId: 'SE2120002502-2B' } }, false],
    ['is not what has no HSA-id', strange({}), false],
  ])('%s', (_, object, expected) => {
    expect(isCreated(object, account)).toBe(expected);
  });
});
