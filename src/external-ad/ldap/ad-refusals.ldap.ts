import { DistinguishedNameError } from '../../people/distinguished-name';
import { SecretError } from '../../platform/config/secret-file';
import { LdapFault, type LdapFaultKind, NoServerFault, RESULT, UnansweredWrite } from '../../platform/ldap/ldap-fault';
import type { LdapResult } from '../../platform/ldap/ldap.connection';
import { AdRefusal } from '../active-directory';
import { type Attempt, decodeRefusal } from '../ad-refusal';

/** A read that is not proven whole says nothing. */
const CODES: Partial<Record<LdapFaultKind, string>> = {
  'paging-missing': 'incomplete-read',
  'paging-repeated': 'incomplete-read',
  'value-range': 'incomplete-read',
  sentinel: 'incomplete-read',
};

/** What a write was refused for. */
export function refusedWrite({ resultCode, diagnosticMessage }: LdapResult, server: string, attempt: Attempt): AdRefusal {
  const { kind, code, subCode, attribute } = decodeRefusal(resultCode, diagnosticMessage, attempt);
  return new AdRefusal(kind, code, server, { resultCode, ...(subCode && { subCode }), ...(attribute && { attribute }) });
}

/** Of what this service itself holds back from: nothing was written, and nothing would be another time. */
export const heldBack = (
  code: 'not-ours' | 'group-not-ours' | 'outside-base' | 'no-such-object' | 'name-taken',
  server: string,
): AdRefusal => new AdRefusal('permanent', code, server);

/**
 * What an error means to whoever uses the AD.
 *
 * | error | kind |
 * |---|---|
 * | a write that was sent and not answered | unknown |
 * | a search or a log-in that was refused, a connection that cannot be had or ends, an answer that cannot be used | transient: nothing was written, and no account is to blame |
 * | a password file that cannot be read | transient |
 *
 * @throws what is none of these
 */
export function asRefusal(error: unknown): AdRefusal {
  if (error instanceof AdRefusal) return error;
  if (error instanceof UnansweredWrite) return new AdRefusal('unknown', error.fault.kind, error.fault.server);
  if (error instanceof LdapFault) return ofFault(error);
  if (error instanceof NoServerFault && error.faults[0]) return ofFault(error.faults[0]);
  if (error instanceof SecretError) return new AdRefusal('transient', 'credentials', '');
  if (error instanceof DistinguishedNameError) return new AdRefusal('transient', 'undecodable', '');
  throw error;
}

function ofFault({ kind, server, detail, diagnosticMessage }: LdapFault): AdRefusal {
  const { resultCode } = detail;
  if ((kind !== 'result' && kind !== 'bind') || resultCode === undefined) return new AdRefusal('transient', CODES[kind] ?? kind, server);
  // Of a write it says that the controller takes none; of a search, that what is sought lies in another domain.
  if (kind === 'result' && resultCode === RESULT.referral) return new AdRefusal('transient', 'reference', server, { resultCode });
  const { code, subCode } = decodeRefusal(resultCode, diagnosticMessage, { operation: kind === 'bind' ? 'bind' : 'search' });
  return new AdRefusal('transient', code, server, { resultCode, ...(subCode && { subCode }) });
}
