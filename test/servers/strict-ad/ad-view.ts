import type { Entry } from './ad-entry';
import { guidOctets } from './ad-names';
import type { Replica } from './ad-replica';
import { type Caller, creatable, mayChange } from './ad-rights';
import { ATTRIBUTES, CLASSES } from './ad-schema';

export interface Seen {
  name: string;
  values: readonly Buffer[];
}

const text = (...values: readonly string[]): Buffer[] => values.map((value) => Buffer.from(value));

/** Generalised time, as AD writes it: whole seconds, with a tenth that is always 0. */
export const generalisedTime = (at: Date): string => `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}.0Z`;

const CATEGORIES: Readonly<Record<string, string>> = {
  user: 'Person',
  contact: 'Person',
  group: 'Group',
  organizationalunit: 'Organizational-Unit',
  container: 'Container',
  domaindns: 'Domain-DNS',
};

const SAM_ACCOUNT_TYPES: Readonly<Record<string, string>> = { user: '805306368', group: '268435456' };

const WORKED_OUT: Readonly<Record<string, (entry: Entry, replica: Replica) => readonly Buffer[]>> = {
  objectClass: ({ objectClass }) => text(...(CLASSES.get(objectClass)?.line ?? ['top', objectClass])),
  objectGUID: ({ guid }) => [guidOctets(guid)],
  distinguishedName: (entry, replica) => text(replica.dnOf(entry)),
  name: ({ rdn }) => text(rdn.value),
  cn: ({ rdn }) => (rdn.type === 'CN' ? text(rdn.value) : []),
  ou: ({ rdn }) => (rdn.type === 'OU' ? text(rdn.value) : []),
  member: ({ members }, replica) => dns([...members], replica),
  memberOf: ({ guid }, replica) => dns([...replica.groupsOf(guid)], replica),
  uSNCreated: ({ usnCreated }) => text(String(usnCreated)),
  uSNChanged: ({ usnChanged }) => text(String(usnChanged)),
  whenCreated: ({ whenCreated }) => text(generalisedTime(whenCreated)),
  whenChanged: ({ whenChanged }) => text(generalisedTime(whenChanged)),
  objectCategory: ({ objectClass }, replica) =>
    text(`CN=${CATEGORIES[objectClass] ?? 'Top'},CN=Schema,CN=Configuration,${replica.dnOf(replica.root)}`),
  sAMAccountType: ({ objectClass }) => text(...[SAM_ACCOUNT_TYPES[objectClass] ?? []].flat()),
};

const dns = (guids: readonly string[], replica: Replica): Buffer[] =>
  guids.flatMap((guid) => {
    const entry = replica.get(guid);
    return entry ? text(replica.dnOf(entry)) : [];
  });

/** Passwords are never read. */
const SECRET = 'unicodepwd';
const workedOut = new Map(Object.entries(WORKED_OUT).map(([name, work]) => [name.toLowerCase(), { name, work }] as const));

/** Lower-case names of all that has values, but for what is constructed. */
export const namesOf = (entry: Entry): string[] =>
  [...new Set([...workedOut.keys(), ...entry.attributes.keys()])].filter((name) => name !== SECRET);

/** @param name lower case; null where there is no value */
export function see(entry: Entry, name: string, replica: Replica, caller: Caller): Seen | null {
  if (name === SECRET) return null;
  const known = workedOut.get(name);
  const seen = known
    ? { name: known.name, values: known.work(entry, replica) }
    : ATTRIBUTES.get(name)?.isConstructed
      ? constructed(entry, name, replica, caller)
      : entry.attributes.get(name);
  return seen?.values.length ? seen : null;
}

/** What the caller may create below it, and write to it. */
function constructed(entry: Entry, name: string, replica: Replica, caller: Caller): Seen {
  if (name === 'allowedchildclasseseffective') {
    const isContainer = ['OU', 'DC'].includes(entry.rdn.type) || entry.objectClass === 'container';
    return { name: 'allowedChildClassesEffective', values: isContainer ? text(...creatable(entry, replica, caller)) : [] };
  }
  if (!mayChange(entry, replica, caller)) return { name, values: [] };
  const names = [...(CLASSES.get(entry.objectClass)?.attributes ?? [])].flatMap((one) => {
    const schema = ATTRIBUTES.get(one);
    return schema?.ownedBy === null ? [schema.name] : [];
  });
  return { name: 'allowedAttributesEffective', values: text(...names) };
}
