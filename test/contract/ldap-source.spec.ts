import { describeDirectorySource, type MakeDirectoryFixture } from './directory-source.contract';
import { describePersonSearch } from './person-search.contract';
import { Slapd } from '../servers/slapd';
import { ldapSource } from '../support/builders/ldap-source';

jest.setTimeout(120_000);

// Real: slapd, TLS, everything behind the port. Nothing is faked but the clock and the hash.
let slapd: Slapd;
beforeAll(async () => {
  slapd = await Slapd.start();
});
afterAll(() => slapd.remove());

const make: MakeDirectoryFixture = async (entries, options) => {
  await slapd.replace(entries);
  return {
    source: ldapSource(slapd, { sentinel: options.sentinel ?? null, knownPersons: options.knownPersons ?? [] }),
    replace: (changed) => slapd.replace(changed),
    close: () => Promise.resolve(),
  };
};

describeDirectorySource('An LDAP server', make);
describePersonSearch('An LDAP server', make);
