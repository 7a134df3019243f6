import type { ReadEntry, RoleReading } from '../../../src/directory/directory-source';
import type { Person } from '../../../src/people/person';
import { aPerson } from './person';

export const EXACT: RoleReading = { kind: 'exact' };
export const NEAR: RoleReading = { kind: 'near', value: 'rjh;link', why: 'case' };
export const NONE: RoleReading = { kind: 'none' };

/** A readable entry with the role. `person: null`: one that was refused. */
export function aReadEntry({
  person = {},
  ...rest
}: Partial<Omit<ReadEntry, 'person'>> & { person?: Partial<Person> | null } = {}): ReadEntry {
  const { hsaId, dn, isProtected } = aPerson(person ?? {});
  const role = rest.role ?? EXACT;
  return {
    hsaId,
    dn,
    isProtected,
    role,
    person: person === null ? null : aPerson({ hasSystemRole: role.kind === 'exact', ...person }),
    standing: { isArchived: person?.isArchived ?? false, isDeleted: person?.isDeleted ?? false, isTestData: person?.isTestData ?? false },
    mark: null,
    problems: person === null ? [{ kind: 'date-malformed', attribute: 'endDate' }] : [],
    ...rest,
  };
}
