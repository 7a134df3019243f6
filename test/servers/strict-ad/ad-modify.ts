import type { ModifyRequest } from '../ldap-writes';
import { draftOf, type Entry } from './ad-entry';
import { alreadyMember, attributeError, badSyntax, CODE, illegalModification, isRdn, notMember } from './ad-error';
import type { Replica } from './ad-replica';
import { ATTRIBUTES, type AttributeSchema, folded } from './ad-schema';
import { checkValues, writable } from './ad-values';

type Change = ModifyRequest['changes'][number];

interface Leniency {
  replica: Replica;
  isPermissive: boolean;
}

/**
 * The entry with the changes, made in order; nothing is kept yet.
 * @param draft what to change; default: a copy
 * @throws AdError at the first that AD refuses
 */
export function modified(entry: Entry, changes: readonly Change[], leniency: Leniency, draft = draftOf(entry)): Entry {
  for (const { operation, attribute } of changes) {
    const key = attribute.name.toLowerCase();
    if (key === entry.rdn.type.toLowerCase() || key === 'name') throw isRdn();
    if (key === 'objectclass') throw illegalModification();
    const schema = writable(attribute.name, entry.objectClass);
    checkValues(schema, attribute.values);
    if (operation === 'add' && attribute.values.length === 0) throw badSyntax();
    if (key === 'member') changeMembers(draft, operation, attribute.values, leniency);
    else changeAttribute(draft, schema, operation, attribute.values, leniency.isPermissive);
  }
  return draft;
}

function changeMembers(draft: Entry, operation: Change['operation'], values: readonly Buffer[], { replica, isPermissive }: Leniency): void {
  const guids = values.map((value) => memberOf(value.toString('utf8'), replica));
  if (operation === 'replace' || (operation === 'delete' && values.length === 0)) {
    draft.members = new Set(guids);
    return;
  }
  for (const guid of guids) {
    const isMember = draft.members.has(guid);
    if (operation === 'add' && isMember && !isPermissive) throw alreadyMember();
    if (operation === 'delete' && !isMember && !isPermissive) throw notMember();
    if (operation === 'add') draft.members.add(guid);
    else draft.members.delete(guid);
  }
}

/** @throws AdError for a name that nothing has */
function memberOf(name: string, replica: Replica): string {
  const refused = attributeError(CODE.constraintViolation, '000020B5', ATTRIBUTES.get('member')!);
  try {
    const entry = replica.find(name)?.entry;
    if (entry) return entry.guid;
  } catch {
    throw refused;
  }
  throw refused;
}

function changeAttribute(
  draft: Entry,
  schema: AttributeSchema,
  operation: Change['operation'],
  values: readonly Buffer[],
  isPermissive: boolean,
): void {
  const key = schema.name.toLowerCase();
  const before = draft.attributes.get(key)?.values ?? [];
  const set = (after: readonly Buffer[]): void => void draft.attributes.set(key, { name: schema.name, values: after, stamp: 0 });
  if (operation === 'replace') return set(values);
  if (operation === 'delete') {
    const gone = values.length === 0 ? before : before.filter((one) => values.some((value) => sameValue(schema, one, value)));
    if (gone.length < Math.max(values.length, 1) && !isPermissive) throw attributeError(CODE.noSuchAttribute, '00002085', schema);
    return set(before.filter((one) => !gone.includes(one)));
  }
  const added = values.filter((value) => !before.some((one) => sameValue(schema, one, value)));
  if (added.length < values.length && !isPermissive) throw attributeError(CODE.attributeOrValueExists, '00002083', schema);
  if (schema.isSingle && before.length + added.length > 1) throw attributeError(CODE.attributeOrValueExists, '00002081', schema);
  set([...before, ...added]);
}

const sameValue = ({ syntax }: AttributeSchema, one: Buffer, other: Buffer): boolean =>
  syntax === 'octets' ? one.equals(other) : folded(one.toString('utf8')) === folded(other.toString('utf8'));
