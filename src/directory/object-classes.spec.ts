import { rawEntry } from '../../test/support/builders/raw-entry';
import { EntryAttributes } from './entry-attributes';
import { flagsOf, kindOf } from './object-classes';
import { attributeNames } from './raw-entry';

type Given = Record<string, string | string[]>;
const read = (attributes: Given) => new EntryAttributes(rawEntry({ dn: 'cn=Anna', attributes }), attributeNames({}));

describe('what an entry is', () => {
  it.each<[string, Given, string]>([
    ['a commission', { objectClass: ['top', 'hsaCommission'] }, 'commission'],
    ['a commission by OID', { objectClass: '1.2.752.29.6.12' }, 'commission'],
    ['a person', { objectClass: 'person' }, 'person'],
    ['an organizational person', { objectClass: 'organizationalPerson' }, 'person'],
    ['an internet person', { objectClass: 'INETORGPERSON' }, 'person'],
    ['an HSA person', { objectClass: 'hsaPersonExtension' }, 'person'],
    ['an organizational unit', { objectClass: 'organizationalUnit' }, 'unit'],
    ['an organization', { objectClass: 'organization' }, 'unit'],
    ['a health care unit', { objectClass: '1.2.752.29.6.13' }, 'unit'],
    ['a health care provider', { objectClass: 'hsaHealthCareProvider' }, 'unit'],
    ['a unit with a system role', { objectClass: 'organizationalUnit', hsaSystemRole: 'RJH;LINK' }, 'unit'],
    ['anything else with a system role', { objectClass: 'device', hsaSystemRole: 'RJH;LINK' }, 'person'],
    ['no class, with a system role', { hsaSystemRole: 'RJH;LINK' }, 'person'],
    ['anything else', { objectClass: ['top', 'device'] }, 'other'],
    ['no class', { cn: 'Anna' }, 'other'],
  ])('%s', (_what, attributes, kind) => {
    expect(kindOf(read(attributes))).toBe(kind);
  });
});

describe('a protected person', () => {
  it.each<[string, Given, boolean]>([
    ['the class', { objectClass: ['person', 'hsaConfidentialPerson'] }, true],
    ['the class by OID', { objectClass: '1.2.752.29.6.9' }, true],
    ['TRUE', { hsaProtectedPerson: 'TRUE' }, true],
    ['true', { hsaProtectedPerson: 'true' }, true],
    ['1', { hsaProtectedPerson: '1' }, true],
    ['a word nobody thought of', { hsaProtectedPerson: 'Ja' }, true],
    ['one of two values', { hsaProtectedPerson: ['FALSE', 'TRUE'] }, true],
    ['under an option', { 'hsaProtectedPerson;lang-sv': 'TRUE', hsaProtectedPerson: 'FALSE' }, true],
    ['the class beside FALSE', { objectClass: 'hsaConfidentialPerson', hsaProtectedPerson: 'FALSE' }, true],
    ['FALSE', { hsaProtectedPerson: 'FALSE' }, false],
    ['0', { hsaProtectedPerson: '0' }, false],
    ['an empty value', { hsaProtectedPerson: '' }, false],
    ['nothing', { objectClass: 'person' }, false],
  ])('%s: %#', (_what, attributes, isProtected) => {
    expect(flagsOf(read(attributes)).isProtected).toBe(isProtected);
  });
});

describe('other marks', () => {
  it.each([
    ['hsaArchivedObject', 'isArchived'],
    ['1.2.752.29.6.20', 'isArchived'],
    ['hsaDeletedPersonWithValidCertificates', 'isDeleted'],
    ['1.2.752.29.6.28', 'isDeleted'],
    ['hsaFeignedDataObject', 'isTestData'],
    ['1.2.752.29.6.25', 'isTestData'],
  ])('%s: %s', (objectClass, flag) => {
    const none = { isProtected: false, isArchived: false, isDeleted: false, isTestData: false };
    expect(flagsOf(read({ objectClass }))).toEqual({ ...none, [flag]: true });
  });
});
