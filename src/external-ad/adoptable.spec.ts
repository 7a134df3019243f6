import { anAccount, anAdObject } from '../../test/support/builders/ad-object';
import { type AdoptableAccount, type Candidate, type KnownAccount, type OwnObject, adoptable, ownObjectOf } from './adoptable';

const NOW = '2026-11-21T03:05:00.000Z';
const HSA_ID = anAccount().hsaId;

const account = (change: Partial<KnownAccount> = {}): KnownAccount => ({
  municipality: 'berg',
  hsaIdKey: HSA_ID.toLowerCase(),
  accountName: 'extex26snyr3p',
  objectGuid: null,
  controller: null,
  seenOn: null,
  desiredEnabled: true,
  deletedAt: null,
  refusedCode: null,
  ...change,
});
const LINKED = account({ objectGuid: '11111111-30a5-4c53-8f5e-8d0a4c1b2e3f' });
const object = (isMarked = false, change = {}) => anAdObject(anAccount(), change, { isMarked });
const candidate = (change: Partial<Candidate> = {}): Candidate => ({ account: account(), object: object(), ownObject: 'none', ...change });
const adopted = (candidates: Candidate[], isProtected = false): AdoptableAccount[] => adoptable(candidates, () => isProtected);

/* One row for each row of the table above `adoptable`. */
it.each<[string, Candidate[], AdoptableAccount['hindrance'][]]>([
  ['nobody we know has its HSA-id', [], []],
  ['its account is to be deleted', [candidate({ account: account({ desiredEnabled: false, deletedAt: NOW }) })], ['to-be-deleted']],
  ['its account’s object is there', [candidate({ account: LINKED, ownObject: 'there' })], ['linked']],
  ['its account’s object may be elsewhere', [candidate({ account: LINKED, ownObject: 'elsewhere' })], ['elsewhere']],
  ['its account has none, and another has the HSA-id', [candidate(), candidate()], ['hsa-id-twice', 'hsa-id-twice']],
  ['its account has none', [candidate()], [null]],
  ['its account’s object is gone', [candidate({ account: LINKED, ownObject: 'gone' })], [null]],
  ['it is marked, and its account not linked', [candidate({ object: object(true) })], []],
  ['it is marked, and its account’s object is gone', [candidate({ account: LINKED, ownObject: 'gone', object: object(true) })], [null]],
])('what stands in the way where %s', (_, candidates, expected) => {
  expect(adopted(candidates).map(({ hindrance }) => hindrance)).toEqual(expected);
});

it.each<[boolean, boolean, string | null, string | null, OwnObject]>([
  [true, true, 'here', 'here', 'there'],
  [true, true, 'there', 'there', 'there'],
  [true, false, 'here', 'there', 'gone'],
  [true, false, null, 'here', 'gone'],
  [true, false, 'there', 'here', 'elsewhere'],
  [true, false, null, 'there', 'elsewhere'],
  [false, false, 'here', null, 'none'],
  [false, false, null, null, 'none'],
  [false, false, 'there', null, 'elsewhere'],
])('its own object (linked: %s, found: %s, written: %s, seen: %s) is %s', (isLinked, isFound, controller, seenOn, expected) => {
  const { objectGuid } = isLinked ? LINKED : account();
  expect(ownObjectOf({ objectGuid, controller, seenOn }, isFound, 'here')).toBe(expected);
});

it.each([
  [true, 'enabled'],
  [false, 'disabled'],
])('says what the object becomes (enabled: %s)', (desiredEnabled, becomes) => {
  expect(adopted([candidate({ account: account({ desiredEnabled }) })])).toMatchObject([{ becomes }]);
});

it('shows no place of a protected person', () => {
  expect(adopted([candidate()])).toMatchObject([{ dn: object().dn }]);
  expect(adopted([candidate()], true)).toMatchObject([{ dn: null }]);
});

it('shows no personnummer that somebody named an object with', () => {
  const dn = 'CN=Åsa Öberg 20170101-2393,OU=Externa,DC=ad,DC=example,DC=se';
  const [shown] = adopted([candidate({ object: { ...object(), dn } })]);
  expect(shown?.dn).toMatch(/^CN=Åsa Öberg .+,OU=Externa,DC=ad,DC=example,DC=se$/);
  expect(shown?.dn).not.toMatch(/2393|20170101/);
});

it('shows people in the order of their HSA-ids, whatever case the AD has', () => {
  const of = (hsaId: string): Candidate =>
    candidate({ account: account({ hsaIdKey: hsaId.toLowerCase() }), object: object(false, { hsaId }) });
  expect(adopted([of('SE1-B'), of('se1-C'), of('SE1-a')]).map(({ hsaId }) => hsaId)).toEqual(['SE1-a', 'SE1-B', 'se1-C']);
});
