import { SecretError } from '../../platform/config/secret-file';
import type { ReadRefusal } from '../directory-source';
import { LdapFault, NoServerFault } from '../../platform/ldap/ldap-fault';
import { refusalOf } from './ldap-refusal';

/** What an error means for the read. Anything else than what servers and settings do is a surprise and is thrown on. */
export function asRefusal(error: unknown): ReadRefusal {
  if (error instanceof LdapFault) return refusalOf(error);
  if (error instanceof SecretError) return { outcome: 'failed', code: 'credentials', reason: `${error.message}.` };
  if (error instanceof NoServerFault) {
    const refusals = error.faults.map(refusalOf);
    const code = refusals[0]?.code ?? 'unreachable';
    return { outcome: 'failed', code, reason: refusals.map(({ reason }) => reason).join(' ') };
  }
  throw error;
}
