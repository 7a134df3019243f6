import { rawEntry } from '../../test/support/builders/raw-entry';
import { EntryAttributes } from './entry-attributes';
import { attributeNames, textKeys } from './raw-entry';

const read = (attributes: Record<string, string | Buffer | string[]>, renamed = {}) =>
  new EntryAttributes(rawEntry({ dn: 'cn=Anna', attributes }), attributeNames(renamed));

describe('the attributes of an entry', () => {
  it('are found whatever the case, in the catalogue and in the configuration', () => {
    expect(read({ HSASTARTDATE: '20260101' }, { startDate: 'hsaStartDate' }).texts('startDate')).toEqual(['20260101']);
    expect(read({ hsaStartDate: '20260101' }, { startDate: 'HsaStartDate' }).nameOf('startDate')).toBe('HsaStartDate');
  });

  it('that are renamed are not read under their usual name', () => {
    expect(read({ startDate: '20260101' }, { startDate: 'hsaStartDate' }).texts('startDate')).toEqual([]);
  });

  it('are sorted, each once, without blanks around, composed', () => {
    expect(read({ hsaTitle: ['b ', 'a', 'b', ' ', 'A\u030a'] }).texts('hsaTitle')).toEqual(['a', 'b', 'Å']);
  });

  it('keep control characters: these are a finding', () => {
    expect(read({ sn: ' Andersson\n' }).texts('sn')).toEqual(['Andersson\n']);
  });

  it.each([
    ['no language before Swedish', { 'sn;lang-sv': 'Svensk', sn: 'Utan' }, ['Utan']],
    ['Swedish before another', { 'sn;lang-en': 'English', 'sn;lang-sv-SE': 'Svensk' }, ['Svensk']],
    ['another before none', { 'sn;lang-en': 'English', 'sn;lang-fi': 'Suomi' }, ['English']],
    ['none of an attribute that only begins alike', { 'snx;lang-sv': 'Fel' }, []],
  ])('are taken in one language: %s', (_what, attributes, expected) => {
    expect(read(attributes).texts('sn')).toEqual(expected);
  });

  it('are the same with and without ;binary', () => {
    const attributes = read({ 'userCertificate;binary': Buffer.from('a'), userCertificate: Buffer.from('b') });
    expect(attributes.values('userCertificate').map(String).sort()).toEqual(['a', 'b']);
  });

  it('are seen under any option where that is asked for', () => {
    expect(read({ 'hsaProtectedPerson;lang-en': 'TRUE', hsaProtectedPerson: 'FALSE' }).underAnyOption('hsaProtectedPerson').sort()).toEqual(
      ['FALSE', 'TRUE'],
    );
  });

  it('never include the nickname', () => {
    expect(textKeys(attributeNames({})).has('nickname')).toBe(false);
  });
});
