import { ldapTexts } from '../../texts/sv/ldap';
import type { ReadRefusal } from '../directory-source';
import { type LdapFault, RESULT } from '../../platform/ldap/ldap-fault';

/** Codes of a search that say what the server is, not how far it came. */
const REFUSALS: ReadonlySet<number | undefined> = new Set([
  RESULT.noSuchObject,
  RESULT.insufficientAccessRights,
  RESULT.unavailableCriticalExtension,
]);

/**
 * | fault | outcome |
 * |---|---|
 * | unreachable, tls, credentials, bind | failed |
 * | result: no such object (the base), no rights, no paging | failed |
 * | result: any other code | incomplete |
 * | an attribute's text is not UTF-8 | failed |
 * | anything else: lost or hanging, paging, references, values kept back, outside the base, sentinel, aborted | incomplete |
 */
export function refusalOf({ kind, server, detail }: LdapFault): ReadRefusal {
  const isFailure =
    ['unreachable', 'tls', 'credentials', 'bind', 'undecodable'].includes(kind) || (kind === 'result' && REFUSALS.has(detail.resultCode));
  const code = kind === 'result' ? `result-${detail.resultCode ?? 'unknown'}` : kind === 'sentinel' ? 'sentinel-missing' : kind;
  return { outcome: isFailure ? 'failed' : 'incomplete', code, reason: ldapTexts.fault(kind, server, detail) };
}
