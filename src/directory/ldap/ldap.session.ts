import type { PeerCertificate } from 'node:tls';
import type { LdapSourceConfiguration } from '../../platform/config/schema';
import type { DnPlaces } from '../../platform/ldap/dn-places';
import { openLdapConnection } from '../../platform/ldap/ldap.opening';
import { LdapSearch } from '../../platform/ldap/ldap.search';

/** A connection that is bound as the configured identity, with what its searches must hold to. */
export interface LdapSession {
  search: LdapSearch;
  server: string;
  peerCertificate: PeerCertificate | null;
  close(): void;
}

/** @throws what `openLdapConnection` throws */
export async function openLdapSession(
  configuration: LdapSourceConfiguration,
  at: string,
  places: DnPlaces,
  signal?: AbortSignal,
): Promise<LdapSession> {
  const connection = await openLdapConnection(configuration, at, signal);
  const { server, peerCertificate } = connection;
  return { search: new LdapSearch(connection, configuration, places), server, peerCertificate, close: () => connection.close() };
}
