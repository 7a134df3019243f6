import { Attribute, SearchEntry } from 'ldapts';
import type { LdapFault } from '../../platform/ldap/ldap-fault';
import { attributeNames } from '../raw-entry';
import { rawEntryOf } from './ldap.entries';

const anna = 'cn=Anna,o=Bergs kommun,c=SE';

describe('an entry that came', () => {
  const entry = (type: string, ...values: (string | Buffer)[]): SearchEntry =>
    new SearchEntry({ messageId: 1, name: anna, attributes: [new Attribute({ type, values: values as string[] })] });
  const kindOf = (made: () => unknown): unknown => {
    try {
      made();
      return null;
    } catch (error) {
      return (error as LdapFault).kind;
    }
  };

  it.each<[string, SearchEntry, string | null]>([
    ['text', entry('sn', 'Öberg'), null],
    ['octets where text should be', entry('sn', Buffer.from([0xff])), 'undecodable'],
    ['a range of values', entry('hsaCommissionMember;range=0-1499', 'a'), 'value-range'],
  ])('with %s: %s', (_case, one, kind) => {
    expect(kindOf(() => rawEntryOf(one, attributeNames({}), 'hsa.example.se:636'))).toBe(kind);
  });
});
