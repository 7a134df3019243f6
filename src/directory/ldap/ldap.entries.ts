import type { SearchEntry } from 'ldapts';
import { parseDn } from '../../people/distinguished-name';
import { NAME_ATTRIBUTES } from '../person-query';
import { type AttributeNames, baseName, type RawEntry, type RawValue, type UsedAttribute } from '../raw-entry';
import type { EntryStamps } from './entry-mark';
import { LdapFault } from '../../platform/ldap/ldap-fault';
import type { StampAttribute } from './read-memory';

const UNIT: readonly UsedAttribute[] = ['objectClass', 'hsaIdentity', 'ou', 'o'];
const COMMISSION: readonly UsedAttribute[] = [
  'objectClass',
  'hsaIdentity',
  'cn',
  'hsaCommissionPurpose',
  'hsaCommissionRight',
  'hsaCommissionMember',
  'hsaCommissionUnit',
];
const SOUGHT: readonly UsedAttribute[] = [
  'objectClass',
  'hsaIdentity',
  'hsaSystemRole',
  'hsaProtectedPerson',
  'personalIdentityNumber',
  ...NAME_ATTRIBUTES,
];
const STAMPS: readonly UsedAttribute[] = ['entryUUID', 'entryCSN', 'modifyTimestamp'];

/** What is asked for, by the names this catalogue has; never `*`: what is not used is not read. */
export class LdapAttributes {
  readonly units: readonly string[];
  readonly commissions: readonly string[];
  readonly people: readonly string[];
  /** Of any kind: all that is used. */
  readonly everything: readonly string[];
  readonly hsaId: readonly string[];
  /** What tells whether an entry is one that is looked for. */
  readonly sought: readonly string[];

  constructor(private readonly names: AttributeNames) {
    const used = Object.keys(names) as UsedAttribute[];
    const notPeoples = new Set<UsedAttribute>(
      [...UNIT, ...COMMISSION].filter((one) => !['objectClass', 'hsaIdentity', 'cn'].includes(one)),
    );
    this.units = this.named([...UNIT, ...STAMPS]);
    this.commissions = this.named([...COMMISSION, ...STAMPS]);
    this.people = this.named(used.filter((one) => !notPeoples.has(one)));
    this.everything = this.named(used);
    this.hsaId = this.named(['hsaIdentity']);
    this.sought = this.named(SOUGHT);
  }

  /** Three attributes: whether an entry moved. */
  stamps(stamp: StampAttribute): readonly string[] {
    return this.named(['hsaIdentity', 'entryUUID', stamp]);
  }

  private named(attributes: readonly UsedAttribute[]): string[] {
    return [...new Set(attributes.map((attribute) => this.names[attribute].name))];
  }
}

type StampField = 'hsaIds' | 'entryUuid' | 'entryCsn' | 'modifyTimestamp';

/**
 * Tells what entries are stamped with, without reading the rest of them: the one thing that is done for everybody in every
 * run. A server writes an attribute's name in each entry, always the same, so each is told from the others once.
 */
export function stampReader(names: AttributeNames): (entry: SearchEntry) => EntryStamps {
  const fields = new Map<string, StampField>([
    [names.hsaIdentity.key, 'hsaIds'],
    [names.entryUUID.key, 'entryUuid'],
    [names.entryCSN.key, 'entryCsn'],
    [names.modifyTimestamp.key, 'modifyTimestamp'],
  ]);
  const known = new Map<string, StampField | null>();
  const fieldOf = (type: string): StampField | null => {
    const field = fields.get(baseName(type)) ?? null;
    known.set(type, field);
    return field;
  };
  return ({ name, attributes }) => {
    const values: Record<StampField, readonly (string | Buffer)[] | undefined> = {
      hsaIds: undefined,
      entryUuid: undefined,
      entryCsn: undefined,
      modifyTimestamp: undefined,
    };
    for (const attribute of attributes) {
      const field = known.get(attribute.type) ?? fieldOf(attribute.type);
      if (field) values[field] = attribute.values;
    }
    return {
      dn: name,
      hsaIds: values.hsaIds?.map(String) ?? [],
      entryUuid: values.entryUuid?.[0]?.toString(),
      entryCsn: values.entryCsn?.[0]?.toString(),
      modifyTimestamp: values.modifyTimestamp?.[0]?.toString(),
    };
  };
}

/** The same of an entry that was read as a whole. */
export function stampsOfRaw({ dn, attributes }: RawEntry, names: AttributeNames): EntryStamps {
  const texts = (attribute: UsedAttribute): string[] => (attributes.get(names[attribute].key) ?? []).map(String);
  return {
    dn,
    hsaIds: texts('hsaIdentity'),
    entryUuid: texts('entryUUID')[0],
    entryCsn: texts('entryCSN')[0],
    modifyTimestamp: texts('modifyTimestamp')[0],
  };
}

/**
 * An entry as all sources give it. Certificates are octets whatever they look like; everything else is text.
 * @throws LdapFault `undecodable` where a text is not UTF-8; `value-range` where a server keeps values back (Active Directory, 1 500)
 */
export function rawEntryOf(entry: SearchEntry, names: AttributeNames, server: string): RawEntry {
  const attributes = new Map<string, RawValue[]>();
  for (const attribute of entry.attributes) {
    const key = attribute.type.toLowerCase();
    if (key.includes(';range=')) throw new LdapFault('value-range', server, { cause: baseName(key) });
    const isBinary = baseName(key) === names.userCertificate.key;
    const values = isBinary ? attribute.parsedBuffers.map((value) => Buffer.from(value)) : (attribute.values as RawValue[]);
    if (!isBinary && values.some((value) => typeof value !== 'string'))
      throw new LdapFault('undecodable', server, { cause: attribute.type });
    attributes.set(key, [...(attributes.get(key) ?? []), ...values]);
  }
  return { dn: entry.name, rdns: parseDn(entry.name), attributes };
}
