import { type Rdn, rdnsKey, typeKey } from '../people/distinguished-name';
import { hsaIdKey, isHsaId, isTestHsaId, looseHsaIdKey } from '../people/hsa-id';
import type { Unit } from '../people/person';
import { clean, type EntryAttributes } from './entry-attributes';
import { escapeControls } from './printable-text';
import { idWithoutPersonalNumber, nameWithoutPersonalNumber } from './without-personal-numbers';

/** A unit's own entry, or what its place in the tree tells where it has none. */
interface TreeUnit {
  name: string;
  hsaId: string | null;
}

export interface ResolvedUnit {
  /** Null where no `ou` or `o` stands above. */
  unit: Unit | null;
  /** False where the catalogue holds no entry for it. */
  hasEntry: boolean;
  /** True where a personnummer was taken out of its name, or of one above it. */
  heldPersonalNumber: boolean;
}

const NO_UNIT: ResolvedUnit = { unit: null, hasEntry: false, heldPersonalNumber: false };

/** The value of the step's `ou` or `o`; null where it has neither (`cn`, `l`, `c`). */
const unitValue = (rdn: Rdn): string | null => rdn.find(({ type }) => ['ou', 'o'].includes(typeKey(type)))?.value ?? null;

/** Only a true HSA-id: nobody's reach is a text that stands in its place. */
const unitKey = (hsaId: string | null): string[] => (hsaId !== null && (isHsaId(hsaId) || isTestHsaId(hsaId)) ? [hsaIdKey(hsaId)] : []);

/** The units of a catalogue by their place, gathered in any order and resolved when all are known. */
export class UnitTree {
  readonly #units = new Map<string, TreeUnit>();
  readonly #resolved = new Map<string, ResolvedUnit>();
  /** By HSA-id, see `looseHsaIdKey`. */
  readonly #places = new Map<string, readonly Rdn[]>();

  add(rdns: readonly Rdn[], attributes: EntryAttributes): void {
    const placeName = clean((rdns[0] && unitValue(rdns[0])) ?? '');
    if (placeName === '') return;
    // An entry may have several names: its own is the one it has in the tree, written as the entry writes it.
    const names = [...attributes.texts('ou'), ...attributes.texts('o')];
    const name = names.find((text) => text.toLowerCase() === placeName.toLowerCase()) ?? placeName;
    const hsaId = attributes.texts('hsaIdentity').map(idWithoutPersonalNumber).map(escapeControls)[0] ?? null;
    this.#units.set(rdnsKey(rdns), { name, hsaId });
    if (hsaId !== null) this.#places.set(looseHsaIdKey(hsaId), rdns);
  }

  withHsaId(hsaId: string): Unit | null {
    const place = this.#places.get(looseHsaIdKey(hsaId));
    return place ? this.at(place).unit : null;
  }

  /** The nearest `ou` or `o` above an entry. */
  above(rdns: readonly Rdn[]): ResolvedUnit {
    const steps = rdns.slice(1);
    const nearest = steps.findIndex((rdn) => unitValue(rdn) !== null);
    return nearest === -1 ? NO_UNIT : this.at(steps.slice(nearest));
  }

  /** The unit whose own place this is. */
  at(rdns: readonly Rdn[]): ResolvedUnit {
    const key = rdnsKey(rdns);
    const known = this.#resolved.get(key);
    if (known) return known;
    const resolved = this.resolve(rdns, key);
    this.#resolved.set(key, resolved);
    return resolved;
  }

  private resolve(rdns: readonly Rdn[], key: string): ResolvedUnit {
    const placeName = rdns[0] && unitValue(rdns[0]);
    if (placeName === undefined || placeName === null) return NO_UNIT;
    const own = this.#units.get(key);
    const written = own?.name ?? clean(placeName);
    const name = escapeControls(nameWithoutPersonalNumber(written));
    const above = this.above(rdns);
    return {
      unit: {
        hsaId: own?.hsaId ?? null,
        name,
        path: [...(above.unit?.path ?? []), name],
        above: [...(above.unit?.above ?? []), ...unitKey(own?.hsaId ?? null)],
      },
      hasEntry: own !== undefined,
      heldPersonalNumber: above.heldPersonalNumber || nameWithoutPersonalNumber(written) !== written,
    };
  }
}
