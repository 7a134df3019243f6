import type { LdapAdConfiguration } from '../../../src/platform/config/schema';
import { type AdAccountName, DOMAIN, loginOf, OUR_UNIT, type Samba } from '../../servers/samba';

/** An Active Directory on a server, as the configuration names it: what it must say, and nothing that has a default. */
export const adOn = (samba: Samba, account: AdAccountName = 'delegated') => ({
  kind: 'ldap' as const,
  url: samba.url,
  caFile: samba.certificates.caFile,
  bind: { dn: loginOf(account), passwordFile: samba.passwordFile(account) },
  baseDn: DOMAIN,
  organisationalUnit: OUR_UNIT,
  upnSuffix: 'ext.example.se',
});

/** The same with every default, for those who are given it parsed. */
export const adConfiguration = (
  samba: Samba,
  configuration: Partial<LdapAdConfiguration> = {},
  account: AdAccountName = 'delegated',
): LdapAdConfiguration => ({
  ...adOn(samba, account),
  bind: { passwordEnv: null, certificateFile: null, keyFile: null, ...adOn(samba, account).bind },
  urls: null,
  timeoutSeconds: 30,
  startTls: false,
  allowPlaintextOnLoopback: false,
  pageSize: 500,
  retentionDays: 90,
  hsaIdAttribute: 'employeeNumber',
  markAttribute: 'adminDescription',
  mark: 'Tillträde',
  drift: { changed: 'report', missing: 'report', moved: 'report', groups: 'report' },
  ...configuration,
});
