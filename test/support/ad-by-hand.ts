import { Attribute, Change, type Client, NoSuchObjectError } from 'ldapts';
import type { ByHand } from '../contract/active-directory.fixture';

/** @param admin bound as somebody who may do everything; asked for each time */
export const byHandThrough = (admin: () => Promise<Client>): ByHand => ({
  async add(dn, objectClass, attributes = {}) {
    await (await admin()).add(dn, { objectClass, ...attributes });
  },
  async change(dn, attributes) {
    const changes = Object.entries(attributes).map(
      ([type, values]) => new Change({ operation: 'replace', modification: new Attribute({ type, values: [values ?? []].flat() }) }),
    );
    await (await admin()).modify(dn, changes);
  },
  async rename(dn, to) {
    await (await admin()).modifyDN(dn, to);
  },
  async remove(dn) {
    await (await admin()).del(dn);
  },
  async read(dn, attribute) {
    try {
      const { searchEntries } = await (await admin()).search(dn, { scope: 'base', attributes: [attribute] });
      return [searchEntries[0]?.[attribute] ?? []].flat().map(String);
    } catch (error) {
      if (error instanceof NoSuchObjectError) return null;
      throw error;
    }
  },
});
