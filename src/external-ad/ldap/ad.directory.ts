import { ldapUrls } from '../../platform/config/ldap-rules';
import type { LdapAdConfiguration } from '../../platform/config/schema';
import { LdapFault, NoServerFault } from '../../platform/ldap/ldap-fault';
import type { LdapConnection } from '../../platform/ldap/ldap.connection';
import { openLdapConnection } from '../../platform/ldap/ldap.opening';
import { type ActiveDirectory, AdRefusal } from '../active-directory';
import { asRefusal } from './ad-refusals.ldap';
import { AdLdapSession } from './ad-session.ldap';
import { readRootDse, type RootDse } from './root-dse.ldap';

/** The external AD over LDAP. */
export class AdLdapDirectory implements ActiveDirectory {
  constructor(private readonly configuration: LdapAdConfiguration) {}

  async open(signal?: AbortSignal): Promise<AdLdapSession> {
    try {
      const { connection, root } = await openController(this.configuration, signal);
      return new AdLdapSession(connection, root.controller, this.configuration);
    } catch (error) {
      throw asRefusal(error);
    }
  }
}

/**
 * The first domain controller of the list that can be used; a controller that knows us and says no ends it, see
 * `openLdapConnection`.
 * @throws what `openLdapConnection` and `readRootDse` throw, of the first controller
 */
export async function openController(
  configuration: LdapAdConfiguration,
  signal?: AbortSignal,
): Promise<{ connection: LdapConnection; root: RootDse }> {
  const faults: unknown[] = [];
  for (const url of ldapUrls(configuration)) {
    let connection: LdapConnection | null = null;
    try {
      connection = await openLdapConnection({ ...configuration, url, urls: null }, 'externalAd', signal);
      return { connection, root: await readRootDse(connection) };
    } catch (error) {
      connection?.close();
      if (connection === null ? !(error instanceof NoServerFault) : !isControllersOwn(error)) throw error;
      faults.push(error);
    }
  }
  throw faults[0];
}

/** Of a controller that has taken our log-in: another may do better. */
const isControllersOwn = (error: unknown): boolean =>
  error instanceof AdRefusal || (error instanceof LdapFault && error.kind !== 'aborted');
