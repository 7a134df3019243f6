import { createHash } from 'node:crypto';
import type { LdapSourceConfiguration, MunicipalityConfiguration } from '../../platform/config/schema';

/** Which attribute stamps a change in this catalogue. */
export type StampAttribute = 'entryCSN' | 'modifyTimestamp';

/** What the next read must know of this one beside people's own marks. Places stand as short hashes of their names. */
export interface ReadMemory {
  stamp: StampAttribute;
  /** By place: the unit's mark. */
  units: ReadonlyMap<string, string | null>;
  /** By place: the commission's mark, and short hashes of what it names as members. */
  commissions: ReadonlyMap<string, CommissionMemory>;
}

export interface CommissionMemory {
  mark: string | null;
  members: readonly string[];
}

/** Of the form, and of how entries are read: raise it when an entry that stands still may read otherwise. */
const VERSION = 1;

const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([one], [other]) => (one < other ? -1 : 1));

/**
 * Equal reads give equal texts.
 * @param settings digest of the settings that the read rests on
 */
export const writeMemory = ({ stamp, units, commissions }: ReadMemory, settings: string): string =>
  JSON.stringify({
    version: VERSION,
    settings,
    stamp,
    units: sorted(units),
    commissions: sorted(commissions).map(([place, { mark, members }]) => [place, mark, [...members].sort()]),
  });

/** Null where there is none, or where it rests on other settings: then everything is read. */
export function parseMemory(text: string | null, settings: string): ReadMemory | null {
  if (text === null) return null;
  try {
    const read = JSON.parse(text) as Record<string, unknown>;
    if (read.version !== VERSION || read.settings !== settings) return null;
    if (read.stamp !== 'entryCSN' && read.stamp !== 'modifyTimestamp') return null;
    if (!Array.isArray(read.units)) return null;
    const units = new Map(read.units as [string, string | null][]);
    const commissions = new Map(
      (read.commissions as [string, string | null, string[]][]).map(([place, mark, members]) => [place, { mark, members: [...members] }]),
    );
    return { stamp: read.stamp, units, commissions };
  } catch {
    return null;
  }
}

/** What entries are read by. */
export interface ReadSettings {
  configuration: Pick<LdapSourceConfiguration, 'baseDn' | 'attributes'>;
  municipality: Pick<MunicipalityConfiguration, 'hsaIdPrefixes' | 'allowTestHsaIds'>;
  systemRole: string;
}

/** Of what an unmoved entry was read by; not of the server's address: several hold the same catalogue. */
export function settingsDigest({ configuration, municipality, systemRole }: ReadSettings): string {
  const { baseDn, attributes } = configuration;
  const { hsaIdPrefixes, allowTestHsaIds } = municipality;
  const mapping = Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1));
  const text = JSON.stringify([baseDn, mapping, systemRole, hsaIdPrefixes, allowTestHsaIds]);
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}
