import type { SearchRequest } from '../ldap-requests';
import type { ResultEntry } from '../ldap-responses';
import type { Replica } from './ad-replica';
import { generalisedTime } from './ad-view';

export const PAGED = '1.2.840.113556.1.4.319';
export const PERMISSIVE_MODIFY = '1.2.840.113556.1.4.1413';
export const DOMAIN_SCOPE = '1.2.840.113556.1.4.1339';
const SD_FLAGS = '1.2.840.113556.1.4.801';
export const CONTROLS: readonly string[] = [PAGED, PERMISSIVE_MODIFY, DOMAIN_SCOPE, SD_FLAGS];

export interface ControllerIdentity {
  replica: Replica;
  /** Short, upper case: `DC1`. */
  name: string;
  dsServiceName: string;
}

/** What AD tells of itself, to anybody. */
export function rootDse({ replica, name, dsServiceName }: ControllerIdentity, asked: SearchRequest['attributes'], now: Date): ResultEntry {
  const domain = replica.root.rdn.value;
  const domainDn = replica.dnOf(replica.root);
  const configuration = `CN=Configuration,${domainDn}`;
  const attributes: Record<string, readonly string[]> = {
    currentTime: [generalisedTime(now)],
    subschemaSubentry: [`CN=Aggregate,CN=Schema,${configuration}`],
    dsServiceName: [dsServiceName],
    namingContexts: [domainDn, configuration, `CN=Schema,${configuration}`],
    defaultNamingContext: [domainDn],
    schemaNamingContext: [`CN=Schema,${configuration}`],
    configurationNamingContext: [configuration],
    rootDomainNamingContext: [domainDn],
    supportedControl: CONTROLS,
    supportedLDAPVersion: ['3', '2'],
    supportedLDAPPolicies: ['MaxPageSize', 'MaxValRange', 'MaxQueryDuration'],
    highestCommittedUSN: [String(replica.usn)],
    supportedSASLMechanisms: ['GSSAPI', 'GSS-SPNEGO', 'EXTERNAL', 'DIGEST-MD5'],
    dnsHostName: [`${name.toLowerCase()}.${domain}`],
    ldapServiceName: [`${domain}:${name.toLowerCase()}$@${domain.toUpperCase()}`],
    serverName: [dsServiceName.slice('CN=NTDS Settings,'.length)],
    supportedCapabilities: ['1.2.840.113556.1.4.800', '1.2.840.113556.1.4.1670'],
    isSynchronized: ['TRUE'],
    isGlobalCatalogReady: ['TRUE'],
    domainFunctionality: ['7'],
    forestFunctionality: ['7'],
    domainControllerFunctionality: ['7'],
  };
  const wanted = asked.map((one) => one.toLowerCase());
  const isWanted = (one: string): boolean =>
    wanted.length === 0 || wanted.includes('*') || wanted.includes('+') || wanted.includes(one.toLowerCase());
  return { dn: '', attributes: Object.entries(attributes).filter(([one]) => isWanted(one)) };
}
