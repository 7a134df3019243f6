import { describeDirectorySource } from './directory-source.contract';
import { Slapd } from '../servers/slapd';
import { ldapSource } from '../support/builders/ldap-source';

jest.setTimeout(120_000);

// Real: slapd, TLS, everything behind the port. Nothing is faked but the clock and the hash.
let slapd: Slapd;
beforeAll(async () => {
  slapd = await Slapd.start();
});
afterAll(() => slapd.remove());

describeDirectorySource('An LDAP server', async (entries, options) => {
  await slapd.replace(entries);
  return {
    source: ldapSource(slapd, { sentinel: options.sentinel ?? null, knownPersons: options.knownPersons ?? [] }),
    replace: (changed) => slapd.replace(changed),
    close: () => Promise.resolve(),
  };
});
