import { formatDn, parseDn } from '../../src/people/distinguished-name';
import { Slapd } from '../servers/slapd';
import { inhabitant, municipalityEntry } from './builders/inhabitants';
import { type CatalogueEntry, commissionEntry, type PersonEntryOptions, unitEntry } from './builders/ldif';

/** The units of `LiveCatalogue.town`, from below: `norr` and `syd` lie under `vård`. */
export const UNITS = { vård: ['Vård'], norr: ['Norr', 'Vård'], syd: ['Syd', 'Vård'] } as const;

type Attributes = Parameters<Slapd['modify']>[1];

/**
 * Bergs kommun's catalogue on a slapd of its own, changed entry by entry, as its administrators do. An entry goes by a
 * handle (`uid`), whatever it is called now and wherever it has been moved.
 */
export class LiveCatalogue {
  private constructor(readonly slapd: Slapd) {}

  static async start(entries: readonly CatalogueEntry[]): Promise<LiveCatalogue> {
    return new LiveCatalogue(await Slapd.start({ entries: [municipalityEntry('berg'), ...entries] }));
  }

  /** The catalogue becomes this; what was there is gone, and none of these is the same entry as before. */
  replace(entries: readonly CatalogueEntry[]): Promise<void> {
    return this.slapd.replace([municipalityEntry('berg'), ...entries]);
  }

  async dnOf(handle: string): Promise<string> {
    const dn = await this.slapd.dnOf('uid', handle);
    if (dn === null) throw new Error(`No entry goes by ${handle}`);
    return dn;
  }

  async has(handle: string): Promise<boolean> {
    return (await this.slapd.dnOf('uid', handle)) !== null;
  }

  /** @param under where that is another place than the entry's own name says */
  async add(entry: CatalogueEntry, under?: string): Promise<void> {
    const dn = under === undefined ? entry.dn : `${firstRdn(entry.dn)},${await this.dnOf(under)}`;
    await this.slapd.add({ ...entry, dn });
  }

  /** An empty list takes the attribute away. */
  async set(handle: string, attributes: Attributes): Promise<void> {
    await this.slapd.modify(await this.dnOf(handle), attributes);
  }

  /** @param rdn `cn=…` or `ou=…` */
  async rename(handle: string, rdn: string): Promise<void> {
    await this.slapd.rename(await this.dnOf(handle), rdn);
  }

  async move(handle: string, under: string): Promise<void> {
    const dn = await this.dnOf(handle);
    await this.slapd.rename(dn, `${firstRdn(dn)},${await this.dnOf(under)}`);
  }

  async delete(handle: string): Promise<void> {
    await this.slapd.delete(await this.dnOf(handle));
  }

  remove(): Promise<void> {
    return this.slapd.remove();
  }
}

const firstRdn = (dn: string): string => formatDn(parseDn(dn).slice(0, 1));

/** With the handle that the entry goes by. */
export const handled = (handle: string, { dn, attributes }: CatalogueEntry): CatalogueEntry => ({
  dn,
  attributes: { ...attributes, uid: handle },
});

/** Where the townsman with this number lives at first. */
export const homeOf = (number: number): 'norr' | 'syd' => (number % 2 === 0 ? 'norr' : 'syd');

/** Goes by `p` and the number. */
export const townsman = (number: number, options: PersonEntryOptions = {}): CatalogueEntry =>
  handled(`p${number}`, inhabitant(number, { unit: UNITS[homeOf(number)], ...options }));

/** Goes by `uppdrag` and its letter. */
export const townCommission = (letter: string, members: readonly string[]): CatalogueEntry =>
  handled(`uppdrag${letter}`, commissionEntry({ hsaId: `SE2120002502-C${letter}`, name: `Uppdrag ${letter}`, unit: UNITS.vård, members }));

/** The municipality's units, and what lies in them. */
export const town = (...entries: readonly CatalogueEntry[]): CatalogueEntry[] => [
  ...Object.entries(UNITS).map(([handle, names], index) => handled(handle, unitEntry(names, { hsaIdentity: `SE2120002502-E00${index}` }))),
  ...entries,
];
