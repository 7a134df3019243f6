import { LdapFault, RESULT } from '../../platform/ldap/ldap-fault';
import type { LdapConnection } from '../../platform/ldap/ldap.connection';
import { AdEntry } from './ad-entry.ldap';
import { guidDn, guidText } from './guid';
import { everything } from './root-dse.ldap';

/** How often an object may change while its values are read, before that is given up. */
const TRIES = 5;

/**
 * All values of an attribute that has more than AD gives at once (`MaxValRange`, 1 500): range by range, all from one
 * state of the object, which its `uSNChanged` proves. Throws LdapFault.
 */
export class AdValues {
  constructor(private readonly connection: LdapConnection) {}

  /** Empty where the object is not there. @param dn of an object */
  async all(dn: string, attribute: string): Promise<string[]> {
    const entry = await this.read(dn, attribute);
    return entry ? this.rest(entry, attribute) : [];
  }

  /** @param entry of a read that asked for the attribute, `objectGUID` and `uSNChanged` */
  async rest(entry: AdEntry, attribute: string): Promise<string[]> {
    let first: AdEntry | null = entry;
    for (let tries = 0; first !== null && tries < TRIES; tries++) {
      const values = await this.fromOneState(first, attribute);
      if (values) return values;
      first = await this.read(guidDn(guidText(entry.octets('objectGUID'))), attribute);
    }
    if (first === null) return [];
    throw new LdapFault('value-range', this.connection.server, { cause: attribute });
  }

  /** Null where the object changed meanwhile. */
  private async fromOneState(first: AdEntry, attribute: string): Promise<string[] | null> {
    const { values, next } = first.range(attribute);
    const all = [...values];
    for (let from = next; from !== null;) {
      const part = await this.read(guidDn(guidText(first.octets('objectGUID'))), attribute, from).catch(pastTheEnd);
      if (part?.text('uSNChanged') !== first.text('uSNChanged')) return null;
      const range = part.range(attribute);
      if (range.values.length === 0) return null;
      all.push(...range.values);
      from = range.next;
    }
    return all;
  }

  private async read(base: string, attribute: string, from = 0): Promise<AdEntry | null> {
    const attributes = ['objectGUID', 'uSNChanged', from === 0 ? attribute : `${attribute};range=${from}-*`];
    try {
      const [entry] = await this.connection.search({ base, scope: 'base', filter: everything, attributes });
      return entry ? new AdEntry(entry, this.connection.server) : null;
    } catch (error) {
      if (error instanceof LdapFault && error.detail.resultCode === RESULT.noSuchObject) return null;
      throw error;
    }
  }
}

/** AD refuses a range that begins past the end: so many values are gone. */
function pastTheEnd(error: unknown): null {
  if (error instanceof LdapFault && error.detail.resultCode === RESULT.operationsError) return null;
  throw error;
}
