import type { Slapd } from '../../servers/slapd';
import { catalogueOn } from './ldap-source';
import { type CatalogueEntry, organisationEntry, personEntry, type PersonEntryOptions } from './ldif';
import { ARE, BERG, hsaIdPrefix, OSTERSUND } from './municipality';

const MUNICIPALITIES = { berg: BERG, are: ARE, ostersund: OSTERSUND };

/** Short name of a municipality that tests know. */
export type MunicipalityCode = keyof typeof MUNICIPALITIES;

/** What a test says of a municipality's configuration, besides what all have. */
export interface MunicipalityOptions {
  code?: MunicipalityCode;
  /** As people read it, when it has been renamed. */
  name?: string;
  /** The server that holds its catalogue; a file does where none is named. */
  slapd?: Slapd;
  hsaIdPrefixes?: string[];
  source?: object;
  brake?: object;
  policy?: object;
}

/** One municipality as the configuration file has it; the organisation's own entry is the sentinel. */
export function municipalityYaml({ code = 'berg', name, slapd, source, ...rest }: MunicipalityOptions, file: string): object {
  const municipality = MUNICIPALITIES[code];
  const prefix = hsaIdPrefix(municipality);
  return {
    ...municipality,
    name: name ?? municipality.name,
    hsaIdPrefixes: [prefix],
    source: { ...(slapd ? catalogueOn(slapd, organisationOf(code)) : { kind: 'ldif', file }), sentinel: `${prefix}0001`, ...source },
    ...rest,
  };
}

/** Lets everything through: for tests of what comes after the brake. */
export const NO_BRAKE = {
  removals: { count: 1000, percent: 100 },
  changes: { count: 1000, percent: 100 },
  creations: { count: 1000, percent: 100 },
};

const organisationOf = (code: MunicipalityCode): string => `o=${MUNICIPALITIES[code].name},l=Jämtlands län,c=SE`;

/** The municipality's own entry. */
export const municipalityEntry = (code: MunicipalityCode): CatalogueEntry =>
  organisationEntry({ o: MUNICIPALITIES[code].name, hsaIdentity: `${hsaIdPrefix(MUNICIPALITIES[code])}0001` }, organisationOf(code));

/** HSA-id of the inhabitant with this number. */
export const hsaIdOf = (number: number, code: MunicipalityCode = 'berg'): string =>
  `${hsaIdPrefix(MUNICIPALITIES[code])}P${String(number).padStart(3, '0')}`;

/** Somebody with the role in the municipality: the number alone makes HSA-id and DN their own. */
export function inhabitant(number: number, options: PersonEntryOptions & { code?: MunicipalityCode } = {}): CatalogueEntry {
  const { code = 'berg', ...person } = options;
  return personEntry({ hsaId: hsaIdOf(number, code), cn: `Person ${number}`, organisation: organisationOf(code), ...person });
}

/** Inhabitants with the numbers from `first`, so many. */
export const inhabitants = (count: number, options: Parameters<typeof inhabitant>[1] = {}, first = 1): CatalogueEntry[] =>
  Array.from({ length: count }, (_, index) => inhabitant(first + index, options));
