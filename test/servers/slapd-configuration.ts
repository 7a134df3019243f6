import { hsaSchema } from './hsa-schema';
import type { SlapdCertificates } from './slapd-certificates';

export interface SlapdConfigurationOptions {
  directory: string;
  suffix: string;
  admin: { dn: string; password: string };
  certificates: SlapdCertificates;
}

const PLACE = 'ou=Tjänster,l=Jämtlands län,c=SE';

/** A line that is not ASCII stands as base64 (RFC 2849). */
const line = (name: string, value: string): string =>
  /^[\x20-\x7e]*$/.test(value) ? `${name}: ${value}` : `${name}:: ${Buffer.from(value).toString('base64')}`;

/** `cn=config` of a slapd for one test file. */
export function slapdConfiguration({ directory, suffix, admin, certificates }: SlapdConfigurationOptions): string {
  const include = (name: string): string => `include: file:///etc/ldap/schema/${name}.ldif`;
  const account = (name: string): string => `dn.exact="cn=${name},${PLACE}"`;
  const stamps = 'attrs=entryUUID,entryCSN,modifyTimestamp';
  return [
    [
      'dn: cn=config',
      'objectClass: olcGlobal',
      'cn: config',
      'olcThreads: 4',
      `olcTLSCACertificateFile: ${certificates.caFile}`,
      `olcTLSCertificateFile: ${certificates.serverCertificate}`,
      `olcTLSCertificateKeyFile: ${certificates.serverKey}`,
      'olcTLSVerifyClient: try',
      line('olcAuthzRegexp', `{0}"^cn=tilltrade,ou=services,o=test,c=se$" "cn=tilltrade,${PLACE}"`),
    ],
    [
      'dn: cn=module{0},cn=config',
      'objectClass: olcModuleList',
      'cn: module{0}',
      'olcModulePath: /usr/lib/ldap',
      'olcModuleLoad: back_mdb',
    ],
    ['dn: cn=schema,cn=config', 'objectClass: olcSchemaConfig', 'cn: schema'],
    [include('core')],
    [include('cosine')],
    [include('inetorgperson')],
    [hsaSchema()],
    ['dn: olcDatabase={0}config,cn=config', 'objectClass: olcDatabaseConfig', 'olcDatabase: {0}config', 'olcAccess: to * by * none'],
    [
      'dn: olcDatabase={1}mdb,cn=config',
      'objectClass: olcDatabaseConfig',
      'objectClass: olcMdbConfig',
      'olcDatabase: {1}mdb',
      `olcSuffix: ${suffix}`,
      `olcRootDN: ${admin.dn}`,
      `olcRootPW: ${admin.password}`,
      `olcDbDirectory: ${directory}/db`,
      'olcDbMaxSize: 4294967296',
      'olcDbNoSync: TRUE',
      'olcDbIndex: objectClass,hsaIdentity,hsaSystemRole,hsaCommissionMember,entryUUID,entryCSN eq',
      'olcSizeLimit: 500',
      line('olcLimits', `{0}${account('limited')} size.soft=20 size.hard=20 size.pr=20 size.prtotal=60`),
      line('olcLimits', `{1}dn.onelevel="${PLACE}" size.soft=500 size.hard=soft size.pr=5000 size.prtotal=unlimited`),
      'olcAccess: {0}to attrs=userPassword by anonymous auth by * none',
      line('olcAccess', `{1}to ${stamps} by ${account('unstamped')} none by * break`),
      line('olcAccess', `{2}to attrs=entryCSN by ${account('seconds')} none by * break`),
      line('olcAccess', `{3}to filter=(objectClass=hsaConfidentialPerson) by ${account('partial')} none by * break`),
      '{4}',
    ].map((text) => (text === '{4}' ? 'olcAccess: {4}to * by users read by * none' : text)),
  ]
    .map((entry) => entry.join('\n'))
    .join('\n\n')
    .concat('\n');
}
