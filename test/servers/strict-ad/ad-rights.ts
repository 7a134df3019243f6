import type { Entry } from './ad-entry';
import type { Replica } from './ad-replica';
import { CHILD_CLASSES } from './ad-schema';

/** Who asks. Everybody who has logged in may read everything. */
export interface Caller {
  /** GUID of the unit below which users and groups are under full control, and they and units may be created; null: all. */
  readonly writesBelow: string | null;
}

const DELEGATED = ['user', 'group', 'organizationalUnit'] as const;
/** Of units no attribute was delegated. */
const CHANGED = ['user', 'group'];

const isWithin = (entry: Entry | null, replica: Replica, above: string): boolean => entry !== null && replica.isWithin(entry, above);
const parentOf = (entry: Entry, replica: Replica): Entry | null => replica.get(entry.parent ?? '');

/** Classes that the caller may create in it. */
export function creatable(parent: Entry, replica: Replica, { writesBelow }: Caller): readonly string[] {
  if (writesBelow === null) return CHILD_CLASSES;
  return isWithin(parent, replica, writesBelow) ? DELEGATED : [];
}

export const mayCreate = (objectClass: string, parent: Entry, replica: Replica, caller: Caller): boolean =>
  caller.writesBelow === null || creatable(parent, replica, caller).some((one) => one.toLowerCase() === objectClass);

export const mayDelete = (entry: Entry, replica: Replica, caller: Caller): boolean => {
  const parent = parentOf(entry, replica);
  return parent !== null && mayCreate(entry.objectClass, parent, replica, caller);
};

export const mayChange = (entry: Entry, replica: Replica, { writesBelow }: Caller): boolean =>
  writesBelow === null || (CHANGED.includes(entry.objectClass) && isWithin(parentOf(entry, replica), replica, writesBelow));
