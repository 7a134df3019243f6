import { DistinguishedNameError, dnKey, parseDn, type Rdn, rdnsKey } from '../people/distinguished-name';
import { looseHsaIdKey } from '../people/hsa-id';
import type { Commission } from '../people/person';
import type { EntryAttributes } from './entry-attributes';
import { escapeControls } from './printable-text';
import type { UsedAttribute } from './raw-entry';
import { idWithoutPersonalNumber, nameWithoutPersonalNumber } from './without-personal-numbers';
import type { UnitTree } from './unit-tree';

interface PendingCommission {
  commission: Omit<Commission, 'unitHsaId'>;
  /** What the commission says of its unit: an HSA-id or a DN. */
  unit: string | undefined;
  rdns: Rdn[];
  /** True where a personnummer was taken out of one of its texts. */
  heldPersonalNumber: boolean;
}

/** The commissions of a catalogue and who has them; members stand as HSA-ids or as the DNs of their entries. */
export class CommissionRegister {
  readonly #commissions: PendingCommission[] = [];
  readonly #byMember = new Map<string, number[]>();
  /** Whether any member stands as a DN: then those are looked for too. */
  #hasDns = false;

  add(rdns: Rdn[], attributes: EntryAttributes): void {
    const texts = (name: UsedAttribute): string[] => attributes.texts(name).map(escapeControls);
    const written = {
      hsaId: texts('hsaIdentity')[0] ?? null,
      name: texts('cn')[0] ?? escapeControls(rdns[0]?.[0]?.value ?? ''),
      purpose: texts('hsaCommissionPurpose')[0] ?? null,
      rights: texts('hsaCommissionRight'),
    };
    const commission = withoutPersonalNumbers(written);
    const heldPersonalNumber = JSON.stringify(commission) !== JSON.stringify(written);
    const place = this.#commissions.push({ commission, unit: attributes.texts('hsaCommissionUnit')[0], rdns, heldPersonalNumber });
    const members = attributes.texts('hsaCommissionMember');
    this.#hasDns ||= members.some((member) => asDn(member) !== null);
    for (const member of new Set(members.map(referenceKey))) {
      const places = this.#byMember.get(member);
      if (places) places.push(place - 1);
      else this.#byMember.set(member, [place - 1]);
    }
  }

  /** The commissions of one person, in one order whatever order the catalogue has. */
  of(hsaId: string, dn: string, units: UnitTree): { commissions: Commission[]; heldPersonalNumber: boolean } {
    const byDn = this.#hasDns ? this.#byMember.get(dnKey(dn)) : undefined;
    const places = new Set([...(this.#byMember.get(looseHsaIdKey(hsaId)) ?? []), ...(byDn ?? [])]);
    const pending = [...places].flatMap((place) => this.#commissions[place] ?? []);
    const found = pending.map((one) => ({ ...one.commission, unitHsaId: unitHsaId(one, units) }));
    return {
      commissions: found.sort((one, other) => (orderKey(one) < orderKey(other) ? -1 : 1)),
      heldPersonalNumber: pending.some((one) => one.heldPersonalNumber),
    };
  }
}

type Texts = PendingCommission['commission'];

const withoutPersonalNumbers = ({ hsaId, name, purpose, rights }: Texts): Texts => ({
  hsaId: hsaId && idWithoutPersonalNumber(hsaId),
  name: nameWithoutPersonalNumber(name),
  purpose: purpose && nameWithoutPersonalNumber(purpose),
  rights: rights.map(nameWithoutPersonalNumber),
});

const orderKey = ({ hsaId, name, purpose, rights, unitHsaId }: Commission): string =>
  JSON.stringify([hsaId ?? '', name, purpose, rights, unitHsaId]);

/** The unit it names; else the one it lies under; a commission may lack both. */
function unitHsaId({ unit, rdns }: PendingCommission, units: UnitTree): string | null {
  if (unit === undefined) return units.above(rdns).unit?.hsaId ?? null;
  const place = asDn(unit);
  return place ? (units.at(place).unit?.hsaId ?? null) : escapeControls(idWithoutPersonalNumber(unit));
}

/** An HSA-id holds no `=`; a DN always does. */
function asDn(text: string): Rdn[] | null {
  if (!text.includes('=')) return null;
  try {
    return parseDn(text);
  } catch (error) {
    if (error instanceof DistinguishedNameError) return null;
    throw error;
  }
}

/** What a member is known by: the key of the HSA-id or of the DN that stands there. */
export function referenceKey(text: string): string {
  const rdns = asDn(text);
  return rdns ? rdnsKey(rdns) : looseHsaIdKey(text);
}
