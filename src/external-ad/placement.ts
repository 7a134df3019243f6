import { escapeRdnValue } from '../people/distinguished-name';
import type { AccountAttributes } from './account.types';

export interface MunicipalityInAd {
  /** Short name from the configuration. It names the OU and the group: it stays when a municipality is renamed. */
  code: string;
  name: string;
}

/** DN of the OU a municipality's accounts lie in, below `externalAd.organisationalUnit`. */
export const organisationalUnitFor = (municipality: MunicipalityInAd, below: string): string =>
  `OU=${escapeRdnValue(municipality.code)},${below}`;

/**
 * DNs of the groups an active account is in, sorted: all users, and the municipality's. They lie in `OU=Grupper` below
 * `externalAd.organisationalUnit`. The names are agreed with whoever gives the groups rights: not a matter of language.
 */
export function groupsFor(municipality: MunicipalityInAd, below: string): string[] {
  const names = ['Tillträde Alla', `Tillträde ${municipality.code}`];
  return names.map((name) => `CN=${escapeRdnValue(name)},OU=Grupper,${below}`).sort();
}

/** DN of the account itself. */
export const accountDn = ({ cn, organisationalUnit }: Pick<AccountAttributes, 'cn' | 'organisationalUnit'>): string =>
  `CN=${escapeRdnValue(cn)},${organisationalUnit}`;
