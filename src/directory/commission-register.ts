import { DistinguishedNameError, parseDn, type Rdn, rdnsKey } from '../people/distinguished-name';
import { looseHsaIdKey } from '../people/hsa-id';
import type { Commission } from '../people/person';
import type { EntryAttributes } from './entry-attributes';
import { escapeControls } from './printable-text';
import type { UnitTree } from './unit-tree';

interface PendingCommission {
  commission: Omit<Commission, 'unitHsaId'>;
  /** What the commission says of its unit: an HSA-id or a DN. */
  unit: string | undefined;
  rdns: Rdn[];
}

/** The commissions of a catalogue and who has them; members stand as HSA-ids or as the DNs of their entries. */
export class CommissionRegister {
  readonly #commissions: PendingCommission[] = [];
  readonly #byMember = new Map<string, number[]>();

  add(rdns: Rdn[], attributes: EntryAttributes): void {
    const first = (name: Parameters<EntryAttributes['texts']>[0]): string | null => escapedOrNull(attributes.texts(name)[0]);
    const place = this.#commissions.push({
      commission: {
        hsaId: first('hsaIdentity'),
        name: first('cn') ?? escapeControls(rdns[0]?.[0]?.value ?? ''),
        purpose: first('hsaCommissionPurpose'),
        rights: attributes.texts('hsaCommissionRight').map(escapeControls),
      },
      unit: attributes.texts('hsaCommissionUnit')[0],
      rdns,
    });
    for (const member of new Set(attributes.texts('hsaCommissionMember').map(referenceKey))) {
      const places = this.#byMember.get(member);
      if (places) places.push(place - 1);
      else this.#byMember.set(member, [place - 1]);
    }
  }

  /** The commissions of one person, in one order whatever order the catalogue has. */
  of(hsaId: string, rdns: readonly Rdn[], units: UnitTree): Commission[] {
    const places = new Set([...(this.#byMember.get(looseHsaIdKey(hsaId)) ?? []), ...(this.#byMember.get(rdnsKey(rdns)) ?? [])]);
    const found = [...places].flatMap((place) => {
      const pending = this.#commissions[place];
      return pending ? [{ ...pending.commission, unitHsaId: unitHsaId(pending, units) }] : [];
    });
    return found.sort((one, other) => (orderKey(one) < orderKey(other) ? -1 : 1));
  }
}

const escapedOrNull = (text: string | undefined): string | null => (text === undefined ? null : escapeControls(text));

const orderKey = ({ hsaId, name, purpose, rights, unitHsaId }: Commission): string =>
  JSON.stringify([hsaId ?? '', name, purpose, rights, unitHsaId]);

/** The unit it names; else the one it lies under; a commission may lack both. */
function unitHsaId({ unit, rdns }: PendingCommission, units: UnitTree): string | null {
  if (unit === undefined) return units.above(rdns).unit?.hsaId ?? null;
  const place = asDn(unit);
  return place ? (units.at(place).unit?.hsaId ?? null) : escapeControls(unit);
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

function referenceKey(text: string): string {
  const rdns = asDn(text);
  return rdns ? rdnsKey(rdns) : looseHsaIdKey(text);
}
