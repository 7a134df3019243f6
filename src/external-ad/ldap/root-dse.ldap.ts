import { PresenceFilter } from 'ldapts';
import type { LdapConnection } from '../../platform/ldap/ldap.connection';
import { AdRefusal } from '../active-directory';
import { AdEntry } from './ad-entry.ldap';
import { guidText } from './guid';

/** What a domain controller says of itself (MS-ADTS 3.1.1.3.2). */
export interface RootDse {
  /** `invocationId`, UUID text: which copy of the database this is. */
  controller: string;
  /** DN of the controller's own settings. */
  service: string;
  /** DN of the domain. */
  domain: string;
  configuration: string;
  schema: string;
  /** Generalised time, whole seconds. */
  currentTime: string;
}

/** LDAP_CAP_ACTIVE_DIRECTORY_PARTIAL_SECRETS_OID: a read-only domain controller. */
const READ_ONLY = '1.2.840.113556.1.4.1920';

export const everything = new PresenceFilter({ attribute: 'objectClass' });

/**
 * @throws AdRefusal `not-an-ad` for a server of another kind, `read-only` for a controller that takes no writes,
 * `not-synchronised` for one that has not got the whole domain yet: what it lacks is not gone
 */
export async function readRootDse(connection: LdapConnection): Promise<RootDse> {
  const { server } = connection;
  const read = async (base: string, attributes: string[]): Promise<AdEntry> => {
    const [entry] = await connection.search({ base, scope: 'base', filter: everything, attributes });
    if (!entry) throw new AdRefusal('transient', 'not-an-ad', server);
    return new AdEntry(entry, server);
  };
  const root = await read('', [
    ...['dsServiceName', 'defaultNamingContext', 'configurationNamingContext', 'schemaNamingContext', 'currentTime'],
    ...['isSynchronized', 'supportedCapabilities'],
  ]);
  const text = (name: string): string => {
    const value = root.text(name);
    if (value === null) throw new AdRefusal('transient', 'not-an-ad', server);
    return value;
  };
  const service = text('dsServiceName');
  if (root.texts('supportedCapabilities').includes(READ_ONLY)) throw new AdRefusal('transient', 'read-only', server);
  if (root.text('isSynchronized')?.toUpperCase() === 'FALSE') throw new AdRefusal('transient', 'not-synchronised', server);
  return {
    controller: guidText((await read(service, ['invocationId'])).octets('invocationId')),
    service,
    domain: text('defaultNamingContext'),
    configuration: text('configurationNamingContext'),
    schema: text('schemaNamingContext'),
    currentTime: text('currentTime'),
  };
}
