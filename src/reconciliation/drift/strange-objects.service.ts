import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CompleteComparison, StrangeObject } from '../../external-ad/compared-account';
import { type AccountOfPerson, ComparedAccounts } from '../../external-ad/compared-accounts.repository';
import { strange } from '../../external-ad/drift';
import { groupsFor, organisationalUnitFor } from '../../external-ad/placement';
import { NO_MUNICIPALITY } from '../../findings/finding';
import { dnKey, parseDn } from '../../people/distinguished-name';
import { hsaIdKey, isHsaId } from '../../people/hsa-id';
import { maskPersonalNumbers } from '../../people/personal-number-in-text';
import { PersonEntity } from '../../people/person.entity';
import { CONFIGURATION } from '../../platform/config/configuration.token';
import type { Configuration } from '../../platform/config/schema';
import { rowsOf } from '../../platform/database/bulk';
import type { FoundDrift } from './found-drift';
import { showsPlace } from './shows-place';

const NOTHING: Omit<FoundDrift, 'kind'> = {
  hsaId: null,
  dn: null,
  objectGuid: null,
  attributes: [],
  group: null,
  object: null,
  isOutside: false,
  outcome: 'beyond',
};

/** The group's own name, which the DN begins with. */
export const groupName = (dn: string): string => parseDn(dn)[0]?.[0]?.value ?? '';

const keyOf = ({ hsaId }: StrangeObject): string => hsaIdKey((hsaId ?? '').trim());

/** Who made a strange object may keep anything where we keep the HSA-id, a personnummer say. */
const shownHsaId = ({ hsaId }: StrangeObject): string | null => (hsaId !== null && isHsaId(hsaId.trim()) ? hsaId.trim() : null);

/** The account with its HSA-id. One without a link is known by it as it stands, without blanks: so the queue looks for its object. */
function ownerOf(object: StrangeObject, owners: ReadonlyMap<string, AccountOfPerson>): AccountOfPerson | null {
  const owner = owners.get(keyOf(object));
  if (!owner) return null;
  return owner.objectGuid !== null || hsaIdKey(object.hsaId ?? '') === owner.hsaIdKey ? owner : null;
}

const standingOf = ({ objectGuid, nextAttemptAt, appliedIn, deletedAt }: AccountOfPerson) => ({
  isLinked: objectGuid !== null,
  isWaiting: nextAttemptAt !== null || appliedIn !== 'ldap',
  isDeleted: deletedAt !== null,
});

/** What lies in our OU, or is a member of our groups, and is no account of ours: whose business it is, and what it is. */
@Injectable()
export class StrangeObjects {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly accounts: ComparedAccounts,
  ) {}

  /** By municipality. What has got an account meanwhile is not strange any more. */
  async sorted(manager: EntityManager, { objects, members }: CompleteComparison): Promise<Map<string, FoundDrift[]>> {
    const ours = await this.accounts.linkedAmong(
      manager,
      objects.map(({ objectGuid }) => objectGuid),
    );
    const still = objects.filter(({ objectGuid }) => !ours.has(objectGuid));
    const keys = [...new Set(still.filter(({ hsaId }) => hsaId !== null).map(keyOf))];
    const people = await this.accounts.ofPeople(manager, keys);
    const codes = new Set(this.configuration.municipalities.map(({ code }) => code));
    // Nothing is written for a municipality that is not configured any more.
    const known = people.filter(({ objectGuid, municipality }) => objectGuid !== null || codes.has(municipality));
    const owners = new Map(known.map((row) => [row.hsaIdKey, row]));
    const protection = await protectionOf(manager, keys);
    const found: { municipality: string; drift: FoundDrift }[] = [];
    const placeOf = this.places();
    for (const object of still) {
      const owner = ownerOf(object, owners);
      const kind = strange(object, owner && standingOf(owner));
      if (kind === null) continue;
      const { objectGuid } = object;
      const dn = showsPlace(object.kind, protection.get(keyOf(object))) ? maskPersonalNumbers(object.dn) : null;
      if (kind === 'unknown' || owner === null) {
        const drift = { ...NOTHING, kind, hsaId: shownHsaId(object), objectGuid, dn, object: object.kind };
        found.push({ municipality: placeOf(object.dn), drift });
        continue;
      }
      const outcome = kind === 'returned' && object.isMarked ? 'healed' : 'beyond';
      const drift = { ...NOTHING, kind, hsaId: (object.hsaId ?? '').trim(), objectGuid, dn, object: object.kind, outcome } as const;
      found.push({ municipality: owner.municipality, drift });
    }
    const municipalities = new Map([...new Set(members.map(({ groupDn }) => groupDn))].map((dn) => [dn, this.municipalityOfGroup(dn)]));
    for (const { objectGuid, groupDn } of members) {
      if (objectGuid !== null && ours.has(objectGuid)) continue;
      // No DN: a member may be anybody's ordinary account, a protected person's too.
      const drift = { ...NOTHING, kind: 'group-added', objectGuid, group: groupName(groupDn), object: 'member' } as const;
      found.push({ municipality: municipalities.get(groupDn) ?? NO_MUNICIPALITY, drift });
    }
    return new Map(
      [...Map.groupBy(found, ({ municipality }) => (codes.has(municipality) ? municipality : NO_MUNICIPALITY))].map(([code, all]) => [
        code,
        all.map(({ drift }) => drift),
      ]),
    );
  }

  /** Whose OU a name lies in. */
  private places(): (dn: string) => string {
    const { municipalities, externalAd } = this.configuration;
    const units = municipalities.map(({ code, name }) => {
      const unit = organisationalUnitFor({ code, name }, externalAd.organisationalUnit);
      return { code, suffix: `,${dnKey(unit)}` };
    });
    return (dn) => {
      const key = dnKey(dn);
      return units.find(({ suffix }) => key.endsWith(suffix))?.code ?? NO_MUNICIPALITY;
    };
  }

  /** A group of one municipality only is its business. */
  private municipalityOfGroup(groupDn: string): string {
    const { municipalities, externalAd } = this.configuration;
    const key = dnKey(groupDn);
    const those = municipalities.filter((one) => groupsFor(one, externalAd.organisationalUnit).some((dn) => dnKey(dn) === key));
    return those.length === 1 ? (those[0]?.code ?? NO_MUNICIPALITY) : NO_MUNICIPALITY;
  }
}

/** Whose names must not be told, whichever municipality knows it. */
export async function protectedAmong(manager: EntityManager, hsaIdKeys: readonly string[]): Promise<Set<string>> {
  const protection = await protectionOf(manager, hsaIdKeys);
  return new Set([...protection].flatMap(([key, isProtected]) => (isProtected ? [key] : [])));
}

/** Of those who are known: whether any municipality knows them as protected. */
async function protectionOf(manager: EntityManager, hsaIdKeys: readonly string[]): Promise<Map<string, boolean>> {
  const people = await rowsOf(manager, PersonEntity, {}, 'hsaIdKey', hsaIdKeys, { select: ['hsaIdKey', 'isProtected'] });
  const protection = new Map<string, boolean>();
  for (const { hsaIdKey: key, isProtected } of people) protection.set(key, isProtected || (protection.get(key) ?? false));
  return protection;
}
