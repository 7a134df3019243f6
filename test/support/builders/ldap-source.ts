import { LdapSource, type LdapSourceOptions } from '../../../src/directory/ldap/ldap.source';
import type { LdapSourceConfiguration } from '../../../src/platform/config/schema';
import { ACCOUNTS, type AccountName, type Slapd } from '../../servers/slapd';
import { ORGANISATION } from './ldif';

/** Bergs kommun's catalogue on a server, at noon on 15 June 2036: everything that is written today is old then. */
export const ldapSource = (
  slapd: Slapd,
  configuration: Partial<LdapSourceConfiguration> = {},
  options: Partial<LdapSourceOptions> & { account?: AccountName } = {},
): LdapSource =>
  new LdapSource({
    configuration: {
      ...catalogueOn(slapd, ORGANISATION, options.account),
      urls: null,
      pageSize: 500,
      timeoutSeconds: 30,
      attributes: {},
      expectedReferences: [],
      sentinel: null,
      knownPersons: [],
      startTls: false,
      allowPlaintextOnLoopback: false,
      ...configuration,
    },
    municipality: { code: 'berg', hsaIdPrefixes: ['SE2120002502-'], allowTestHsaIds: false },
    systemRole: 'RJH;LINK',
    hashPersonalNumber: (digits) => `hash-of-${digits}`,
    clock: { now: () => '2036-06-15T10:00:00.000Z' },
    ...options,
  });

export const bindAs = (slapd: Slapd, account: AccountName): LdapSourceConfiguration['bind'] => ({
  dn: ACCOUNTS[account].dn,
  passwordFile: slapd.passwordFile(account),
  passwordEnv: null,
  certificateFile: null,
  keyFile: null,
});

/** Where a municipality's catalogue is, as the configuration names it: what it must say, and nothing that has a default. */
export const catalogueOn = (slapd: Slapd, baseDn: string, account: AccountName = 'reader') => ({
  kind: 'ldap' as const,
  url: slapd.tlsUrl,
  caFile: slapd.certificates.caFile,
  bind: bindAs(slapd, account),
  baseDn,
});
